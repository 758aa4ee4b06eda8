import Cards
package import Drawings
import Findings
import Foundation
package import Rendering
import Solids
import Synchronization

/// The files that patterns stand for. Each pattern is looked up once: a run sees every folder as it was at first, and
/// no image pays for listing it again.
package final class FileLists: Sendable {
    private struct Key: Hashable {
        let patterns: [String]
        let extensions: [String]
    }

    private struct PairKey: Hashable {
        let files: [String]
        let masks: [String]?
    }

    /// An instance of a dataset, and its photo without links and dots, by which photos are told apart.
    struct ListedInstance: Sendable {
        let instance: PhotoInstance
        let path: String
    }

    private struct DatasetKey: Hashable {
        let file: String
        let images: String?
    }

    let reader: any InstanceReader
    private let datasets = Mutex<[DatasetKey: Result<[ListedInstance], ObjectError>]>([:])
    private let lists = Mutex<[Key: Result<[String], FilePatternError>]>([:])
    private let pairs = Mutex<[PairKey: Result<MaskPairs, ObjectError>]>([:])
    let models = ModelLists()
    let texts = TextLists()
    let boxCuts = BoxCuts()
    let importer: ModelImporter
    private let solids = Mutex<[String: Credits?]>([:])

    package init(reader: any InstanceReader = NoInstances(), importer: ModelImporter = ModelImporter()) {
        self.reader = reader
        self.importer = importer
    }

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

    /// Every instance of a COCO file that has a mask.
    func instances(_ file: String, images: String?) throws(ObjectError) -> [ListedInstance] {
        try datasets.withLock { datasets -> Result<[ListedInstance], ObjectError> in
            let key = DatasetKey(file: file, images: images)
            if let known = datasets[key] { return known }
            let read = Result { () throws(ObjectError) -> [ListedInstance] in
                var paths: [String: String] = [:]
                return try reader.instances(ofCOCO: file, images: images).map { instance in
                    let path = paths[instance.photo] ?? FileLists.resolved(instance.photo)
                    paths[instance.photo] = path
                    return ListedInstance(instance: instance, path: path)
                }
            }
            datasets[key] = read
            return read
        }.get()
    }

    /// The credits of a solid, as far as its definition gives them.
    func credits(ofSolid file: String) -> Credits? {
        solids.withLock { solids in
            if let known = solids[file] { return known }
            var credits: Credits?
            // A definition that cannot be read is told of where it is built.
            if let definition = try? SolidDefinition.read(file), definition.credits != Credits() {
                var own = definition.credits
                own.title = definition.description
                own.source = own.source ?? file
                credits = own
            }
            solids[file] = .some(credits)
            return credits
        }
    }

    /// A path without links and dots.
    package static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
