import Foundation
import Vips

/// Decodes each picture once, however many labels name it.
struct PictureChecks {
    enum Outcome {
        case size(width: Int, height: Int)
        /// Why it cannot be decoded.
        case problem(String)
    }

    let maxPixels: Int
    private var known: [String: Outcome] = [:]
    /// The path that was asked for last: tables name an image in row after row.
    private var last: (path: String, outcome: Outcome)?
    private var raster = Raster(width: 0, height: 0)

    init(maxPixels: Int?) {
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
        let key = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        if let outcome = known[key] { return outcome }
        let outcome: Outcome
        do {
            try PhotoFile.decode(path, PhotoFile.Options(maxPixels: maxPixels), into: &raster)
            outcome = .size(width: raster.width, height: raster.height)
        } catch {
            var error = error
            error.file = nil
            outcome = .problem(error.description)
        }
        known[key] = outcome
        return outcome
    }

    /// The size of a picture; what keeps it from being decoded, or differs from the size that its labels say, is told.
    mutating func size(
        of path: String, named name: String, expected: (width: Int, height: Int)? = nil, into audit: inout Audit
    ) -> (width: Int, height: Int)? {
        switch look(at: path) {
        case .problem(let problem):
            audit.add([Finding(.error, file: name, problem)])
            return expected
        case .size(let width, let height):
            if let expected, expected != (width, height) {
                audit.add([
                    Finding(
                        .error, file: name,
                        "it is \(width) × \(height) pixels, its labels say \(expected.width) × \(expected.height)")
                ])
            }
            return (width, height)
        }
    }
}
