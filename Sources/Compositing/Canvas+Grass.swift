import Geometry
import Masks
import Objects
import Rendering
import Scenes

extension Canvas {
    /// The pieces, each object that stands on the ground followed by the grass before its foot.
    ///
    /// The image must be the photo. Pictures of solids and objects that take the place of others have none.
    ///
    /// - Parameter grass: how high it is, in metres.
    /// - Throws: `RenderingError` for what nothing can be rendered with.
    func growing(_ grass: Double, before pieces: [Piece], seenBy camera: Camera) throws(RenderingError) -> [Piece] {
        var grown: [Piece] = []
        for piece in pieces {
            grown.append(piece)
            guard let object = piece.object?.placed, object.standsInGrass,
                let front = try front(of: piece, object.place, grass, seenBy: camera)
            else { continue }
            grown.append(Piece(content: .grass(front), object: nil, id: 0))
        }
        return grown
    }

    private func front(
        of piece: Piece, _ place: ObjectPlace, _ grass: Double, seenBy camera: Camera
    ) throws(RenderingError) -> GrassFront? {
        let depth: Double
        let low: (rect: PixelRect, heights: [Float])
        switch (piece.content, place) {
        case (.flat(let placed), _):
            depth = placed.imageFromObject.w(at: Point(placed.sprite.aspect / 2, 1))
            guard showsGrass(grass, depth, camera) else { return nil }
            low = heights(of: placed, upTo: grass, seenBy: camera)
        case (.solid(let solid), .solid(let pose, _)):
            depth = camera.depth(of: pose.position)
            guard showsGrass(grass, depth, camera) else { return nil }
            low = try solid.heights(upTo: grass, within: frame)
        default: return nil
        }
        return GrassFront(
            of: image, low.rect, heights: low.heights.map { $0 / Float(grass) },
            grassPixels: camera.focalPixels * grass / depth)
    }

    /// Less than a pixel of grass does not show.
    private func showsGrass(_ grass: Double, _ depth: Double, _ camera: Camera) -> Bool {
        depth > 0 && camera.focalPixels * grass >= depth
    }

    /// The heights over the ground of the pixels that a flat object covers, as far as they may be low; in metres by rows
    /// of a rectangle that holds all such pixels, and infinite where there is nothing of it.
    private func heights(
        of placed: PlacedSprite, upTo most: Double, seenBy camera: Camera
    ) -> (rect: PixelRect, heights: [Float]) {
        let none: (PixelRect, [Float]) = (PixelRect(width: 0, height: 0), [])
        let bounds = workspace.bounds(of: placed, within: frame)
        let plane = camera.worldPlane(of: placed.imageFromObject)
        guard !bounds.isEmpty, let objectFromImage = placed.imageFromObject.inverse else { return none }
        // Over the depth, the height is linear in the image.
        let map = objectFromImage
        let depth = SIMD3(map.m20, map.m21, map.m22)
        let rise =
            depth * plane.origin.y + SIMD3(map.m00, map.m01, map.m02) * plane.uAxis.y
            + SIMD3(map.m10, map.m11, map.m12) * plane.vAxis.y
        @inline(__always)
        func height(_ x: Int, _ y: Int) -> Double {
            let point = SIMD3(Double(x) + 0.5, Double(y) + 0.5, 1)
            let w = (depth * point).sum()
            return w > 0 ? (rise * point).sum() / w : .infinity
        }
        // The heights of a plane change evenly along a row, but for the perspective, which keeps their order.
        func isLow(_ y: Int) -> Bool { min(height(bounds.minX, y), height(bounds.maxX - 1, y)) < most }
        let rows = bounds.minY..<bounds.maxY
        guard let first = rows.first(where: isLow), let last = rows.last(where: isLow) else { return none }
        let rect = PixelRect(minX: bounds.minX, minY: first, maxX: bounds.maxX, maxY: last + 1)
            .inset(by: -GrassFront.rim).intersection(frame)
        // Without its soft edge, for which all of its texels would be copied.
        let mask = workspace.coverage(of: placed.sprite, placed.imageFromObject, within: rect)
        var heights = [Float](repeating: .infinity, count: rect.area)
        let covered = mask.rect
        mask.bits.withUnsafeBufferPointer { bits in
            var index = 0
            for y in covered.minY..<max(covered.minY, covered.maxY) {
                let row = (y - rect.minY) * rect.width - rect.minX
                for x in covered.minX..<covered.maxX {
                    if bits[index] != 0 { heights[row + x] = Float(max(0, height(x, y))) }
                    index += 1
                }
            }
        }
        return (rect, heights)
    }
}

extension PlacedObject {
    /// Whether grass may stand before its foot: it stands on the ground, or above it, and its shape in space is known.
    fileprivate var standsInGrass: Bool { place.isOnGround && view == nil && texture == nil && replaces == nil }
}
