import Geometry

/// An object, the photo beneath it and the solver of what lies between, on one rectangle.
///
/// After `moveToEdges` or `mix` the solver's values are what is to be added to the object laid as it is.
struct GradientField {
    let layer: UnsafeBufferPointer<UInt8>
    let layerRect: PixelRect
    let image: UnsafeMutableBufferPointer<UInt8>
    let imageWidth: Int
    let rect: PixelRect
    let solver: PoissonSolver
    /// Room for a colour and a share of each pixel of `rect`.
    let colours: UnsafeMutablePointer<SIMD4<Float>>

    /// Less alpha than this says too little of a colour.
    private static let leastAlpha: Float = 32

    /// The object's premultiplied pixel; zero beyond its layer.
    @inline(__always)
    private func object(_ x: Int, _ y: Int) -> SIMD4<Float> {
        guard layerRect.contains(x: x, y: y) else { return .zero }
        let at = 4 * ((y - layerRect.minY) * layerRect.width + x - layerRect.minX)
        return SIMD4(Float(layer[at]), Float(layer[at + 1]), Float(layer[at + 2]), Float(layer[at + 3]))
    }

    @inline(__always)
    private func photo(_ x: Int, _ y: Int) -> SIMD4<Float> {
        let at = 4 * (y * imageWidth + x)
        return SIMD4(Float(image[at]), Float(image[at + 1]), Float(image[at + 2]), 0)
    }

    /// The object laid as it is: its colour, with its share in lane 3.
    @inline(__always)
    private func laid(_ x: Int, _ y: Int) -> (colour: SIMD4<Float>, share: Float) {
        let object = object(x, y)
        var colour = object + photo(x, y) * (1 - object.w / 255)
        colour.w = 0
        return (colour, object.w / 255)
    }

    /// Moves the object's colours so that its edge takes the photo's.
    func moveToEdges(limit: Float) {
        let (width, height) = (rect.width, rect.height)
        // Straight colours where they are known, with 1 in lane 3 inside the object's mask, where colours are moved.
        for y in 0..<height {
            let row = solver.row(y)
            for x in 0..<width {
                let pixel = object(rect.minX + x, rect.minY + y)
                var colour = pixel * (255 / max(pixel.w, 1))
                colour.w = pixel.w >= Self.leastAlpha ? 1 : 0
                colours[y * width + x] = colour
                solver.free[row + x] = pixel.w >= 128 ? 1 : 0
            }
        }
        // Round that, the object would have to be moved all the way to the photo.
        for y in 0..<height {
            let row = solver.row(y)
            for x in 0..<width where solver.free[row + x] == 0 {
                guard let colour = edgeColour(x, y) else { continue }
                var value = photo(rect.minX + x, rect.minY + y) - colour
                value.w = 0
                solver.values[row + x] = value
            }
        }
        solver.solve()
        let most = 1 / max(limit, 1e-3)
        for y in 0..<height {
            let row = solver.row(y)
            for x in 0..<width {
                let share = object(rect.minX + x, rect.minY + y).w / 255
                let value = solver.values[row + x]
                // Gently: small moves are hardly shortened, and none exceeds the limit.
                let part = value * most
                let rest = SIMD4<Float>(repeating: 1) + part * part
                solver.values[row + x] = value / rest.squareRoot() * share
            }
        }
    }

    /// The object's colour at a pixel that is not moved, or as it would go on from those that are; nil far from them.
    private func edgeColour(_ x: Int, _ y: Int) -> SIMD4<Float>? {
        let (width, row) = (rect.width, solver.row(y))
        let own = colours[y * width + x]
        if own.w > 0 { return own }
        var (sum, count) = (SIMD4<Float>.zero, Float(0))
        func add(_ dx: Int, _ dy: Int) {
            guard x + dx >= 0, x + dx < width, y + dy >= 0, y + dy < rect.height,
                solver.free[row + x + dx + dy * (width + 2)] > 0
            else { return }
            sum += colours[(y + dy) * width + x + dx]
            count += 1
        }
        add(-1, 0)
        add(1, 0)
        add(0, -1)
        add(0, 1)
        return count > 0 ? sum / count : nil
    }

