/// The units of a JPEG that are coded anew, and their pixels side by side in pictures of their own.
///
/// An encoder treats the units of the last row and column unlike the others, since only a part of each shows. So there
/// are four pictures: of the whole units, of the last column's, of the last row's, and of the last one in the corner.
struct TouchedUnits {
    /// What a unit is in: which of the four pictures, and its number there; −1 for one that is taken over.
    private(set) var places: [Int32] = []
    private var counts = [0, 0, 0, 0]
    private var frame: CodedFrame?
    private var unitsAcross = 0

    /// How many they are.
    var count: Int { counts.reduce(0, +) }

    /// The most units of a row of a picture.
    private static let longest = 64

    /// Finds the units that rectangles touch.
    mutating func find(_ rects: [PhotoFile.Crop], in frame: CodedFrame) {
        self.frame = frame
        unitsAcross = frame.unitsAcross
        counts = [0, 0, 0, 0]
        let count = frame.unitCount
        if places.count == count {
            for index in 0..<count { places[index] = -1 }
        } else {
            places = [Int32](repeating: -1, count: count)
        }
        for rect in rects where rect.width > 0 && rect.height > 0 {
            for y in (rect.top / frame.unitHeight)...((rect.top + rect.height - 1) / frame.unitHeight) {
                for x in (rect.left / frame.unitWidth)...((rect.left + rect.width - 1) / frame.unitWidth) {
                    places[y * unitsAcross + x] = 0
                }
            }
        }
        for index in 0..<count where places[index] == 0 {
            let kind = kind(of: index, frame)
            places[index] = Int32(kind) | Int32(counts[kind]) << 2
            counts[kind] += 1
        }
    }

    private func kind(of unit: Int, _ frame: CodedFrame) -> Int {
        let isLastColumn = unit % unitsAcross == unitsAcross - 1 && !frame.width.isMultiple(of: frame.unitWidth)
        let isLastRow = unit / unitsAcross == frame.unitsDown - 1 && !frame.height.isMultiple(of: frame.unitHeight)
        return (isLastColumn ? 1 : 0) + (isLastRow ? 2 : 0)
    }

    /// How many units of a picture lie side by side and one below the other; 0 where there is none.
    func grid(of kind: Int) -> (across: Int, down: Int) {
        let count = counts[kind]
        guard count > 0 else { return (0, 0) }
        switch kind {
        case 0:
            let down = (count + TouchedUnits.longest - 1) / TouchedUnits.longest
            return ((count + down - 1) / down, down)
        case 1: return (1, count)
        default: return (count, 1)
        }
    }

    /// Draws one of the four pictures.
    ///
    /// - Returns: false where it has no unit.
    func draw(_ kind: Int, of raster: Raster, into picture: inout Raster) -> Bool {
        guard let frame, counts[kind] > 0 else { return false }
        let (across, down) = grid(of: kind)
        let width = kind & 1 == 0 ? frame.unitWidth : frame.width % frame.unitWidth
        let height = kind & 2 == 0 ? frame.unitHeight : frame.height % frame.unitHeight
        picture.resize(width: across * width, height: down * height)
        let stride = picture.width * 4
        picture.bytes.withUnsafeMutableBytes { to in
            raster.bytes.withUnsafeBytes { from in
                guard let to = to.baseAddress, let from = from.baseAddress else { return }
                // The last row may not be full.
                (to + (down - 1) * height * stride).initializeMemory(
                    as: UInt8.self, repeating: 0, count: height * stride)
                for (unit, place) in places.enumerated() where place >= 0 && Int(place) & 3 == kind {
                    let number = Int(place) >> 2
                    let source =
                        from
                        + ((unit / unitsAcross) * frame.unitHeight * frame.width
                            + (unit % unitsAcross) * frame.unitWidth) * 4
                    let target = to + (number / across) * height * stride + (number % across) * width * 4
                    for y in 0..<height {
                        (target + y * stride).copyMemory(from: source + y * frame.width * 4, byteCount: width * 4)
                    }
                }
            }
        }
        return true
    }

    /// How many units from one on are taken over, or follow each other in one of the pictures.
    ///
    /// - Returns: their number, and the first one's place.
    func run(from unit: Int, to end: Int) -> (count: Int, place: Int) {
        places.withUnsafeBufferPointer { places in
            let first = places[unit]
            var next = unit + 1
            if first < 0 {
                while next < end, places[next] < 0 { next += 1 }
            } else {
                while next < end, Int(places[next]) == Int(first) + ((next - unit) << 2) { next += 1 }
            }
            return (next - unit, Int(first))
        }
    }
}
