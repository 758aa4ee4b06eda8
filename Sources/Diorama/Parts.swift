import Cards
import Compositing
import Datasets
import Objects
package import Pipelines
import Scenes

extension Pipeline.Parts {
    /// Every part that a pipeline may name, from the rooms that run them.
    package static let all = Pipeline.Parts(
        sources: ObjectSources.catalogue, placers: Placers.catalogue, blends: Blends.catalogue,
        effects: Effects.catalogue, formats: AnnotationFormats.catalogue, datasets: DatasetSources.catalogue)
}
