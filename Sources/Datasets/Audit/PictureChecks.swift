import Findings
import Foundation
import Pictures

/// A file, whatever links lead to it.
private struct FileID: Hashable {
    let device: UInt64
    let number: UInt64

    /// Nil where there is no file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}

/// Decodes each picture once, however many labels name it.
struct PictureChecks {
    enum Outcome {
        case readable(PhotoFrame)
        /// Why it cannot be decoded.
        case problem(String)
    }

    let maxPixels: Int
    /// Whether pictures outside the dataset's folder are looked at.
    let allowsOutside: Bool
    let home: DatasetHome
    private var known: [FileID: Outcome] = [:]
    /// The path of the last request: tables name an image in row after row.
    private var last: (path: String, outcome: Outcome)?
    private var raster = Raster(width: 0, height: 0)

    /// - Parameter folders: the dataset's own folders.
    init(maxPixels: Int?, of folders: [String], allowsOutside: Bool) {
        home = DatasetHome(folders, allowsOutside: allowsOutside)
        self.allowsOutside = allowsOutside
        self.maxPixels = maxPixels ?? PhotoFile.defaultMaxPixels
    }

    /// The size of a picture that decodes to its last row.
    mutating func look(at path: String) -> Outcome {
        if let last, last.path == path { return last.outcome }
        let outcome = outcome(of: path)
        last = (path, outcome)
        return outcome
    }

    private mutating func outcome(of path: String) -> Outcome {
        let id = FileID(path)
        if let id, let outcome = known[id] { return outcome }
        let outcome: Outcome
        do {
            outcome = .readable(
                try PhotoFile.decode(path, PhotoFile.Options(maxPixels: maxPixels), into: &raster))
        } catch {
            var error = error
            error.file = nil
            outcome = .problem(error.description)
        }
        if let id { known[id] = outcome }
        return outcome
    }

    /// The size of a picture; for one outside the dataset's folder, the size that its labels state. Reports why a
    /// picture cannot be decoded, and a size that differs from the one in its labels.
    mutating func size(
        of path: String, named name: String, expected: (width: Int, height: Int)? = nil, into audit: inout Audit
    ) -> (width: Int, height: Int)? {
        guard let frame = frame(of: path, named: name, expected: expected, into: &audit) else { return expected }
        let said = expected ?? (frame.width, frame.height)
        return frame.fit(width: said.width, height: said.height) == .stored ? said : (frame.width, frame.height)
    }

    /// The same with the orientation of the picture; nil for a picture that cannot be decoded or lies outside.
    mutating func frame(
        of path: String, named name: String, expected: (width: Int, height: Int)?, into audit: inout Audit
    ) -> PhotoFrame? {
        if let problem = home.problem(of: path) {
            audit.add([Finding(.warning, .outsideFolder, file: name, problem)])
            return nil
        }
        switch look(at: path) {
        case .problem(let problem):
            audit.add([Finding(.error, .damagedPicture, file: name, problem)])
            return nil
        case .readable(let frame):
            let said = expected ?? (frame.width, frame.height)
            if let (severity, code, problem) = Self.problem(of: said, in: frame) {
                audit.add([Finding(severity, code, file: name, problem)])
            }
            return frame
        }
    }

    /// The message about the size that labels state; nil where it is certainly the photo's.
    static func problem(
        of said: (width: Int, height: Int), in frame: PhotoFrame
    ) -> (Finding.Severity, Finding.Code, String)? {
        switch frame.fit(width: said.width, height: said.height) {
        case .none: (.error, .pictureSize, "it " + frame.misfit(width: said.width, height: said.height))
        case .stored: (.warning, .orientation, frame.turning)
        case .upright: frame.doubt.map { (.warning, .orientation, $0) }
        }
    }
}
