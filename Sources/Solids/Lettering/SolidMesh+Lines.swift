import Drawings
import Geometry
import Rendering

extension SolidMesh {
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
        var room = TexturePatch.mostCharacters
        for number in order {
            guard let own = members[number], let patch = patch(own), let lines = written[Int(materials[own[0]])]
            else { continue }
            guard let shown = patch.lines(lines, repeats: .always, room: &room) else { return nil }
            found += shown
        }
        return found
    }

    /// The patch that some triangles are; nil where it shows nothing of its texture.
    func patch(_ members: [Int]) -> TexturePatch? {
        TexturePatch(
            members.map { member in
                let indices = (0..<3).map { Int(triangles[member][$0]) }
                return (indices.map { SIMD2<Double>(coordinates[$0]) }, indices.map { Vector3(positions[$0]) })
            })
    }
}
