import Drawings
import Geometry
import Pictures
import Rendering
import Solids

/// A mesh while lettering is printed on its textures.
struct PrintedMesh {
    private(set) var mesh: Mesh
    /// The lines that it shows; nil where the places of some are not known.
    private(set) var lines: [SurfaceText]? = []
    private var writings: [Writing] = []
    /// The texture that was made for a material.
    private var own: [Int: Int] = [:]
    private var room = TexturePatch.mostCharacters

    /// The texels along the longer side of a print, and the most along a side of a texture that is made or enlarged.
    private static let (printTexels, mostTexels) = (768.0, 4096.0)

    init(_ mesh: Mesh) {
        self.mesh = mesh
    }

    /// What is printed on it.
    var writing: Writing? {
        let languages = Set(writings.map(\.language))
        return Writing(
            writings.map(\.text), language: languages.count == 1 ? languages.first ?? nil : nil,
            contrast: writings.compactMap(\.contrast).min())
    }

    mutating func add(_ print: MeshPrint) throws(ObjectError) {
        let outline = try print.text.outline()
        if let writing = outline.writing { writings.append(writing) }
        for faces in try TextureFaces.showing(print.region, of: mesh, material: print.material) {
            let setting = PrintSetting(print, outline, metres: faces.metres)
            try paint(setting, print.text, outline, faces)
            write(setting, outline.lines, faces)
        }
    }

    private mutating func paint(
        _ setting: PrintSetting, _ text: Lettering, _ outline: ObjectOutline, _ faces: TextureFaces
    ) throws(ObjectError) {
        var texture = base(of: faces.material, SIMD2(setting.box.width, setting.box.height), faces.metres)
        let (across, down) = (Double(texture.width) * setting.box.width, Double(texture.height) * setting.box.height)
        let (along, upright) = setting.isTurned ? (down, across) : (across, down)
        // Half as many again as the texture has, along its rows and its columns.
        let height = Int((max(upright, along / outline.aspect) * 1.5).rounded(.up))
        let sprite = try text.sprite(outline, heightPixels: max(16, height))
        texture.lay(sprite.levels[0], setting)
        var (textures, materials) = (mesh.textures, mesh.materials)
        if let number = own[faces.material] {
            textures[number] = texture
        } else {
            own[faces.material] = textures.count
            materials[faces.material].baseTexture = textures.count
            materials[faces.material].baseColour = .one
            textures.append(texture)
        }
        do throws(RenderingError) {
            mesh = try mesh.with(materials, textures)
        } catch {
            throw ObjectError(error)
        }
    }

    /// A material's texture with its base colour in it, and with texels enough for a print.
    ///
    /// - Parameters:
    ///   - box: the print's extent, as shares of the texture.
    ///   - metres: what the whole texture spans.
    private func base(of number: Int, _ box: SIMD2<Double>, _ metres: SIMD2<Double>) -> Texture {
        let material = mesh.materials[number]
        guard let index = material.baseTexture else {
            let size = (Self.printTexels / (box * metres).max() * metres).clamped(
                lowerBound: [8, 8], upperBound: SIMD2(repeating: Self.mostTexels)
            ).rounded(.up)
            let colour = (0..<3).map { SRGB.byte(ofLinear: material.baseColour[$0]) } + [255]
            let count = Int(size.x) * Int(size.y)
            return Texture(
                width: Int(size.x), height: Int(size.y), texels: (0..<count * 4).map { colour[$0 & 3] })
        }
        var texture = mesh.textures[index]
        if material.baseColour != .one {
            for at in texture.texels.indices where at & 3 != 3 {
                texture.texels[at] = SRGB.byte(
                    ofLinear: SRGB.linearOfByte[Int(texture.texels[at])] * material.baseColour[at & 3])
            }
        }
        let texels = SIMD2(Double(texture.width), Double(texture.height))
        let times = min(
            (Self.printTexels / (box * texels).max()).rounded(.up), (Self.mostTexels / texels.max()).rounded(.down))
        return times > 1 ? texture.enlarged(Int(times)) : texture
    }

    /// Adds the lines as the faces show them.
    private mutating func write(
        _ setting: PrintSetting, _ written: [WrittenPart], _ faces: TextureFaces
    ) {
        guard let known = lines else { return }
        let moved = written.compactMap { $0.moved(by: setting.place) }
        let texture = mesh.materials[faces.material].baseTexture.map { mesh.textures[$0] }
        var found = known
        for patch in faces.patches {
            guard moved.count == written.count, !written.isEmpty,
                let own = patch.map.lines(moved, repeats: texture.map(\.repeats) ?? .always, room: &room)
            else {
                lines = nil
                return
            }
            found += patch.isMirrored ? own.map(\.mirrored) : own
        }
        lines = found
    }
}

/// The place of a print on a texture.
struct PrintSetting {
    /// As shares of the texture, from its top left.
    let box: Rect
    private let top: MeshPrint.Side
    private let aspect: Double

    /// - Parameter metres: what the whole texture spans along its width and its height.
    init(_ print: MeshPrint, _ outline: ObjectOutline, metres: SIMD2<Double>) {
        (top, aspect) = (print.top, outline.aspect)
        let region = print.region
        let isTurned = top == .left || top == .right
        let shape = isTurned ? SIMD2(1, aspect) : SIMD2(aspect, 1)
        let size = shape * (region.size * metres / shape).min() / metres
        box = Rect(
            x: (region.left + region.right - size.x) / 2, y: (region.top + region.bottom - size.y) / 2, width: size.x,
            height: size.y)
    }

    var isTurned: Bool { top == .left || top == .right }

    /// The place on the texture of a point of the object plane.
    func place(_ point: Point) -> Point {
        let (s, t) = (point.x / aspect, point.y)
        let (u, v) =
            switch top {
            case .top: (s, t)
            case .right: (1 - t, s)
            case .bottom: (1 - s, 1 - t)
            case .left: (t, 1 - s)
            }
        return Point(box.x + u * box.width, box.y + v * box.height)
    }

    /// The point of the object plane that a place of the texture shows.
    func point(_ place: Point) -> Point {
        let (u, v) = ((place.x - box.x) / box.width, (place.y - box.y) / box.height)
        let (s, t) =
            switch top {
            case .top: (u, v)
            case .right: (v, 1 - u)
            case .bottom: (1 - u, 1 - v)
            case .left: (1 - v, u)
            }
        return Point(s * aspect, t)
    }
}
