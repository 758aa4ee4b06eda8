import Geometry
import Objects
import Pipelines
import Rendering

/// A 3D object as a person names it on the command line.
public struct Turntable: Sendable {
    /// A solid's definition (.yaml) or a model file.
    public var object: String
    /// `name=value` each: parameters of a solid.
    public var settings: [String] = []
    /// The length of a model file's unit in metres.
    public var unit = 1.0
    /// Which axis of a model file points up: y or z.
    public var up = "y"
    /// Turns a model about the vertical, in degrees.
    public var front = 0.0
    /// How far the camera looks down, in degrees: −5 to 85.
    public var elevation = 20.0
    /// draft, good or best.
    public var quality = "good"

    /// The longer side of each picture in pixels: 16 to 2000.
    public var size = 400

    public init(object: String) {
        self.object = object
    }

    /// The names that `quality` may have.
    public static var qualities: [String] { RenderQuality.allCases.map(\.rawValue) }

    /// Draws the object from twelve directions on one sheet, with its name, size and number of triangles.
    ///
    /// - Returns: the line that says so.
    /// - Throws: `InvalidFile` for a definition with mistakes, `JobError.usage` for settings that it does not take, and
    ///   an error that names the file for a model that cannot be read.
    public func write(to path: String) throws -> String {
        guard let file = PictureFile(path) else {
            throw JobError.usage("--out \(path): a sheet is a .png or .jpg file")
        }
        guard let quality = RenderQuality(rawValue: quality) else {
            throw JobError.usage("--quality takes \(Turntable.qualities.joined(separator: ", ")), found \(quality)")
        }
        guard (-5...85).contains(elevation) else {
            throw JobError.usage("--elevation takes a number from -5 to 85 degrees, found \(elevation.plainText)")
        }
        guard (16...2000).contains(size) else {
            throw JobError.usage("--size takes a number from 16 to 2000 pixels, found \(size)")
        }
        let shape = try shape()
        let sheet = TurntableSheet(
            title: object.split(separator: "/").last.map(String.init) ?? object, shape,
            elevation: .degrees(elevation), quality: quality, tileSize: size)
        try file.write(sheet.raster())
        return "\(object): \(sheet.facts), drawn on \(path)"
    }

    private func shape() throws -> ModelShape {
        let name = object.lowercased()
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
            guard settings.isEmpty else {
                throw JobError.usage("--set is for the parameters of a solid, and \(object) is a model file")
            }
            guard let axis = Mesh.Options.Up(rawValue: up) else {
                throw JobError.usage("--up takes y or z, found \(up)")
            }
            guard (1e-6...1e6).contains(unit) else {
                throw JobError.usage("--unit takes a length in metres above 0, found \(unit.plainText)")
            }
            var model = MeshFile()
            model.file = [object]
            model.unit = unit
            model.up = axis
            model.front = front
            return try model.shape(ModelLimits())
        }
        var solid = Solid()
        solid.file = [object]
        solid.set = try settings.map { setting in
            guard let equals = setting.firstIndex(of: "="), equals > setting.startIndex else {
                throw JobError.usage("--set \(setting): expected name=value, such as height=0.75")
            }
            return Named(
                name: String(setting[..<equals]), value: String(setting[setting.index(after: equals)...]),
                position: Position(source: Source(name: "--set \(setting)", text: setting), line: 1, column: 1))
        }
        do {
            return try solid.make(ModelLimits()).get()
        } catch let error as ObjectError where error.code == .unknownParameter || error.code == .badValue {
            throw JobError.usage("\(error)")
        }
    }
}
