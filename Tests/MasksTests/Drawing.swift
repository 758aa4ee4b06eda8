import Geometry
import Masks

/// Masks drawn as rows: `#` is set, all else is not. Digits are instance ids.
enum Drawing {
    static func map(_ rows: [String]) -> InstanceMap {
        var map = InstanceMap(width: rows.first?.count ?? 0, height: rows.count)
        map.ids = rows.flatMap { row in row.map { UInt16($0 == "#" ? 1 : $0.wholeNumberValue ?? 0) } }
        return map
    }

    static func runLengths(_ rows: [String]) -> RunLengths {
        let map = map(rows)
        return map.runLengths(rects: [PixelRect(width: map.width, height: map.height)])[0]
    }

    static func rows(_ runs: RunLengths) -> [String] {
        let bitmap = runs.bitmap
        return (0..<runs.height).map { y in
            String((0..<runs.width).map { x in bitmap[y * runs.width + x] == 1 ? "#" : "." })
        }
    }
}
