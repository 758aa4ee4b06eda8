import Cards
import Datasets
import JSON

/// Whose the photos of a dataset are, and whose the things in them, as its file says it.
struct DatasetCredits: Sendable {
    private let licences: [Int: Licence]

    init(_ licenses: [COCO.License]) {
        licences = Dictionary(
            licenses.map { ($0.id, Licence(name: $0.name, url: $0.url)) }, uniquingKeysWith: { first, _ in first })
    }

    func credits(of photo: DatasetPhoto) -> Credits {
        credits(photo.title, photo.author, photo.license, photo.source)
    }

    /// Of the things that an earlier run has set into an image.
    func attributions(of image: COCO.Image) -> [Credits] {
        (image.attributions ?? []).map { credits($0.title, $0.author, $0.license, $0.source) }
    }

    /// Of what is cut out of an image: the photo's, which goes by the address that its record gives and by its file's name
    /// where it has no other, then those of the things in it. None where the file says nothing of either.
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
