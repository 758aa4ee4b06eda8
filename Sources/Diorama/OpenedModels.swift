import Cards
import Drawings
import Findings
import Geometry
import Objects
import Pipelines
import Rendering
import Scenes

/// All models that a pipeline's objects may be, opened once each: the unreadable ones, and the oddities of the others.
struct OpenedModels {
    /// The most warnings that are reported; the others are counted.
    private static let mostWarnings = 40

    let count: Int
    private let broken: [ObjectError]
    /// Prints that a model has no place for, each at its object in the pipeline.
    private let unprintable: [Diagnostic]
    private let warnings: [Finding]

    init(_ plan: Plan) {
        let objects = plan.maker.objects
        let named = plan.pipeline.objects.map { ($0, objects.models(in: $0.value.from)) }
        var known: Set<String> = []
        let models = named.flatMap { $0.1.map(\.reference) }.filter { known.insert($0).inserted }
        let prints = Dictionary(grouping: named.flatMap { $0.1 }, by: \.reference).mapValues { $0.flatMap(\.prints) }
        let opened = Dictionary(
            uniqueKeysWithValues: zip(models, models.concurrentMap { objects.open($0, prints: prints[$0] ?? []) }))
        count = models.count
        broken = models.compactMap { opened[$0]?.problem }
        unprintable = named.flatMap { object, models in
            models.flatMap { model in
                model.prints.compactMap { place in
                    opened[model.reference]?.unprintable[place].map {
                        Diagnostic(.rule("“\(object.name)”: \($0)"), at: object.position)
                    }
                }
            }
        }
        var warnings = models.flatMap { model in
            (opened[model]?.notices ?? []).map { Finding(.warning, .modelNotice, file: model, $0) }
        }
        for (object, models) in named where object.value.height == nil {
            warnings += models.compactMap { model in
                guard let size = opened[model.reference]?.size else { return nil }
                return model.sizeWarning(size).map {
                    Finding(.warning, .size, file: model.reference, "of “\(object.name)”: \($0)")
                }
            }
        }
        self.warnings = warnings
    }

    var findings: [Finding] { broken.flatMap(\.findings) + unprintable.map(\.finding) + warnings }

    /// The number of objects of a kind that were opened, and of those that cannot be read.
    static func headline(_ kind: String, _ count: Int, unreadable: Int) -> String {
        "  \(count.counting(kind)) opened: "
            + (unreadable == 0 ? "all can be read" : "\(unreadable.grouped) cannot be read")
    }

    var lines: [String] {
        guard count > 0 else { return [] }
        let told = warnings.prefix(Self.mostWarnings)
        let rest = warnings.count - told.count
        return [Self.headline("model", count, unreadable: broken.count)] + broken.map { "  \($0)" }
            + unprintable.map { "  \($0)" }
            + told.map { "  \($0)" }
            + (rest > 0 ? ["  and \(rest.counting("warning")) more"] : [])
    }
}

extension NamedModel {
    /// The first warning for one of its possible units and axes.
    fileprivate func sizeWarning(_ size: Vector3) -> String? {
        let warnings = units.flatMap { unit in
            upright.map { ModelSize.warning(size, unit: unit, isUprightZ: $0 == .z) }
        }
        return warnings.allSatisfy { $0 != nil } ? warnings.first ?? nil : nil
    }
}
