package import Cards
package import Datasets

/// The licences of a run's photos and objects: all that its datasets list, with their other members, then the others.
package struct LicenceTable: Sendable {
    package private(set) var licenses: [COCO.License] = []
    private var ids: [Licence: Int] = [:]

    package init(datasets: [COCO.License], works: [Licence?]) {
        for license in datasets {
            add(Licence(name: license.name, url: license.url), license)
        }
        for case let licence? in works {
            add(licence, COCO.License(id: 0, name: licence.name, url: licence.url))
        }
    }

    private mutating func add(_ licence: Licence, _ license: COCO.License) {
        guard ids[licence] == nil else { return }
        var own = license
        own.id = licenses.count + 1
        licenses.append(own)
        ids[licence] = own.id
    }

    package func id(of licence: Licence) -> Int? { ids[licence] }

    package func attribution(_ credits: Credits) -> COCO.Attribution {
        COCO.Attribution(
            title: credits.title, author: credits.author, license: credits.licence.flatMap { id(of: $0) },
            source: credits.source)
    }
}
