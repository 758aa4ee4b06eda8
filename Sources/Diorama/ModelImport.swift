import Rendering

/// How 3D model files are read.
public enum ModelImport {
    /// Makes this program read model files in processes of their own, so that a broken file ends or stops only such a
    /// process, and is reported like any other file that cannot be read.
    ///
    /// Call it first in `main`. The processes are this program again, called with the one argument “import-models”: in
    /// them the call serves and never returns. A program that does not call it reads models within its own process.
    public static func useOwnProcesses() { ImportHost.serveWhereAsked() }
}
