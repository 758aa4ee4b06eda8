package import Drawings
package import Objects
package import Pictures
import Synchronization

/// Things that are cut out of labelled photos on one sheet: each in its place in its photo, with its outline, and why it is
/// left out where it gives no clean cut-out.
package struct CutoutsSheet: Sendable {
    private let title: String
    private let file: String
    private let images: String?
    private let things: [PhotoInstance]
    private let lists: FileLists
    private let tileSize: Int

    /// The most things on a sheet.
    package static let most = 100
    private static let (used, leftOut) = ("used", "left out")

    /// - Parameter things: no more than `most`.
    package init(
        title: String, things: [PhotoInstance], ofCOCO file: String, images: String?, lists: FileLists, tileSize: Int
    ) {
        (self.title, self.file, self.images) = (title, file, images)
        (self.things, self.lists, self.tileSize) = (things, lists, tileSize)
    }

    /// The sheet, how many of its things are used, and the faults of those that are not on it.
    ///
    /// - Parameter spread: calls its second argument for each index below its first, on any number of threads.
    package func raster(
        spread: (Int, @escaping @Sendable (Int) throws -> Void) throws -> Void
    ) throws -> (sheet: Raster, used: Int, failures: [ObjectError]) {
        let results = Mutex([Int: Result<CutoutTrial, ObjectError>]())
        try spread(things.count) { index in
            let result = Result { () throws(ObjectError) in
                try lists.trial(things[index], ofCOCO: file, images: images, side: tileSize)
            }
            results.withLock { $0[index] = result }
        }
        let painter = LabelPainter(categories: [Self.used, Self.leftOut])
        var sheet = ContactSheet(painter: painter, tileSize: tileSize)
        var (used, failures) = (0, [ObjectError]())
        for (_, result) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            switch result {
            case .success(let trial):
                if trial.problem == nil { used += 1 }
                let name = trial.problem == nil ? Self.used : Self.leftOut
                let label = trial.mask.map { PictureLabel(category: name, mask: $0, box: trial.box) }
                sheet.add(
                    try sheet.tile(
                        trial.picture, labels: label.map { [$0] } ?? [],
                        caption: "\(trial.instance.id) \(trial.instance.category)"
                            + (trial.problem.map { ": \($0)" } ?? "")))
            case .failure(let error): failures.append(error)
            }
        }
        if failures.count == things.count, let first = failures.first { throw first }
        let facts = "\(used) of \(things.count - failures.count) can be used"
        return (try sheet.raster(title: title, facts: facts), used, failures)
    }
}
