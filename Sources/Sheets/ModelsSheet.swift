package import Drawings
import Findings
package import Geometry
package import Objects
package import Pictures
package import Rendering
import Synchronization

/// Many models on one sheet, each from the same side, with its name and size below.
package struct ModelsSheet: Sendable {
    let title: String
    let models: [ModelListing]
    let lists: FileLists
    let elevation: Angle
    let quality: RenderQuality
    /// The length of a tile's longer side, in pixels.
    let tileSize: Int

    package init(
        title: String, models: [ModelListing], lists: FileLists, elevation: Angle, quality: RenderQuality, tileSize: Int
    ) {
        (self.title, self.models, self.lists) = (title, models, lists)
        (self.elevation, self.quality, self.tileSize) = (elevation, quality, tileSize)
    }

    /// Models are seen half from the side.
    private static let yaw = Angle.degrees(-30)
    /// The most models: nobody could look at a larger sheet.
    package static let most = 200

    private enum Tile: Sendable {
        case picture(Raster, size: String)
        case failure(ObjectError)
    }

    /// The sheet, and the faults of the models that are not on it.
    ///
    /// - Parameter spread: calls its second argument for each index below its first, on any number of threads.
    package func raster(
        spread: (Int, @escaping @Sendable (Int) throws -> Void) throws -> Void
    ) throws -> (sheet: Raster, failures: [ObjectError]) {
        let tiles = Mutex([Int: Tile]())
        try spread(models.count) { index in
            let tile = try tile(of: models[index])
            tiles.withLock { $0[index] = tile }
        }
        var sheet = ContactSheet(painter: LabelPainter(categories: []), tileSize: tileSize)
        var failures: [ObjectError] = []
        var drawn = 0
        for (index, tile) in tiles.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            switch tile {
            case .picture(let picture, let size):
                drawn += 1
                sheet.add(try sheet.tile(picture, labels: [], caption: "\(models[index].name)  \(size)"))
            case .failure(let error): failures.append(error)
            }
        }
        if drawn == 0, let first = failures.first { throw first }
        return (try sheet.raster(title: title, facts: drawn.counting("model")), failures)
    }

    private func tile(of model: ModelListing) throws -> Tile {
        do throws(ObjectError) {
            let shape = try model.shape(lists, ModelLimits())
            let picture = ModelPicture(shape.mesh, elevation: elevation, quality: quality, size: tileSize)
            let raster: Raster
            do {
                raster = try picture.render(Model(picture.mesh), turned: Self.yaw, picture.view([Self.yaw]))
            } catch {
                throw ObjectError(.unreadable, file: model.reference, "\(error)")
            }
            return .picture(raster, size: picture.sizeText)
        } catch {
            return .failure(error)
        }
    }
}

extension ModelListing {
    /// The name in its archive or catalogue, or the file's own name.
    package var name: String {
        String(reference.split(separator: "#").last ?? "").split(separator: "/").last.map(String.init) ?? reference
    }
}
