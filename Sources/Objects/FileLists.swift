import Pipelines
import Synchronization

/// The files that patterns stand for, each looked up once: a run sees every folder as it was at first, and no image
/// pays for listing it again.
package final class FileLists: Sendable {
    private struct Key: Hashable {
        let patterns: [String]
        let extensions: [String]
    }

    private struct PairKey: Hashable {
        let files: [String]
        let masks: [String]?
    }

    private let lists = Mutex<[Key: Result<[String], FilePatternError>]>([:])
    private let pairs = Mutex<[PairKey: Result<MaskPairs, ObjectError>]>([:])

    package init() {}

    /// The files of all patterns, one pattern after the other, each file once.
    package func files(
        _ patterns: [String], extensions: [String] = FilePattern.pictureExtensions
    ) throws(ObjectError) -> [String] {
        let key = Key(patterns: patterns, extensions: extensions)
        let list = lists.withLock { lists -> Result<[String], FilePatternError> in
            if let known = lists[key] { return known }
            let list = Result { () throws(FilePatternError) in
                try FilePattern.files(patterns, extensions: extensions)
            }
            lists[key] = list
            return list
        }
        do {
            return try list.get()
        } catch {
            throw ObjectError(.missing, file: error.path, error.reason)
        }
    }

    /// Pictures with their masks; see `MaskPairs`.
    func pairs(_ patterns: [String], masks: [String]?) throws(ObjectError) -> MaskPairs {
        try pairs.withLock { pairs -> Result<MaskPairs, ObjectError> in
            let key = PairKey(files: patterns, masks: masks)
            if let known = pairs[key] { return known }
            let made = Result { () throws(ObjectError) in
                let files = try files(patterns)
                guard let masks else { return try MaskPairs(files, masks: nil) }
                return try MaskPairs(files, masks: self.files(masks))
            }
            pairs[key] = made
            return made
        }.get()
    }
}
