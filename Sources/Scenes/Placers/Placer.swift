package import Cards
package import Geometry
import Rendering

/// A rule for where an object may be: `anywhere`, `region`, `ground`, `at`.
package protocol Placer: Part {
    /// The edges of the image that an object may be moved to from where it is proposed.
    static var edges: Edges { get }

    /// One proposal. It alone draws from `streams`; the next proposal gets other streams.
    func propose(_ subject: Subject, on stage: Stage, from streams: RandomStreams) throws(PlacingError) -> Placement

    /// The ranges of the placer's numbers that the image allows, by their keys: a number outside of them finds no place
    /// in it.
    ///
    /// - Throws: `PlacingError.missing` where no number would do.
    func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange]
}

extension Placer {
    package static var edges: Edges { [] }

    package func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange] { [:] }
}

/// The numbers for which an image has a place.
package struct PlacerRange: Sendable {
    package var values: ClosedRange<Double>
    /// The reason why no other number does.
    package var reason: MissingObject.Reason
    package var detail: String?
}

/// The place of an object.
package struct Placement: Sendable {
    package var place: ObjectPlace
    /// The depth: smaller is nearer, in metres where the scene has them.
    package var distanceMetres: Double?
    /// The place that labels of a dataset ask for, where the placer goes by such.
    package var like: Like?
    /// The plane of the photo that it lies in, if it does.
    package var plane: PlacedPlane?

    package struct Like: Sendable {
        /// The point of the image that the object's anchor was put at.
        package var anchor: Point
        /// The row of the object's lowest edge, as a share of the image's height.
        package var row: Double
        /// The number of labelled boxes that the row was learnt from.
        package var boxes: Int
    }
}

package enum PlacingError: Error {
    case missing(MissingObject.Reason, detail: String?)
    /// This proposal finds no place, for the reason; another may.
    case unlucky(MissingObject.Reason)
}
