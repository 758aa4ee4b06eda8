import Drawings
import Geometry
import Rendering

extension SolidMesh {
    /// The most characters of a solid whose places are looked for. A texture that repeats may show its text any number of
    /// times.
    static let mostCharacters = 2000

    /// The lines that the solid shows: each as often as patches and repeats of its texture show it.
    ///
    /// - Parameter written: for each material the lines on its texture; nil where their places are not known.
    /// - Returns: nil where the places of some are not known.
    func lines(of written: [[WrittenPart]?]) -> [SurfaceText]? {
        var members: [UInt32: [Int]] = [:]
        var order: [UInt32] = []
        for (triangle, material) in materials.enumerated() {
            guard let lines = written[Int(material)], lines.allSatisfy(TextureTile.canShow) else { return nil }
            guard !lines.isEmpty else { continue }
            let patch = patches[triangle]
            if members[patch] == nil { order.append(patch) }
            members[patch, default: []].append(triangle)
        }
        var found: [SurfaceText] = []
        var room = Self.mostCharacters
        for number in order {
            guard let own = members[number], let patch = TexturePatch(self, own),
                let lines = written[Int(materials[own[0]])]
            else { continue }
            let (low, high) = (patch.lower.rounded(.down), patch.upper.rounded(.down))
            let characters = lines.flatMap(\.parts).reduce(0) { $0 + $1.parts.count }
            let repeats = (high.x - low.x + 1) * (high.y - low.y + 1)
            guard repeats * Double(characters) <= Double(room) else { return nil }
            room -= Int(repeats) * characters
            for row in Int(low.y)...Int(high.y) {
                for column in Int(low.x)...Int(high.x) {
                    let tile = TextureTile(patch: patch, corner: SIMD2(Double(column), Double(row)))
                    found += lines.compactMap(tile.text)
                }
            }
        }
        return found
    }
}
