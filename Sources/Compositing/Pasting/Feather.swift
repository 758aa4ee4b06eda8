import Objects

/// How much of its alpha each part of an object keeps when its edge is softened inwards.
///
/// The alpha is blurred with a tent as wide as the radius, to B; across a straight edge B rises from 1/2 at the outline
/// to 1 a radius inside. With M the greatest B within a radius, what is kept is (2B − M) / M: the same at a straight
/// edge, and where a part is thinner or fainter than the radius asks for, as much as it can give without vanishing.
///
/// Made on the finest level on which the radius spans two texels or fewer, then read bilinearly: a soft edge has no
/// detail that would be lost, and the cost does not grow with the radius. Its memory belongs to a workspace.
struct Feather {
    /// Log2 of how many texels of the level in use one texel of the map spans along each side.
    private let shift: Int
    private let width: Int
    private let height: Int
    /// 0…255, row-major with `margin` cells round them.
    private let kept: UnsafeMutablePointer<UInt16>
    private let stride: Int

    /// The greatest radius, in texels of the map; also the width of the margin.
    private static let margin = 2

    /// `radius` is in texels of the level. Nil when it is too small to change anything.
    init?(_ sprite: Sprite, level: Int, radius: Double, _ scratch: Scratch) {
        guard radius > 0.25, radius.isFinite else { return nil }
        let margin = Feather.margin
        var (shift, radius) = (0, radius)
        while radius > Double(margin), level + shift + 1 < sprite.levels.count {
            shift += 1
            radius /= 2
        }
        radius = min(radius, Double(margin))
        let source = sprite.levels[level + shift]
        let (width, height) = (source.width, source.height)
        let stride = width + 2 * margin
        // Eight cells are read at once: up to seven more than there are.
        let count = stride * (height + 2 * margin)
        let room = count + 8
        let a = scratch.reserve(3 * room, of: UInt16.self)
        let (b, c) = (a + room, a + 2 * room)
        a.update(repeating: 0, count: 3 * room)
        let inside = margin * stride + margin
        source.texels.withUnsafeBufferPointer { texels in
            for y in 0..<height {
                let (from, to) = ((y + 1) * source.stride + 1, inside + y * stride)
                for x in 0..<width { a[to + x] = UInt16(truncatingIfNeeded: texels[from + x] &>> 24) }
            }
        }
        let weights = Feather.tent(radius)
        let reach = max(1, Int(radius.rounded(.up)))
        let rows = margin * stride..<count - margin * stride
        // A row's margin is filled from its own cells alone: there are four zeros between two rows.
        Feather.blur(a, b, margin..<count - margin, step: 1, weights)
        Feather.blur(b, a, rows, step: stride, weights)
        // Now `a` has B. The greatest in a square is the greatest of those of its rows.
        Feather.greatest(a, b, margin..<count - margin, step: 1, reach)
        Feather.greatest(b, c, rows, step: stride, reach)
        Feather.keep(a, c, rows)
        (self.shift, self.width, self.height, self.stride) = (shift, width, height, stride)
        kept = a
    }

    /// The tent of that radius, integrated over each cell, in 1/256; from −`margin` to `margin`.
    private static func tent(_ radius: Double) -> [UInt16] {
        // The share of the tent's area that lies left of x.
        func share(_ x: Double) -> Double {
            let t = min(max(x / radius, -1), 1)
            return 0.5 + t - t * abs(t) / 2
        }
        var weights = (-margin...margin).map { k in
            UInt16(((share(Double(k) + 0.5) - share(Double(k) - 0.5)) * 256).rounded())
        }
        weights[margin] = 256 - (weights.reduce(0, +) - weights[margin])
        return weights
    }

    /// Weighted sums of five cells that lie `step` apart.
    @inline(never)
    private static func blur(
        _ from: UnsafePointer<UInt16>, _ to: UnsafeMutablePointer<UInt16>, _ cells: Range<Int>, step: Int,
        _ weights: [UInt16]
    ) {
        let (w0, w1, w2) = (
            SIMD8(repeating: weights[2]), SIMD8(repeating: weights[1]), SIMD8(repeating: weights[0])
        )
        var at = cells.lowerBound
        while at < cells.upperBound {
            let here = from + at
            var sum = eight(here) &* w0 &+ SIMD8(repeating: 128)
            sum &+= (eight(here - step) &+ eight(here + step)) &* w1
            sum &+= (eight(here - 2 * step) &+ eight(here + 2 * step)) &* w2
            store(sum &>> 8, to + at, min(8, cells.upperBound - at))
            at += 8
        }
    }

