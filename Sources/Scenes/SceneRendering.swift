import Cards
package import Pipelines
package import Rendering

/// How a scene's solid objects and shadows are rendered.
package struct SceneRendering: Codable, Sendable, Hashable {
    package var quality: RenderQuality
    /// The objects on the ground that cast their shadows there.
    package var shadows: Pipeline.RenderRules.Shadows

    package init(quality: RenderQuality = .good, shadows: Pipeline.RenderRules.Shadows = .all) {
        self.quality = quality
        self.shadows = shadows
    }

    init(_ rules: Pipeline.RenderRules) {
        self.init(quality: RenderQuality(rules.quality), shadows: rules.shadows)
    }
}

extension RenderQuality {
    fileprivate init(_ quality: Pipeline.RenderRules.Quality) {
        switch quality {
        case .draft: self = .draft
        case .fair: self = .fair
        case .good: self = .good
        case .best: self = .best
        }
    }
}
