package import Cards

/// What the placers and object sources of a pipeline need, as they state it themselves.
///
/// The one place to ask: whoever must know something of these parts finds it here, and never looks at a name.
package struct PipelineNeeds: Sendable {
    /// The scene's own placer and those of objects, with all that may be drawn of each.
    package let placers: [PartNeeds]
    /// In the pipeline's order.
    package let objects: [ObjectNeeds]

    package init(_ pipeline: Pipeline, placers: Catalogue, sources: Catalogue) {
        self.placers = ([pipeline.scene.place] + pipeline.objects.compactMap(\.value.place)).flatMap(placers.needs)
        objects = pipeline.objects.map { object in
            let place = pipeline.place(of: object.value)
            let own = placers.needs(of: place)
            var replacing: PartNeeds?
            if case .one = place { replacing = own.first(where: \.isReplacing) }
            return ObjectNeeds(
                object: object, placers: own, sources: sources.needs(of: object.value.from), replacing: replacing)
        }
    }
}

/// What the parts of one object need.
package struct ObjectNeeds: Sendable {
    package let object: Named<Pipeline.Object>
    /// Of each that may be drawn; the scene's own where the object has none.
    package let placers: [PartNeeds]
    /// Of each that may be drawn.
    package let sources: [PartNeeds]
    /// The placer that has it take the place of things of the photo, which is never one of a choice.
    package let replacing: PartNeeds?

    /// Whether it has a real size of its own, whatever is drawn.
    package var isSized: Bool { sources.allSatisfy { $0.needs.contains(.rendering) } }

    /// The pictures that it may be cut out of.
    package var picturesRead: [PicturesRead] {
        sources.flatMap(\.needs).compactMap { if case .picturesRead(let read) = $0 { read } else { nil } }
    }
}
