import Datasets
import Scenes

/// The licences of a run's photos: all that its datasets list, with what else they say of them, then the others.
struct LicenceTable: Sendable {
    private(set) var licenses: [COCO.License] = []
    private var ids: [PhotoLicence: Int] = [:]

    init(datasets: [COCO.License], photos: [PhotoLicence?]) {
        for license in datasets {
            add(PhotoLicence(name: license.name, url: license.url), license)
        }
        for case let licence? in photos {
            add(licence, COCO.License(id: 0, name: licence.name, url: licence.url))
        }
    }

    private mutating func add(_ licence: PhotoLicence, _ license: COCO.License) {
        guard ids[licence] == nil else { return }
        var own = license
        own.id = licenses.count + 1
        licenses.append(own)
        ids[licence] = own.id
    }

    func id(of licence: PhotoLicence) -> Int? { ids[licence] }
}
