package import Cards
package import Datasets
import Geometry
import Masks
import Pipelines
package import Scenes

/// A photo's labels as its dataset has them, and what they say.
package struct RealPhoto: Sendable {
    /// Which of the run's datasets it is of.
    package let dataset: Int
    let rules: Pipeline.Dataset
    package let image: COCO.Image
    let annotations: [COCO.Annotation]
    /// How many labels are left out so that where they are is not known.
    package let lost: Int
    /// What each annotation labels.
    package let instances: [RealInstance]
    /// The annotations' categories.
    package let categories: [COCO.Category]
    /// Whose the things in it are that are not the photo's own, as an earlier run has noted.
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
