package import Cards
import Geometry
import Rendering

/// As high or low in the image as labelled things of a dataset are; where the object's size is like the same labels, as
/// those of this size are.
package struct Like: Placer {
    package var likeness = Likeness()

    package init() {}

    package static let card = Card<Like>(
        "like", "As high or low in the image as the boxes of a labelled dataset, anywhere from left to right.",
        Likeness.fields(\.likeness.dataset, \.likeness.categories, \.likeness.takesTruncated))

    package static func needs(of values: DraftValues) -> [Need] {
        guard let dataset = values.texts("dataset").first else { return [.size] }
        return [
            .size, .likeness(Likeness(dataset, values.texts("category"), values.flags("truncated").contains(true))),
        ]
    }

    /// How often a row is drawn until the whole object fits above it.
    private static let tries = 20

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        let boxes = stage.likenesses.boxes(likeness, of: subject.category)
        let (width, height) = (Double(stage.camera.width), Double(stage.camera.height))
        let reach = subject.reach ?? subject.guessedReach(on: stage)
        let isJoint = subject.asked?.likeness == likeness.of(subject.category)
        var rows = streams.stream("row")
        var row = boxes.row(ofSize: isJoint ? subject.asked?.size : nil, from: &rows)
        for _ in 1..<Like.tries where row * height < reach.height {
            row = boxes.row(ofSize: isJoint ? subject.asked?.size : nil, from: &rows)
        }
        var column = streams.stream("column")
        let unit = column.unit()
        let left = reach.width < width ? unit * (width - reach.width) : (width - reach.width) / 2
        let foot = Point(left - reach.minX, row * height - reach.maxY)
        var placement = try stage.floating(subject, anchor: .foot, at: foot)
        placement.like = Placement.Like(anchor: foot, row: row, boxes: boxes.count)
        return placement
    }
}

extension Subject {
    /// Its box about its foot, as long as it has not been seen: as if it were not turned.
    fileprivate func guessedReach(on stage: Stage) -> Rect {
        let longer = size * Double(min(stage.camera.width, stage.camera.height))
        let aspect =
            switch shape {
            case .card(let aspect): aspect
            case .solid(let bounds): bounds.size.y > 0 ? bounds.size.x / bounds.size.y : 1
            }
        let height = longer / max(1, aspect)
        return Rect(x: -height * aspect / 2, y: -height, width: height * aspect, height: height)
    }
}

extension Likeness {
    /// The rule as a part's values state it.
    fileprivate init(_ dataset: String, _ categories: [String], _ takesTruncated: Bool) {
        self.init()
        self.dataset = .named(dataset)
        (self.categories, self.takesTruncated) = (categories, takesTruncated)
    }
}
