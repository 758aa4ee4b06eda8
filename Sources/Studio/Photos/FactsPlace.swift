import Datasets
import Facts
import Foundation
import Geometry
import Pictures
import Scenes

/// Where the facts of one photo of a gallery are read and written: the catalogue that was named, or the file beside the
/// photo.
struct FactsPlace: Sendable {
    let photo: String
    /// The catalogue, and the photo's number in it.
    let catalogue: (path: String, photo: Int)?
    private let places: NamedPlaces

    init(of gallery: Gallery, _ index: Int) {
        let photo = gallery.dataset.photos[index].path
        (self.photo, places) = (photo, gallery.places)
        catalogue = gallery.catalogue.flatMap { path in
            let photos = (try? PhotoCatalogue.read(path: path))?.photos ?? []
            return photos.firstIndex { $0.file == photo }.map { (path, $0) }
        }
    }

    /// The file that the facts are saved in. A file beside the photo wins over a catalogue, as it does in a run.
    var file: String { isBeside ? sidecar : catalogue?.path ?? sidecar }

    private var sidecar: String { PhotoSidecar.path(beside: photo) }
    private var isBeside: Bool { FileManager.default.fileExists(atPath: sidecar) }

    /// The facts that are stated; none where there is no file yet.
    ///
    /// - Throws: `InvalidFile` with the mistakes in the file.
    func read() throws -> PhotoFacts {
        try refuseLinks()
        let stated = try catalogue.map { try PhotoCatalogue.read(path: $0.path).photos[$0.photo].facts } ?? PhotoFacts()
        return isBeside ? try PhotoSidecar.read(path: sidecar).facts.filled(from: stated) : stated
    }

    /// Writes facts; other keys and comments of the file stay.
    ///
    /// - Throws: `Undetermined`, `InvalidFile` and `DatasetError` in words; the file is unchanged then.
    func write(_ facts: PhotoFacts) throws {
        try refuseLinks()
        let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let written =
            if !isBeside, let catalogue {
                try FactsText.catalogue(text, named: file, photo: catalogue.photo, stating: facts)
            } else {
                try FactsText.sidecar(text, named: file, stating: facts)
            }
        try AtomicFile.edit(file, written)
    }

    /// A link beside a photo may lead out of what was named: nothing is read or written through it. Through one that does
    /// not, what it leads to is written.
    private func refuseLinks() throws(Undetermined) {
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: file)) != nil
        if isLink, !places.holds(file) {
            throw Undetermined("\(file) is a link that leads out of what was named: it is neither read nor written")
        }
    }
}
