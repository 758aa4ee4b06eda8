import Cards
import Pipelines

/// Warnings about sizes that a pipeline leaves to chance, which is no mistake.
extension Plan {
    /// Objects whose “height” has no effect where they are placed, and objects without any size; a line each.
    static func sizeWarnings(_ needs: PipelineNeeds) -> [String] {
        needs.objects.compactMap { stated in
            let (object, needs) = (stated.object, stated.placers.flatMap(\.needs))
            let isInPlane = stated.placers.allSatisfy { $0.needs.contains(where: \.isPlane) }
            let whole = "its longer side is then 0.2 of the \(isInPlane ? "plane" : "picture")'s shorter side"
            guard object.value.size == nil, needs.contains(.size) || needs.contains(.heightOrSize) else { return nil }
            if object.value.height != nil {
                return needs.contains(.height) || needs.contains(.heightOrSize)
                    ? nil
                    : "“\(object.name)” has a “height”, which gives no size to an object that does not stand on the ground: give "
                        + "it a “size”; \(whole)"
            }
            return stated.isSized && !needs.contains(.size)
                ? nil : "“\(object.name)” has neither “size” nor “height”: \(whole)"
        }
    }
}
