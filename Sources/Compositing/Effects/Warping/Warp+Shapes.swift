package import Geometry
package import Masks

/// Labels that follow a warp. Straight edges become curves: they are cut into pieces of no more than four pixels, so that
/// what is between the corners follows too.
extension PictureWarp {
    /// The outline of a polygon; nil where some of it comes to lie nowhere.
    package func polygon(_ polygon: Polygon) -> Polygon? {
        let cut = polygon.cut(atMost: 4)
        let places = cut.vertices.compactMap(place)
        return places.count == cut.vertices.count ? Polygon(places) : nil
    }

    /// The smallest box round a warped box; nil where some of it comes to lie nowhere.
    package func box(_ box: Rect) -> Rect? { polygon(Polygon(box))?.bounds }

    /// The mask after all warps, each pixel that of its source, as the pixels and the instance map are made.
    package func mask(_ mask: RunLengths) -> RunLengths {
        steps.reduce(mask) { mask, step in
            // The picture was warped by the same map, so there is one.
            WarpMap(step, width: mask.width, height: mask.height)?.mask(mask) ?? mask
        }
    }
}

extension Polygon {
    /// The same outline with a vertex at least every so many pixels.
    func cut(atMost piece: Double) -> Polygon {
        Polygon(
            edges.flatMap { a, b in
                let count = max(1, Int((a.distance(to: b) / piece).rounded(.up)))
                return (0..<count).map { step in
                    let share = Double(step) / Double(count)
                    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
                }
            })
    }
}

extension Warp {
    /// How many pixels of a mask have their middles in the picture after the warp.
    func kept(of mask: RunLengths) -> Int {
        let frame = Rect(PixelRect(width: mask.width, height: mask.height))
        func isKept(_ x: Int, _ y: Int) -> Bool {
            place(of: Point(Double(x) + 0.5, Double(y) + 0.5)).map(frame.contains) ?? false
        }
        guard let box = mask.box else { return 0 }
        // Nothing within an outline that stays leaves the picture.
        let rim =
            (box.minX..<box.maxX).flatMap { [($0, box.minY), ($0, box.maxY - 1)] }
            + (box.minY..<box.maxY).flatMap { [(box.minX, $0), (box.maxX - 1, $0)] }
        if rim.allSatisfy({ isKept($0.0, $0.1) }) { return mask.area }
        let shape = Mask(mask)
        var kept = 0
        for y in shape.rect.minY..<shape.rect.maxY {
            for x in shape.rect.minX..<shape.rect.maxX where shape[x: x, y: y] && isKept(x, y) { kept += 1 }
        }
        return kept
    }
}
