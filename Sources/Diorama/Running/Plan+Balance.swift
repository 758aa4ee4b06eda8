import Cards
import Datasets
import Findings
import Labelling
import Objects
import Pipelines
import Scenes

/// What `balance` asks for, and what of it cannot be reached.
extension Plan {
    /// Categories that neither an object nor a dataset has.
    static func balanceMistakes(
        _ pipeline: Pipeline, _ datasets: RealDatasets, _ library: ObjectLibrary
    ) -> [Diagnostic] {
        guard let balance = pipeline.balance?.value else { return [] }
        let own = pipeline.objects.filter { !$0.value.isDistractor }.flatMap { library.labels(of: $0) }
        var seen: Set<String> = []
        let known = (own + datasets.categories.map(\.name)).filter { seen.insert($0).inserted }
        return balance.quotas.map(\.quota).filter { !known.contains($0.name) }.map {
            Diagnostic(.unknownName($0.name, kind: "category", known: known), at: $0.position)
        }
    }
}

extension BalancePlan {
    /// What is asked for, a line for each category and size.
    func facts(_ rules: Pipeline.Balance) -> [String] {
        shares.map { share in
            let cell = share.cell
            return
                "balance: \(cell.words(rules)): \(cell.asked.grouped) asked for, \(cell.real.grouped) in the photos, "
                + "\(min(cell.lacking, share.expected).grouped) to be added in \(share.photos.grouped) of "
                + photos.counting("photo")
        }
    }

    /// What cannot be reached, and why, a line each.
    func warnings(_ rules: Pipeline.Balance, images: Int) -> [String] {
        var lines: [String] = []
        let lacking = shares.reduce(0) { $0 + ($1.photos > 0 ? $1.cell.lacking : 0) }
        let fair = min(1, Double(demand.slots) / Double(max(1, lacking)))
        for share in shares {
            let cell = share.cell
            let words = cell.words(rules)
            if Double(cell.real) > Double(cell.asked) * 1.05, cell.real > cell.asked + 1 {
                lines.append(
                    "“balance” asks for \(cell.asked.counting("label")) of \(words), and the photos have about "
                        + "\(cell.real.grouped) already: none is taken away")
            }
            if !cell.isPossible, cell.lacking > 0 {
                lines.append(
                    "“balance” asks for \(cell.asked.counting("label")) of \(words), and \(cell.lacking.grouped) of them cannot be "
                        + "added, because no object has that category")
            }
            if cell.isPossible, Double(share.expected) < 0.95 * fair * Double(cell.lacking) - 1 {
                lines.append(
                    "“balance” lacks \(cell.lacking.counting("label")) of \(words), and "
                        + "\(share.expected == 0 ? "none" : "about \(share.expected.grouped)") can be added: in trial draws, \(share.photos.grouped) of "
                        + "\(photos.counting("photo")) showed one; give such objects sizes, heights or distances that reach "
                        + "this size, use photos that show more ground, or ask for fewer")
            }
        }
        let slots = demand.slots
        if lacking > slots {
            let percent = Int((Double(slots) / Double(max(1, lacking)) * 100).rounded(.down))
            let enough = slots > 0 ? Int((Double(lacking) * Double(images) / Double(slots)).rounded(.up)) : nil
            lines.append(
                "“balance” lacks \(lacking.counting("label")), and the \(images.counting("image")) ask for only "
                    + "\(slots.counting("labelled object")): each number gets \(percent) % of what it lacks; raise “scene.count”"
                    + (enough.map { ", or make \($0.grouped) images" } ?? ""))
        }
        if surplus > 0 {
            lines.append(
                "“balance” leaves \(surplus.grouped) of the \(slots.counting("labelled object")) that “count” asks for out, "
                    + "because every category has its number without them")
        }
        return lines
    }
}

extension BalanceDemand.Cell {
    /// `small traffic cone`, `traffic cone of 20 to 60 pixels`.
    fileprivate func words(_ rules: Pipeline.Balance) -> String {
        guard let size else { return "“\(category)”" }
        if rules.edges.count == 2, rules.edges == Pipeline.Balance().edges {
            return "\(Pipeline.Balance.sizeNames[size]) “\(category)”"
        }
        let edges = rules.edges.map(\.plainText)
        if size == 0 { return "“\(category)” below \(edges[0]) pixels" }
        let least = "“\(category)” from \(edges[size - 1])"
        return size == edges.count ? "\(least) pixels" : "\(least) to \(edges[size]) pixels"
    }
}
