import Cards
import Objects
import Pipelines
import Scenes

/// Sizes that a pipeline leaves to chance: worth a warning, and no mistake.
extension Plan {
    /// Objects whose “height” makes them no larger where they are placed, and objects without any size; a line each.
    static func sizeWarnings(_ pipeline: Pipeline) -> [String] {
        let whole = "its longer side is then 0.2 of the picture's shorter side"
        return pipeline.objects.compactMap { object in
            let needs = Placers.catalogue.needs(of: object.value.place ?? pipeline.scene.place).flatMap(\.self)
            guard object.value.size == nil, needs.contains(.size) || needs.contains(.heightOrSize) else { return nil }
            if object.value.height != nil {
                return needs.contains(.height) || needs.contains(.heightOrSize)
                    ? nil
                    : "“\(object.name)” has a “height”, which does not make its size where it stands on no ground: give "
                        + "it a “size”; \(whole)"
            }
            let isSized = ObjectSources.catalogue.areOfRealSize(object.value.from)
            return isSized && !needs.contains(.size)
                ? nil : "“\(object.name)” has neither “size” nor “height”: \(whole)"
        }
    }
}
