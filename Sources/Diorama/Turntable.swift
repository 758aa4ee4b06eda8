import Cards
import Drawings
import Findings
import Geometry
import Objects
import Rendering
import Sheets

/// A 3D object in the form that a person names it on the command line.
public struct Turntable: Sendable {
    /// A solid's definition (.yaml), a model file, or models of an archive or a catalogue, as a pipeline names them.
    public var object: String
    /// `name=value` each: parameters of a solid.
    public var settings: [String] = []
    /// The length of a model file's unit in metres.
    public var unit = 1.0
    /// The axis of a model file that points up: y or z.
    public var up = "y"
    /// The turn of a model about the vertical, in degrees.
    public var front = 0.0
    /// The angle by which the camera looks down, in degrees: −5 to 85.
    public var elevation = 20.0
    /// The quality: draft, fair, good or best.
    public var quality = "good"

    /// The most processor time for reading one model file, in seconds.
    public var importSeconds = 20.0
    /// The most memory for reading one model file, in GiB.
    public var importMemory = 2.0

    /// The longer side of each picture in pixels: 16 to 2000.
    public var size = 400

    /// Whether a file that exists and is no sheet of ours is replaced; the object's own files never are.
    public var overwrites = false

    /// - Parameter object: the object as a pipeline names it: see ``object``.
    public init(object: String) {
        self.object = ShippedFiles.object(object, extensions: ["yaml"])
    }

    /// The names that `quality` may have.
    public static var qualities: [String] { RenderQuality.allCases.map(\.rawValue) }

    /// Draws the object from twelve directions on one sheet, with its name, size and number of triangles. Several
    /// models are drawn from one side each.
    ///
    /// - Returns: a line that describes the sheet.
    /// - Throws: `InvalidFile` for a definition with mistakes, `JobError.usage` for settings that the object does not
    ///   take, and an error that names the file for a model that cannot be read; where there are several, after the
    ///   others have been drawn.
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
        guard importSeconds >= 1, importSeconds.isFinite, (0.0625...1024).contains(importMemory) else {
            throw JobError.usage(
                "--import-seconds takes a number from 1, and --import-memory one from 0.0625 to 1024 GiB")
        }
        let own = object.lastIndex(of: "#").map { String(object[..<$0]) } ?? object
        try file.requireFree(inputs: NamedFiles.closure(of: [object, own]), overwrites: overwrites)
        let lists = FileLists(
            importer: ModelImporter(limits: ImportLimits(seconds: importSeconds, gibibytes: importMemory)))
        let title = object.split(separator: "/").last.map(String.init) ?? object
        let shape: ModelShape
        if try isSolid {
            shape = try solidShape()
        } else {
            let models = try models(lists)
            guard models.count == 1 else {
                guard models.count <= ModelsSheet.most else {
                    throw JobError.usage(
                        "\(object) stands for \(models.count) models, and a sheet shows \(ModelsSheet.most) at most: "
                            + "name some of them, such as \(object)#\(models[0].name.prefix(1))*")
                }
                let sheet = ModelsSheet(
                    title: title, models: models, lists: lists, elevation: .degrees(elevation), quality: quality,
                    tileSize: size)
                let (raster, failures) = try sheet.raster(spread: Workers.spread)
                try file.write(raster)
                let drawn = "\(object): \((models.count - failures.count).counting("model")), drawn on \(path)"
                guard failures.isEmpty else { throw JobError.undrawn(failures.map(\.namingOption), drawn: drawn) }
                return drawn
            }
            let worldFromFile = try worldFromFile()
            do throws(ObjectError) {
                shape = try models[0].shape(lists, ModelLimits(), worldFromFile)
            } catch {
                throw error.namingOption
            }
        }
        let sheet = TurntableSheet(
            title: title, shape, elevation: .degrees(elevation), quality: quality, tileSize: size)
        try file.write(sheet.raster(spread: Workers.spread))
        return (["\(object): \(sheet.facts), drawn on \(path)"] + shape.notices.map { "  warning: \($0)" })
            .joined(separator: "\n")
    }

    /// Whether the object is a solid's definition: a YAML file that is no catalogue of models.
    private var isSolid: Bool {
        get throws {
            let name = object.lowercased()
            guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { return false }
            return try !ModelListing.isCatalogue(object)
        }
    }

    /// The map from a model's own axes and unit.
    private func worldFromFile() throws -> Matrix3 {
        guard let axis = Mesh.Options.Up(rawValue: up) else {
            throw JobError.usage("--up takes y or z, found \(up)")
        }
        guard (1e-6...1e6).contains(unit) else {
            throw JobError.usage("--unit takes a length in metres above 0, found \(unit.plainText)")
        }
        return Mesh.Options(metresPerUnit: unit, up: axis, front: .degrees(front)).worldFromFile
    }

    private func models(_ lists: FileLists) throws -> [ModelListing] {
        guard settings.isEmpty else {
            throw JobError.usage("--set is for the parameters of a solid, and \(object) is a model file")
        }
        _ = try worldFromFile()
        if let kind = FilePattern.pictureExtensions.first(where: { object.lowercased().hasSuffix($0) }) {
            throw JobError.usage(
                "\(object) is a photo (\(kind)), and view draws 3D objects; to set photos' cut-outs into others, name them "
                    + "in a pipeline, and draw it with “diorama preview”")
        }
        return try lists.models([object])
    }

    private func solidShape() throws -> ModelShape {
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

extension ObjectError {
    /// The error with the option of the command line that raises the limit, where one was reached.
    var namingOption: ObjectError {
        naming([.tookTooLong: "--import-seconds", .outOfMemory: "--import-memory"])
    }
}
