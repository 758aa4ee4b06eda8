package import Geometry
package import Masks
package import Objects

extension PasteWorkspace {
    /// The pixels that an object covers by at least one half, inside a rectangle that may reach outside the frame.
    ///
    /// It is, pixel for pixel, what `paste` decides with the same sprite, homography and feather. The mask's rectangle
    /// is the part of `rect` where the object may be.
    package func coverage(
        of sprite: Sprite, _ imageFromObject: Homography, featherPixels: Double = 0, within rect: PixelRect
    ) -> Mask {
        let bounds = bounds(of: sprite, imageFromObject, within: rect)
        var mask = Mask(rect: bounds)
        let width = bounds.width
        mask.bits.withUnsafeMutableBufferPointer { bits in
            eachRow(of: sprite, imageFromObject, featherPixels: featherPixels, within: bounds) { y, span, pixels in
                let row = (y - bounds.minY) * width + span.lowerBound - bounds.minX
                for x in 0..<span.count { bits[row + x] = UInt8(truncatingIfNeeded: pixels[x] &>> 31) }
            }
        }
        return mask
    }

    /// The share of each pixel of a rectangle that an object covers, 0…255, as `paste` lays it.
    func alpha(of placed: PlacedSprite, within rect: PixelRect) -> [UInt8] {
        var alpha = [UInt8](repeating: 0, count: rect.area)
        alpha.withUnsafeMutableBufferPointer { alpha in
            eachRow(
                of: placed.sprite, placed.imageFromObject, featherPixels: placed.look.featherPixels, within: rect
            ) { y, span, pixels in
                let row = (y - rect.minY) * rect.width + span.lowerBound - rect.minX
                for x in 0..<span.count { alpha[row + x] = UInt8(truncatingIfNeeded: pixels[x] &>> 24) }
            }
        }
        return alpha
    }

    /// The area in pixels and the smallest box of `coverage`, without making the mask: the part outside a frame may be
    /// many times as large as the frame. The box is nil where nothing is covered.
    package func extent(
        of sprite: Sprite, _ imageFromObject: Homography, featherPixels: Double = 0, within rect: PixelRect
    ) -> (area: Int, box: PixelRect?) {
        var area = 0
        var (minX, maxX, minY, maxY) = (Int.max, Int.min, Int.max, Int.min)
        eachRow(
            of: sprite, imageFromObject, featherPixels: featherPixels,
            within: bounds(of: sprite, imageFromObject, within: rect)
        ) {
            y, span, pixels in
            var covered: UInt32 = 0
            for x in 0..<span.count { covered &+= pixels[x] &>> 31 }
            guard covered > 0 else { return }
            area += Int(covered)
            var (first, last) = (0, span.count - 1)
            while pixels[first] < 0x8000_0000 { first += 1 }
            while pixels[last] < 0x8000_0000 { last -= 1 }
            minX = min(minX, span.lowerBound + first)
            maxX = max(maxX, span.lowerBound + last + 1)
            minY = min(minY, y)
            maxY = y + 1
        }
        return (area, area > 0 ? PixelRect(minX: minX, minY: minY, maxX: maxX, maxY: maxY) : nil)
    }

    /// A rectangle that holds every pixel that an object may touch, cut to `rect`; empty when there is none.
    ///
    /// An object whose plane comes up to the camera reaches as far as `rect` does.
    package func bounds(of sprite: Sprite, _ imageFromObject: Homography, within rect: PixelRect) -> PixelRect {
        guard let plan = PastePlan(sprite, imageFromObject), !rect.isEmpty else {
            return PixelRect(width: 0, height: 0)
        }
        return plan.bounds(within: rect)
    }

    /// Calls `body` with each row of `bounds` that may see the object: its pixels' columns, and the pixels.
    private func eachRow(
        of sprite: Sprite, _ imageFromObject: Homography, featherPixels: Double, within bounds: PixelRect,
        _ body: (Int, Range<Int>, UnsafePointer<UInt32>) -> Void
    ) {
        guard !bounds.isEmpty, let plan = PastePlan(sprite, imageFromObject) else { return }
        let buffers = rowBuffers(for: bounds.width)
        withTexels(
            sprite, plan, imageFromObject, Look(featherPixels: featherPixels), colour: false, pixels: bounds.area
        ) { source, _ in
            for y in bounds.minY..<bounds.maxY {
                let span = plan.span(ofRow: y, from: bounds.minX, to: bounds.maxX)
                if span.isEmpty { continue }
                buffers.sample(source, plan, row: y, span)
                body(y, span, buffers.pixels)
            }
        }
    }
}