    /// The greatest of the cells up to `reach` away, `step` apart.
    @inline(never)
    private static func greatest(
        _ from: UnsafePointer<UInt16>, _ to: UnsafeMutablePointer<UInt16>, _ cells: Range<Int>, step: Int, _ reach: Int
    ) {
        var at = cells.lowerBound
        while at < cells.upperBound {
            var most = signed(from + at)
            for k in 1...reach {
                let (before, after) = (signed(from + at - k * step), signed(from + at + k * step))
                most.replace(with: before, where: before .> most)
                most.replace(with: after, where: after .> most)
            }
            store(unsafeBitCast(most, to: SIMD8<UInt16>.self), to + at, min(8, cells.upperBound - at))
            at += 8
        }
    }

    /// Turns B into the share that is kept, given M.
    @inline(never)
    private static func keep(
        _ blurred: UnsafeMutablePointer<UInt16>, _ greatest: UnsafePointer<UInt16>, _ cells: Range<Int>
    ) {
        let full = SIMD8<Int16>(repeating: 255)
        var at = cells.lowerBound
        while at < cells.upperBound {
            let count = min(8, cells.upperBound - at)
            if signed(greatest + at) == full {
                var twice = signed(blurred + at) &<< 1
                twice.replace(with: full, where: twice .< full)
                store(unsafeBitCast(twice &- full, to: SIMD8<UInt16>.self), blurred + at, count)
            } else {
                for cell in at..<at + count {
                    let (twice, most) = (2 * UInt32(blurred[cell]), UInt32(greatest[cell]))
                    blurred[cell] = twice <= most ? 0 : UInt16((255 * (twice - most) + most / 2) / most)
                }
            }
            at += 8
        }
    }

    @inline(__always)
    private static func eight(_ cells: UnsafePointer<UInt16>) -> SIMD8<UInt16> {
        UnsafeRawPointer(cells).loadUnaligned(as: SIMD8<UInt16>.self)
    }

    /// The same cells, which are below 2¹⁵, in the type whose comparisons every machine has.
    @inline(__always)
    private static func signed(_ cells: UnsafePointer<UInt16>) -> SIMD8<Int16> {
        UnsafeRawPointer(cells).loadUnaligned(as: SIMD8<Int16>.self)
    }

    @inline(__always)
    private static func store(_ values: SIMD8<UInt16>, _ cells: UnsafeMutablePointer<UInt16>, _ count: Int) {
        if count == 8 {
            UnsafeMutableRawPointer(cells).storeBytes(of: values, as: SIMD8<UInt16>.self)
        } else {
            for lane in 0..<count { cells[lane] = values[lane] }
        }
    }

    /// The share that each texel of one row of the level keeps, 0…255. `line` is room for the map's width.
    func row(_ y: Int, _ count: Int, _ line: UnsafeMutablePointer<UInt32>, _ result: UnsafeMutablePointer<UInt32>) {
        let (row, down) = position(y, height)
        let first = kept + (Feather.margin + row) * stride + Feather.margin
        let second = row + 1 < height ? first + stride : first
        for i in 0..<width {
            line[i] = (UInt32(first[i]) &* (256 &- down) &+ UInt32(second[i]) &* down &+ 128) &>> 8
        }
        if shift == 0 {
            result.update(from: line, count: count)
            return
        }
        for x in 0..<count {
            let (column, across) = position(x, width)
            let next = column + 1 < width ? column + 1 : column
            result[x] = (line[column] &* (256 &- across) &+ line[next] &* across &+ 128) &>> 8
        }
    }

    /// The cell whose centre is at or before that of a texel, and how far the texel is towards the next, in 1/256.
    @inline(__always)
    private func position(_ texel: Int, _ count: Int) -> (Int, UInt32) {
        let position = max(0, ((2 &* texel &+ 1) &* 128) &>> shift &- 128)
        let cell = position &>> 8
        return cell < count ? (cell, UInt32(truncatingIfNeeded: position & 255)) : (count &- 1, 0)
    }

    /// The number of values that `line` must have room for.
    var lineLength: Int { width }
}
