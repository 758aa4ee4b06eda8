import Cards
import JSON
import Pipelines
import Scenes

/// The distances between which the photos of a pipeline show ground, where something is to stand on it.
struct GroundSurvey {
    /// The photos that were looked at, in the order of the library; nil where one shows no ground.
    let grounds: [(file: String, metres: ClosedRange<Double>?)]
    /// The number of photos that were not looked at.
    let others: Int

    /// The most photos that are looked at, and the most that are listed in words.
    private static let (most, told) = (1000, 12)
    /// How many views of each photo are drawn.
    private static let views = 8

    /// - Parameter files: the photos that are looked at; nil for all.
    init(of maker: ImageMaker, files: Set<String>? = nil) {
        let standing = maker.pipeline.needs.placers.filter { $0.needs.contains(.ground) }
        guard !standing.isEmpty else {
            (grounds, others) = ([], 0)
            return
        }
        let regions = Set(
            standing.map { placer -> String in
                for case .region(let name) in placer.needs { return name }
                return PhotoFacts.groundName
            })
        // Where rules differ, what holds for all of them is the photo's usual ground.
        let region = regions.count == 1 ? regions.first ?? PhotoFacts.groundName : PhotoFacts.groundName
        let photos = maker.photos.photos.filter { files?.contains($0.path) ?? true }
        let drawer = maker.drawer
        grounds = zip(
            photos,
            Array(photos.prefix(GroundSurvey.most)).concurrentMap {
                drawer.shownGround(of: $0, within: region, views: GroundSurvey.views)
            }
        ).map { ($0.path, $1) }
        others = photos.count - grounds.count
    }

    /// A line for the heading, and one for each of the first photos.
    var lines: [String] {
        guard !grounds.isEmpty else { return [] }
        let rest = grounds.count - GroundSurvey.told + others
        return ["ground that the photos show, by its distance:"]
            + grounds.prefix(GroundSurvey.told).map { file, metres in
                let name = file.split(separator: "/").last.map(String.init) ?? file
                return "  \(name): \(metres.map { MissingObject.distances($0) } ?? "none")"
            } + (rest > 0 ? ["  … and \(rest.counting("more photo"))"] : [])
    }

    /// The photos as a member of a document.
    func encode(to writer: inout JSONWriter) {
        writer.key("grounds")
        writer.array { writer in
            for (file, metres) in grounds {
                writer.object { writer in
                    writer.member("photo", file)
                    writer.member("nearest_metres", ifPresent: metres?.lowerBound)
                    writer.member("farthest_metres", ifPresent: metres?.upperBound)
                }
            }
        }
    }
}
