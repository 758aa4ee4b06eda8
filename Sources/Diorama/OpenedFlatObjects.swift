import Cards
import Drawings
import Findings
import Objects
import Pipelines
import Scenes

/// The cut-outs, drawings and texts that a pipeline's objects may be, opened once each.
struct OpenedFlatObjects {
    let count: Int
    /// The errors of those that cannot be read, each reason once.
    private let unreadable: [ObjectError]
    private let notes: [String]

    init(_ plan: Plan) {
        let objects = plan.maker.objects
        let opened = plan.pipeline.objects.flatMap { object in
            objects.samples(of: object.value.from).map { (sample: $0, isLabelled: !object.value.isDistractor) }
        }.concurrentMap { object in
            var opened = objects.open(object.sample)
            if object.isLabelled, let problem = opened.unlabelled { (opened.problem, opened.note) = (problem, nil) }
            return opened
        }
        count = opened.count
        var told: Set<String> = []
        unreadable = opened.compactMap(\.problem).filter { told.insert($0.description).inserted }
        notes = opened.compactMap(\.note).filter { told.insert($0).inserted }
    }

    var findings: [Finding] {
        unreadable.flatMap(\.findings) + notes.map { Finding(.note, .objectNote, $0) }
    }

    var lines: [String] {
        guard count > 0 else { return [] }
        return [OpenedModels.headline("flat object", count, unreadable: unreadable.count)]
            + unreadable.map { "  \($0)" } + notes.map { "  note: \($0)" }
    }
}
