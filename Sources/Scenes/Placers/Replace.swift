package import Cards
import Geometry
import Masks
package import Pipelines

/// Over each labelled thing of the photo, in place of it, so that private content is replaced.
///
/// Unlike the other placers it is asked once for each such thing, whatever the scene's count: things that must not show
/// are removed from every photo.
package struct Replace: Placer {
    package var labels: [String] = []
    package var margin: Int?

    package init() {}

    package static let card = Card<Replace>(
        "replace",
        "Over each labelled thing of the photo, fitted to its four corners or its box. Nothing of the thing remains.",
        .required(
            "labels", \.labels, .oneOrMore(.text("a category's name")),
            "Categories of a dataset's labels. All things of these categories are replaced, whatever “count” is."),
        .field(
            "margin", \.margin, .optional(.integer(in: 1...256, .pixels)),
            "How far around each thing the photo is filled too, in the photo's pixels. The default is as far as its format carries traces."
        )
    )

    package static func needs(of values: DraftValues) -> [Need] {
        [.replaces(values.texts("labels"), marginPixels: values.numbers("margin").first.map { Int($0) })]
    }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        guard let region = stage.replacing else { throw .missing(.noLabel, detail: labels.joined(separator: ", ")) }
        guard case .card(let aspect) = subject.shape else {
            preconditionFailure("the pipeline takes flat objects alone")
        }
        let card = Rect(x: 0, y: 0, width: aspect, height: 1).corners
        guard let quadrilateral = Quadrilateral(around: region.outlines(in: stage.view)),
            let imageFromObject = Homography(from: card, to: quadrilateral.corners)
        else { throw .missing(.noShape, detail: "label \(region.instance.id)") }
        return Placement(place: .flat(imageFromObject: imageFromObject, onGround: false))
    }
}

extension RealOnStage {
    /// The corners in image pixels; they may reach outside the image.
    func outlines(in view: PhotoView) -> [Polygon] {
        switch instance.shape {
        case .box: [Polygon(box)]
        case .polygons(let polygons): view.imagePolygons(polygons)
        case .mask(let mask): view.imagePolygons(mask.contours.outer)
        }
    }
}

/// The things that no image of a pipeline may show.
package struct Replacements: Sendable {
    /// The objects that take the place of things, each with the categories of these things.
    package let objects: [(object: Named<Pipeline.Object>, categories: Set<String>)]
    /// The margins that the rules of each category give; nil among them stands for the photo's own.
    package let margins: [String: [Int?]]

    package init(_ needs: PipelineNeeds) {
        var (objects, margins) = ([(object: Named<Pipeline.Object>, categories: Set<String>)](), [String: [Int?]]())
        for object in needs.objects {
            for case .replaces(let labels, let margin) in object.replacing?.needs ?? [] {
                objects.append((object.object, Set(labels)))
                for label in labels { margins[label, default: []].append(margin) }
            }
        }
        (self.objects, self.margins) = (objects, margins)
    }

    /// The things that are wiped from a photo, whether an image shows them or not.
    package func wiped(of labelled: LabelledPhoto<Photo>) -> [WipedRegion] {
        labelled.instances.compactMap { thing in
            // Of two rules for one category the stricter holds.
            margins[thing.category]?.map { $0 ?? labelled.photo.traceReach }.max().map {
                WipedRegion(id: thing.id, category: thing.category, marginPixels: $0)
            }
        }
    }
}

/// A labelled thing of a photo that no image shows.
package struct WipedRegion: Codable, Sendable, Hashable {
    /// The id of the thing's label in the photo's dataset.
    package var id: Int
    package var category: String
    /// How far around the thing the photo is wiped, in the photo's pixels.
    package var marginPixels: Int

    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case id
        case category
        case marginPixels = "margin_pixels"
    }

    /// Whether the region is that of this label. Ids alone may be used twice.
    package func isOf(_ instance: RealInstance) -> Bool { instance.id == id && instance.category == category }
}
