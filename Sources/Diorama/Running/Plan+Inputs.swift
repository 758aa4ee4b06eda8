import Cards
import Datasets
import Foundation
import Labelling
import Objects
import Pictures
import Pipelines
import Scenes

extension Plan {
    /// Every file that a run of the plan reads, as the process can open it: the photos and the files about them, the
    /// labels, the objects and the files that these name.
    var inputPaths: Set<String> {
        var paths = Set(maker.photos.files)
        for entry in maker.datasets.entries {
            paths.insert(entry.dataset.name)
            for index in entry.dataset.photos.indices {
                paths.insert(entry.dataset.place(ofLabel: 0, photo: index).file)
            }
        }
        for path in pipeline.paths { paths.formUnion(Self.files(of: path)) }
        for stated in pipeline.needs.objects {
            paths.formUnion(maker.objects.files(of: stated.picturesRead))
            let models = maker.objects.models(in: stated.object.value.from).map(\.reference).flatMap(Self.files)
            paths.formUnion(models)
        }
        return NamedFiles.closure(of: paths.filter(Self.isFile))
    }

    /// The files in their present state.
    ///
    /// - Parameter withContent: whether each is read, so that a change is noticed that leaves size and time the same.
    func inputs(withContent: Bool) -> RunInputs {
        RunInputs(
            inputPaths.sorted().concurrentMap { InputFile($0, name: names.name(of: $0), withContent: withContent) }
                .compactMap { $0 })
    }

    /// The files that a path, folder or pattern of the pipeline stands for.
    private static func files(of path: String) -> [String] {
        if let files = try? FilePattern(path).files(extensions: extensions) { return files }
        // The text behind the sign is a name within the file.
        return path.lastIndex(of: "#").map { files(of: String(path[..<$0])) } ?? []
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// The extensions of the files in folders and patterns, for every kind of use.
    private static let extensions =
        FilePattern.pictureExtensions + ["exr", "hdr", "svg", "yaml", "yml", "json", "txt", "xml", "csv"]
        + ["obj", "mtl", "gltf", "glb", "bin", "ply", "stl", "off", "dae", "fbx", "3ds", "sh3f", "zip", "gif", "bmp"]
}

extension InputFile {
    /// Nil where there is no such file.
    fileprivate init?(_ path: String, name: String, withContent: Bool) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let nanoseconds = String(status.st_mtim.tv_nsec)
        self.init(
            name: name, bytes: Int(status.st_size),
            modified: "\(status.st_mtim.tv_sec)." + String(repeating: "0", count: 9 - nanoseconds.count) + nanoseconds,
            checksum: withContent ? Checksum.of(file: path).map { String($0, radix: 16) } : nil)
    }
}
