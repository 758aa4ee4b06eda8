import Cards
import Datasets
import Findings
import Geometry
import Labelling
import Pipelines
import Scenes

/// The labels that the images of a run have before any object is added.
extension ImageMaker {
    /// The plan for the labels that `balance` asks for; nil where nothing does.
    ///
    /// The numbers of real labels are those that the images' own photos bring, before objects cover them. A photo's labels
    /// are read once.
    ///
    /// - Throws: what the parts throw when a drawn value is not one that they take.
    static func balance(
        _ drawer: SceneDrawer, _ photos: PhotoLibrary, _ datasets: RealDatasets
    ) throws -> BalancePlan? {
        let pipeline = drawer.pipeline
        guard let rules = pipeline.balance?.value else { return nil }
        let images = Array(0..<pipeline.images)
        let slots = images.concurrentMap(inChunksOf: 1024) { drawer.labelledCount(ofImage: $0) }
        var real = LabelTally(edges: rules.edges)
        let marks = photos.photos.concurrentMap { datasets.marks(of: $0) }
        if marks.contains(where: { !$0.isEmpty }) {
            let replaced = Set(drawer.replacements.margins.keys)
            let chunks = stride(from: 0, to: images.count, by: 1024).map { $0..<min($0 + 1024, images.count) }
            let tallies = chunks.concurrentMap(inChunksOf: 1) { chunk in
                var tally = LabelTally(edges: rules.edges)
                for image in chunk {
                    guard let place = photos.mix.photo(forImage: image), !marks[place].isEmpty else { continue }
                    let photo = photos.photos[place]
                    let view = PhotoView(
                        photoWidth: photo.width, photoHeight: photo.height,
                        drawnBy: pipeline.backgrounds[photo.source], showing: marks[place].map(\.box),
                        from: RandomStreams(seed: pipeline.seed, image: image).scope("background"))
                    for mark in marks[place] where !replaced.contains(mark.category) {
                        if let area = mark.area(in: view) { tally.add(mark.category, area: area) }
                    }
                }
                return tally
            }
            for tally in tallies { real.add(tally) }
        }
        var seen: Set<String> = []
        let categories = pipeline.objects.filter { !$0.value.isDistractor && $0.value.weight > 0 }
            .flatMap { drawer.objects.labels(of: $0) }.filter { seen.insert($0).inserted }
        let demand = BalanceDemand(rules, slots: slots.reduce(0, +), real: real, categories: categories)
        return BalancePlan(
            demand, slots: slots, within: try BalanceTrials(drawer, photos, datasets).reach(of: demand, slots: slots),
            seed: pipeline.seed)
    }
}

extension LabelMark {
    /// The area of the label in an image, in square pixels: its own where the image shows all of its box, or else the same
    /// share of it as of the box. Nil where too little is left for a label.
    fileprivate func area(in view: PhotoView) -> Double? {
        let box = view.imageRect(box)
        let frame = Rect(PixelRect(width: view.width, height: view.height))
        guard box.area > 0, let shown = box.intersection(frame), shown.area > 0 else { return nil }
        let share = shown.area / box.area
        return share < leastShare ? nil : area * view.scale.x * view.scale.y * share
    }
}
