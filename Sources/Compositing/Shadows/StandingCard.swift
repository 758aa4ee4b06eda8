import Cards
import Drawings
import Geometry
import Objects
import Pipelines
import Rendering
import Scenes

/// A flat object that stands on the ground, with the silhouette that casts its shadow.
struct StandingCard {
    /// The object's index in the scene's objects.
    let index: Int
    let card: FlatCard
    /// The pose of its silhouette, world from model; nil where flat objects cast no shadow.
    let standIn: Pose?
}

extension Scene {
    /// The flat objects that shadows may fall on, in their order.
    ///
    /// - Parameter sun: the direction to the scene's sun, in the world; nil where there is none.
    func standingCards(
        _ library: ObjectLibrary, under sun: Vector3?, within frame: PixelRect
    ) throws(RenderedObjects.Failure) -> [StandingCard] {
        guard render.shadows != .none else { return [] }
        var cards: [StandingCard] = []
        for (index, object) in objects.enumerated() {
            guard case .flat(let imageFromObject, onGround: true) = object.place else { continue }
            do throws(ObjectError) {
                let outline = try library.outline(of: object.from, seen: object.view)
                guard let card = FlatCard(imageFromObject, outline, seenBy: camera, within: frame) else {
                    continue
                }
                var standIn: Pose?
                if render.shadows == .all {
                    if let view = object.view, let height = object.heightMetres {
                        let foot = try library.shape(of: object.from, seen: view).foot
                        standIn = card.standIn(over: foot, heightMetres: height, under: sun)
                    } else {
                        standIn = card.standIn(under: sun)
                    }
                }
                cards.append(StandingCard(index: index, card: card, standIn: standIn))
            } catch {
                throw RenderedObjects.Failure(object: index, error: error)
            }
        }
        return cards
    }
}
