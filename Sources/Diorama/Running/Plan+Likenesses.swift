import Cards
import Labelling
import Objects
import Pipelines
import Scenes

/// What a run learns from labels before its first image.
extension Plan {
    /// Learns how large, where and how many the objects are to be, and finds what is wrong with these wishes.
    static func learn(
        _ pipeline: Pipeline, _ needs: PipelineNeeds, from datasets: RealDatasets, _ library: ObjectLibrary
    ) -> LikenessReader {
        var reader = LikenessReader(datasets)
        for object in needs.objects {
            let categories = library.labels(of: object.object)
            guard !categories.isEmpty else { continue }
            // The size and the place may be like the same labels.
            var wishes: [(likeness: Positioned<Likeness>, uses: [String])] = []
            if case .like(let likeness)? = object.object.value.size { wishes.append((likeness, ["size"])) }
            for placer in object.placers {
                for case .likeness(let likeness) in placer.needs {
                    if let known = wishes.firstIndex(where: { $0.likeness.value == likeness }) {
                        if !wishes[known].uses.contains("place") { wishes[known].uses.append("place") }
                    } else {
                        wishes.append((Positioned(likeness, at: placer.position), ["place"]))
                    }
                }
            }
            for wish in wishes {
                reader.learnBoxes(wish.likeness, for: wish.uses, of: object.object.name, categories: categories)
            }
        }
        if case .like(let likeness) = pipeline.scene.count {
            var seen: Set<String> = []
            let labelled = pipeline.objects.filter { !$0.value.isDistractor }
            reader.learnCount(
                likeness, categories: labelled.flatMap { library.labels(of: $0) }.filter { seen.insert($0).inserted })
        }
        return reader
    }

    /// “like: source” for an object that has no photo of its own.
    static func ownSizeMistakes(_ needs: PipelineNeeds) -> [Diagnostic] {
        needs.objects.flatMap { object -> [Diagnostic] in
            guard case .own(let likeness, _)? = object.object.value.size else { return [] }
            return object.sources.filter { !$0.needs.contains(.photographed) }.map { source in
                likeness.diagnostic(
                    .rule(
                        "“source” is for things that are cut out of labelled photos, and a “\(source.name)” has no photo of its "
                            + "own: name a labelled dataset, or give a share of the picture"))
            }
        }
    }
}
