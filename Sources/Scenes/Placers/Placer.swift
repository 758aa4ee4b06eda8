package import Cards
import Geometry
import Rendering

/// A rule for where an object may be: `anywhere`, `region`, `ground`, `at`.
package protocol Placer: Part {
    /// One proposal. What is drawn from `streams` is this proposal's alone; the next gets others.
    func propose(_ subject: Subject, on stage: Stage, from streams: RandomStreams) throws(PlacingError) -> Placement

    /// What the image leaves of the placer's numbers, by their keys: a draw outside of these finds no place in it.
    ///
    /// - Throws: `PlacingError.missing` where no number would.
    func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange]
}

extension Placer {
    package func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange] { [:] }
}

/// The numbers for which an image has a place.
package struct PlacerRange: Sendable {
    package var values: ClosedRange<Double>
    /// What is wrong with all others.
    package var reason: MissingObject.Reason
    package var detail: String?
}

/// Where an object is.
package struct Placement: Sendable {
    package var place: ObjectPlace
    /// Smaller is nearer, in metres where the scene has them.
    package var distanceMetres: Double?
}

package enum PlacingError: Error {
    case missing(MissingObject.Reason, detail: String?)
    /// This proposal leads nowhere, for the reason; another may.
    case unlucky(MissingObject.Reason)
}
