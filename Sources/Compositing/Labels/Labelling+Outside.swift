import Geometry
import Masks

extension Labelling {
    /// The part of an object outside the image: its area in pixels and its box.
    ///
    /// - Throws: `RenderingError` for what nothing can be rendered with.
    func outside(of object: MarkedPiece) throws -> (area: Int, box: PixelRect?) {
        let near = frame.inset(by: -margin)
        let bounds =
            switch object.piece.content {
            case .flat(let placed): workspace.bounds(of: placed, within: near)
            case .solid(let solid): solid.extent.inset(by: -solid.blend.reach).intersection(near)
            // A photo's things are known inside it alone.
            case .real(let front): front.rect
            case .grass(let front): front.rect
            }
        guard !frame.contains(bounds) else { return (0, nil) }
        let sides = [
            PixelRect(minX: bounds.minX, minY: bounds.minY, maxX: bounds.maxX, maxY: min(bounds.maxY, 0)),
            PixelRect(minX: bounds.minX, minY: max(bounds.minY, frame.maxY), maxX: bounds.maxX, maxY: bounds.maxY),
            PixelRect(
                minX: bounds.minX, minY: max(bounds.minY, 0), maxX: min(bounds.maxX, 0),
                maxY: min(bounds.maxY, frame.maxY)),
            PixelRect(
                minX: max(bounds.minX, frame.maxX), minY: max(bounds.minY, 0), maxX: bounds.maxX,
                maxY: min(bounds.maxY, frame.maxY)),
        ]
        var (area, box): (Int, PixelRect?) = (0, nil)
        for side in sides where !side.isEmpty {
            let part = try extent(of: object, within: side)
            area += part.area
            if let part = part.box { box = box.map { $0.union(part) } ?? part }
        }
        return (area, box)
    }

    private func extent(of object: MarkedPiece, within rect: PixelRect) throws -> (area: Int, box: PixelRect?) {
        switch object.piece.content {
        case .flat(let placed): return workspace.extent(of: placed, within: rect)
        case .solid(let solid):
            // What lies beyond the side goes on there as it ends.
            let coverage = try solid.coverage(within: rect, isCoarse: true)
            let mask = solid.mask(of: coverage, within: rect, workspace.blending)
            return (mask.area, mask.box)
        case .real, .grass: return (0, nil)
        }
    }

    /// How far beyond the frame objects are followed: parts that lie farther out count neither as truncated nor into
    /// the amodal box. It is twice the frame on each side, so that a share of up to 0.8 outside is exact.
    private var margin: Int { 2 * max(frame.width, frame.height) }
}
