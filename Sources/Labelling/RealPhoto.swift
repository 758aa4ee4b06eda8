package import Cards
package import Datasets
import Geometry
import Masks
import Pipelines
package import Scenes

/// A photo's labels in its dataset, and their content.
package struct RealPhoto: Sendable {
    /// The index of its dataset in the run.
    package let dataset: Int
    let rules: Pipeline.Dataset
    package let image: COCO.Image
    package let annotations: [COCO.Annotation]
    /// The number of labels that are left out, so that their place is not known.
    package let lost: Int
    /// The thing that each annotation labels.
    package let instances: [RealInstance]
    /// The annotations' categories.
    package let categories: [COCO.Category]
    /// The credits of things in it that are not the photo's own, as an earlier run has noted.
    package let attributions: [Credits]

    init(_ labels: DatasetLabels, of entry: RealDatasets.Entry, number: Int) {
        dataset = number
        rules = entry.rules
        image = labels.image
        lost = labels.lost
        let known = labels.annotations.compactMap { annotation in
            entry.categories[annotation.categoryID].map { (annotation, $0) }
        }
        annotations = known.map(\.0)
        categories = known.map(\.1)
        attributions = entry.credits.attributions(of: labels.image)
        let surfaces = Set(entry.rules.surfaces.map(\.value))
        instances = known.map { annotation, category in
            var instance = RealInstance(
                annotation, category: category.name, width: labels.image.width, height: labels.image.height)
            instance.stands = !surfaces.contains(category.name)
            return instance
        }
    }
}
