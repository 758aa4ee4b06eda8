import Cards
import Compositing
import Datasets
import Findings
import JSON
import Labelling
import Objects
import Pipelines
import Scenes

/// Some of a run's scenes, drawn as the run would draw them, without any pixel of a photo: the basis of a check's
/// forecast.
struct SceneSample {
    private(set) var tally = PlacementTally()
    /// The number of labels, those of the photos included.
    private(set) var labels = 0
    /// Those of them that have what some formats need.
    private(set) var met: [LabelNeed: Int] = [:]
    private(set) var objects = ImageRecord.Objects(asked: 0, placed: 0)
    /// The number of scenes that were drawn.
    var count: Int { tally.images }

    /// A sample of this size shows a fault of one image in twenty.
    static let size = 60
    /// The sample ends after this much time, since models may take long to build.
    static let patience = Duration.seconds(5)
    /// The number of scenes between looks at the clock.
    private static let batch = 12

    /// Draws scenes of images that are spread over the whole run.
    ///
    /// - Throws: the errors of the parts for a drawn value that they do not take.
    init(of maker: ImageMaker) throws {
        let start = ContinuousClock.now
        let size = min(SceneSample.size, maker.pipeline.images)
        let batches = (size + SceneSample.batch - 1) / SceneSample.batch
        for first in 0..<batches where first == 0 || .now - start < SceneSample.patience {
            // Each batch is spread over the run, so that a smaller sample still stands for all of it.
            let places = Array(stride(from: first, to: size, by: batches))
            try add(
                places.map { place in
                    // The variants take turns, since weather may differ.
                    let images = maker.numbering.images(ofScene: place * maker.pipeline.images / size)
                    return images.lowerBound + place % images.count
                }, of: maker)
        }
    }

    private mutating func add(_ indices: [Int], of maker: ImageMaker) throws {
        let drawn = indices.concurrentMap(inChunksOf: 1) { index in
            Result {
                var unusable: [Int: Finding] = [:]
                return try maker.scene(index, unusable: &unusable)
            }
        }
        for result in drawn {
            guard let made = try result.get() else { continue }
            var record = PlacementRecord(made.scene, objects: maker.pipeline.objects, passed: made.passed)
            record.veiled = try made.scene.veiledObjects()
            let own = made.scene.objects.filter { !$0.distractor }
            let real = made.real?.annotations ?? []
            tally.add(record, labels: record.labelledPlaced + real.count)
            labels += own.count + real.count { !$0.isCrowd }
            met[.pose, default: 0] += own.count { $0.place.isSolid } + real.count { $0.pose != nil }
            met[.words, default: 0] +=
                try own.count { try maker.objects.writing(on: $0.from) != nil }
                + real.count { $0.textLines != nil || $0.extra.text(COCO.Transcription.text) != nil }
            objects += ImageRecord.Objects(made.scene)
        }
    }
}
