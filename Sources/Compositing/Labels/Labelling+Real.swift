import Geometry
import Masks
import Scenes

extension Labelling {
    /// The photo's own labels with what the objects leave of them. Labels of things that are wiped are gone.
    ///
    /// - Parameter onGround: those that stand on the ground.
    func labels(of labelled: LabelledPhoto<ScenePhoto>, onGround: [StandingInstance]) -> [RealLabel] {
        let (photo, real) = (labelled.photo, labelled.instances)
        guard !real.isEmpty else { return [] }
        let view = photo.view
        let replacements = marked.filter { $0.piece.replaces != nil }
        let standing = marked.filter { $0.piece.replaces == nil }
        let wiped = wiped(from: labelled)
        // What stands before an object keeps its pixels, whatever lies behind both.
        func cover(from index: Int) -> RunLengths {
            standing[index...].reduce(RunLengths(width: frame.width, height: frame.height)) { cover, marked in
                marked.piece.photoMask.map(cover.subtracting) ?? cover.union(self.cover(of: marked))
            }
        }
        let whole = cover(from: 0)
        return real.enumerated().compactMap { index, instance in
            if photo.wiped.contains(where: { $0.isOf(instance) }) { return nil }
            let own = standing.firstIndex {
                if case .real(let front) = $0.piece.content { front.place == index } else { false }
            }
            var cover = own.map { cover(from: $0 + 1) } ?? whole
            // What is wiped with another thing is a fill, but a part's surroundings are still those of the whole.
            for (thing, pixels) in wiped where !instance.holds(thing, in: view) { cover = cover.union(pixels) }
            for replacement in replacements {
                let old = real.filter { $0.id == replacement.piece.replaces }
                if !old.contains(where: { instance.holds($0, in: view) }) {
                    cover = cover.union(self.cover(of: replacement))
                }
            }
            var label = instance.label(at: index, in: view, under: cover)
            label.distanceMetres = onGround.first { $0.id == instance.id }?.distanceMetres
            return label
        }
    }

    /// The things that are wiped from the photo, with the pixels of the image that no longer show what the photo does.
    private func wiped(from labelled: LabelledPhoto<ScenePhoto>) -> [(thing: RealInstance, pixels: RunLengths)] {
        let (photo, view) = (labelled.photo, labelled.photo.view)
        let frame = PixelRect(width: view.photoWidth, height: view.photoHeight)
        return photo.wiped.flatMap { region in
            labelled.instances.filter { region.isOf($0) }.compactMap { thing in
                var hole = thing
                hole.shape = .mask(
                    thing.wiped(by: region, within: frame).runLengths(width: frame.width, height: frame.height))
                return view.imageMask(hole).map { (thing, $0) }
            }
        }
    }
}
