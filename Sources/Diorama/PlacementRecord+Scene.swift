import Cards
import Datasets
import Pipelines
import Scenes

extension PlacementRecord {
    /// The fate of the objects that a scene asked for.
    ///
    /// - Parameters:
    ///   - objects: the objects of the pipeline.
    ///   - passed: photos that the scene's photo replaced.
    ///   - asked: the numbers whose values are recorded.
    init(
        _ scene: Scene, objects: [Named<Pipeline.Object>], passed: [PassedPhoto], asked: [AskedNumber] = []
    ) {
        self.init(photo: scene.photo.file)
        self.passed = passed
        numbers = asked.map(scene.values)
        isNegative = scene.negative ?? false
        cutsThing = scene.tries.cutsThing
        (again, searched) = (scene.tries.again, scene.tries.searched)
        let isLabelled = Dictionary(
            objects.map { ($0.name, !$0.value.isDistractor) }, uniquingKeysWith: { first, _ in first })
        // Decoys have names that are no object's.
        func count(_ name: String, _ change: (inout Kind) -> Void) {
            change(&kinds[name, default: Kind(isLabelled: isLabelled[name] ?? false)])
        }
        for object in scene.objects {
            count(object.name) {
                $0.asked += 1
                $0.placed += 1
                for (reason, times) in object.drawn?.refused ?? [:] {
                    $0.refused[reason.rawValue, default: 0] += times
                }
            }
        }
        // Photos of datasets are kept even without room, since their objects may find room in other photos.
        let isTriedElsewhere = scene.photo.labels == nil
        for missing in scene.missing {
            let isHopeless =
                missing.reason.isOfPhoto
                ? isTriedElsewhere && scene.tries.unfit.contains(missing) : !missing.reason.isOfCrowd
            count(missing.name) {
                $0.asked += 1
                $0.leftOut[missing.reason.rawValue, default: 0] += 1
                if isHopeless { $0.hopeless += 1 }
            }
            guard let detail = missing.detail, missing.reason.detailIsOfPhoto else { continue }
            details[missing.reason.rawValue] = details[missing.reason.rawValue] ?? detail
        }
    }
}
