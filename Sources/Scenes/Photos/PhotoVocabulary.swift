package import Cards

/// All keys of files about photos and panoramas, for the reference.
package enum PhotoVocabulary {
    /// The files beside a photo and beside a panorama, then the catalogue of many.
    package static let entries = [
        CardDescription(PhotoSidecar.card), CardDescription(PanoramaSidecar.card), CardDescription(PhotoCatalogue.card),
    ]
}
