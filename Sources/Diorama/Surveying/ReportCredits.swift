import Datasets
import Sheets

/// The works that a dataset's images are made of, each once.
struct ReportCredits {
    private let licences: [Int: COCO.License]
    private var credits: Set<ReportCredit> = []
    private var order: [ReportCredit] = []

    init(_ licences: [COCO.License]) {
        self.licences = Dictionary(licences.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func add(_ photo: DatasetSurvey.Photo) {
        let image = photo.labels.image
        var credit = ReportCredit()
        (credit.title, credit.author) = (image.title ?? "", image.author ?? "")
        credit.source = image.source ?? ""
        set(image.license, of: &credit)
        add(credit)
        for work in image.attributions ?? [] {
            var credit = ReportCredit()
            credit.isObject = true
            (credit.title, credit.author, credit.source) = (work.title ?? "", work.author ?? "", work.source ?? "")
            set(work.license, of: &credit)
            add(credit)
        }
    }

    private func set(_ licence: Int?, of credit: inout ReportCredit) {
        guard let licence = licence.flatMap({ licences[$0] }) else { return }
        (credit.licence, credit.address) = (licence.name, licence.url ?? "")
    }

    private mutating func add(_ credit: ReportCredit) {
        guard !(credit.title + credit.author + credit.source + credit.licence).isEmpty else { return }
        if credits.insert(credit).inserted { order.append(credit) }
    }

    /// The first works in a fixed order, and the number of others.
    func listed(most: Int) -> (credits: [ReportCredit], more: Int) {
        let sorted = order.sorted {
            ($0.isObject ? 1 : 0, $0.licence, $0.author, $0.title, $0.source)
                < ($1.isObject ? 1 : 0, $1.licence, $1.author, $1.title, $1.source)
        }
        return (Array(sorted.prefix(most)), max(0, sorted.count - most))
    }
}