    /// Takes the stronger of the photo's gradients and those of the object on the photo's mean colour.
    func mix(limit: Float) {
        let (width, height) = (rect.width, rect.height)
        var (mean, weight) = (SIMD4<Float>.zero, Float(0))
        for y in 0..<height {
            var line = SIMD4<Float>.zero
            for x in 0..<width {
                let share = object(rect.minX + x, rect.minY + y).w / 255
                line += photo(rect.minX + x, rect.minY + y) * share
                line.w += share
            }
            weight += line.w
            line.w = 0
            mean += line
        }
        guard weight > 0 else { return }
        mean /= weight
        for y in 0..<height {
            for x in 0..<width {
                let object = object(rect.minX + x, rect.minY + y)
                var colour = object + mean * (1 - object.w / 255)
                colour.w = object.w > 0 ? 1 : 0
                colours[y * width + x] = colour
            }
        }
        for y in 0..<height {
            let row = solver.row(y)
            for x in 0..<width where isNearObject(x, y) {
                solver.free[row + x] = 1
                var source = SIMD4<Float>.zero
                let (own, beneath) = (colours[y * width + x], photo(rect.minX + x, rect.minY + y))
                func add(_ dx: Int, _ dy: Int) {
                    guard x + dx >= 0, x + dx < width, y + dy >= 0, y + dy < height else { return }
                    var step = own - colours[(y + dy) * width + x + dx]
                    step.w = 0
                    let there = beneath - photo(rect.minX + x + dx, rect.minY + y + dy)
                    if (step * step).sum() > (there * there).sum() { source += step - there }
                }
                add(-1, 0)
                add(1, 0)
                add(0, -1)
                add(0, 1)
                solver.sources[row + x] = source
            }
        }
        solver.solve()
        for y in 0..<height {
            let row = solver.row(y)
            for x in 0..<width where solver.free[row + x] > 0 {
                let beneath = photo(rect.minX + x, rect.minY + y)
                let laid = laid(rect.minX + x, rect.minY + y).colour
                let least = laid.replacing(with: beneath, where: beneath .< laid) - limit
                let most = laid.replacing(with: beneath, where: beneath .> laid) + limit
                var value = beneath + solver.values[row + x]
                value.replace(with: least, where: value .< least)
                value.replace(with: most, where: value .> most)
                value -= laid
                value.w = 0
                solver.values[row + x] = value
            }
        }
    }

    /// Whether a pixel is the object's, or next to one of its.
    private func isNearObject(_ x: Int, _ y: Int) -> Bool {
        let at = y * rect.width + x
        return colours[at].w > 0 || (x > 0 && colours[at - 1].w > 0) || (x + 1 < rect.width && colours[at + 1].w > 0)
            || (y > 0 && colours[at - rect.width].w > 0)
            || (y + 1 < rect.height && colours[at + rect.width].w > 0)
    }

    /// Lays the object with what is to be added to it, or less of that where too little of its contrast would be left.
    func finish(keeping contrast: Double) {
        let part = 1 - share(keeping: contrast)
        for y in 0..<rect.height {
            let row = solver.row(y)
            for x in 0..<rect.width {
                let (px, py) = (rect.minX + x, rect.minY + y)
                let (colour, share) = laid(px, py)
                let added = solver.values[row + x] * part
                guard share > 0 || solver.free[row + x] > 0 else { continue }
                let value = colour + added
                let at = 4 * (py * imageWidth + px)
                for channel in 0..<3 { image[at + channel] = UInt8(min(255, max(0, value[channel] + 0.5))) }
            }
        }
    }

    /// How far to go back to the object laid as it is, 0…1, so that the root mean square of its difference from the photo
    /// is at least a share of what it would be then.
    private func share(keeping contrast: Double) -> Float {
        var (now, both, back, plain) = (0.0, 0.0, 0.0, 0.0)
        for y in 0..<rect.height {
            let row = solver.row(y)
            for x in 0..<rect.width {
                let (colour, share) = laid(rect.minX + x, rect.minY + y)
                guard share >= 0.5 else { continue }
                let difference = colour - photo(rect.minX + x, rect.minY + y)
                let added = solver.values[row + x]
                let moved = difference + added
                now += Double((moved * moved).sum())
                both -= Double((moved * added).sum())
                back += Double((added * added).sum())
                plain += Double((difference * difference).sum())
            }
        }
        let missing = contrast * contrast * plain - now
        guard missing > 0, back > 0 else { return 0 }
        // now + 2 t both + t² back = contrast² plain; both ends lie on either side.
        return Float(min(1, max(0, ((both * both + back * missing).squareRoot() - both) / back)))
    }
}
