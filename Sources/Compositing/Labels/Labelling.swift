import Geometry
import Masks
import Scenes

/// Finds the labels of an image on whose map all of its pieces are marked.
struct Labelling {
    /// The pieces in painting order.
    let marked: [MarkedPiece]
    let map: InstanceMap
    let workspace: PasteWorkspace
    /// Where the pieces are, in the order of `marked`.
    let places: PlaceIndex
    /// The places in `marked` of the scene's objects.
    private let pieces: [Int: Int]

    init(marked: [MarkedPiece], map: InstanceMap, workspace: PasteWorkspace) {
        (self.marked, self.map, self.workspace) = (marked, map, workspace)
        places = PlaceIndex(
            marked.map(\.touched), within: PixelRect(width: map.width, height: map.height))
        var pieces: [Int: Int] = [:]
        for index in marked.indices {
            if let object = marked[index].piece.object { pieces[object.index] = index }
        }
        self.pieces = pieces
    }

    /// The place in `marked` of one of the scene's objects.
    func piece(ofObject index: Int) -> Int? { pieces[index] }

    var frame: PixelRect { PixelRect(width: map.width, height: map.height) }

    /// Objects that break one of the scene's limits on the finished masks.
    struct BrokenLimits: Error {
        /// The objects with their indices in the scene's objects, in painting order.
        var objects: [(index: Int, limit: Limit)]
    }

    struct Limit: Error {
        let reason: MissingObject.Reason
    }

    /// The labels of all objects that have one, in the order of their ids.
    ///
    /// Taking out an object changes nothing for those in front of it, and hides less of those behind it. So the objects
    /// that break a limit here are the same as if only the farthest of them were taken out, and the rest looked at
    /// again, until none is left. Without all of these, the others keep their limits.
    ///
    /// - Throws: `BrokenLimits`, and `RenderingError` for what nothing can be rendered with.
    func instances(within limits: Limits) throws -> [Instance] {
        var instances: [Instance] = []
        var broken: [(index: Int, limit: Limit)] = []
        let labelled = marked.indices.filter { marked[$0].piece.id > 0 }.sorted {
            marked[$0].piece.id < marked[$1].piece.id
        }
        for order in labelled {
            let object = marked[order]
            guard let amodal = object.amodal, let (placed, index) = object.piece.object else { continue }
            // Solid objects hide each other pixel by pixel, whichever is painted first.
            let inFront = places.overlapping(object.touched).filter {
                $0 > order || ($0 < order && object.piece.isSolid && marked[$0].piece.isSolid)
            }
            // What is to be there in any case is there unless nothing of it is seen.
            let own = object.piece.replaces == nil ? limits : Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 1)
            switch try instance(of: object, placed, index, amodal, behind: inFront, limits: own) {
            case .success(let instance): instances.append(instance)
            case .failure(let limit): broken.append((index, limit))
            }
        }
        guard broken.isEmpty else { throw BrokenLimits(objects: broken) }
        return instances
    }

    /// The label of one object, or the limit that it breaks.
    ///
    /// - Parameters:
    ///   - placed: the object as its scene has it.
    ///   - index: the object's index in the scene's objects.
    ///   - inFront: the places in `marked` of the objects that may hide some of it.
    private func instance(
        of object: MarkedPiece, _ placed: PlacedObject, _ index: Int, _ amodal: RunLengths,
        behind inFront: [Int], limits: Limits
    ) throws -> Result<Instance, Limit> {
        let visible = inFront.isEmpty ? amodal : map.runLengths(of: object.piece.id, in: object.touched)
        // An instance without a pixel has no box: it is not one.
        guard let box = visible.box, let amodalBox = amodal.box else {
            return .failure(Limit(reason: amodal.area > 0 ? .overlap : .unseen))
        }
        let (visibleArea, insideArea) = (visible.area, amodal.area)
        let visibility = Double(visibleArea) / Double(insideArea)
        guard visibility >= limits.visibleMin else { return .failure(Limit(reason: .overlap)) }
        if let least = limits.areaMin, visibleArea < least { return .failure(Limit(reason: .small)) }

        // Shares, not areas: 29 of 100 pixels is the double that 0.29 is, but 0.29 × 100 is less than 29.
        func isTooMuch(_ hidden: Int) -> Bool { Double(hidden) / Double(insideArea) > limits.overlapMax }
        if isTooMuch(insideArea - visibleArea),
            inFront.contains(where: {
                let cover = cover(of: marked[$0])
                return isTooMuch(amodal.intersectionArea(with: cover) - visible.intersectionArea(with: cover))
            })
        {
            return .failure(Limit(reason: .overlap))
        }

        let outside = try outside(of: object)
        let truncation = Double(outside.area) / Double(insideArea + outside.area)
        guard truncation <= limits.truncatedMax else { return .failure(Limit(reason: .truncated)) }
        return .success(
            Instance(
                object: placed, index: index, visible: visible, box: box, area: visibleArea, amodal: amodal,
                amodalBox: outside.box.map { $0.union(amodalBox) } ?? amodalBox, visibility: visibility,
                truncation: truncation))
    }

    /// The pixels of the image that an object covers by at least one half.
    func cover(of front: MarkedPiece) -> RunLengths {
        if let amodal = front.amodal { return amodal }
        guard case .flat(let placed) = front.piece.content else {
            preconditionFailure("only flat distractors come without their whole mask")
        }
        return workspace.coverage(of: placed, within: frame).runLengths(width: frame.width, height: frame.height)
    }
}
