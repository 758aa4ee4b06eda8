import Cards
import Datasets
import JSON

/// The credits of a dataset's photos, and of the things in them, from its file.
struct DatasetCredits: Sendable {
    private let licences: [Int: Licence]

    init(_ licenses: [COCO.License]) {
        licences = Dictionary(
            licenses.map { ($0.id, Licence(name: $0.name, url: $0.url)) }, uniquingKeysWith: { first, _ in first })
    }

    func credits(of photo: DatasetPhoto) -> Credits {
        credits(photo.title, photo.author, photo.license, photo.source)
    }

    /// The credits of the things that an earlier run has placed in an image.
    func attributions(of image: COCO.Image) -> [Credits] {
        (image.attributions ?? []).map { credits($0.title, $0.author, $0.license, $0.source) }
    }

    /// The credits of an object cut out of an image: first those of the photo, identified by the address in its record,
    /// or by its file's name where it has none; then those of the things in it. None where the file names neither.
    func credits(ofCutout photo: DatasetPhoto, in image: COCO.Image) -> [Credits] {
        var own = credits(of: photo)
        let isKnown = own != Credits()
        var names = Credits()
        names.title = image.fileName.split(separator: "/").last.map(String.init)
        names.source = ["flickr_url", "coco_url"].lazy.compactMap { image.extra.text($0) }.first
        own = own.filled(from: names)
        return (isKnown ? [own] : []) + attributions(of: image)
    }

    private func credits(_ title: String?, _ author: String?, _ license: Int?, _ source: String?) -> Credits {
        var credits = Credits()
        (credits.title, credits.author, credits.source) = (title, author, source)
        credits.licence = license.flatMap { licences[$0] }
        return credits
    }
}
