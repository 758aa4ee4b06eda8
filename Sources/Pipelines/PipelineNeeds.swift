package import Cards

/// The needs of a pipeline's placers and object sources, as these parts state them.
///
/// Code that must know something of these parts asks here, and never looks at a part's name.
package struct PipelineNeeds: Sendable {
    /// The needs of the scene's own placer and of the objects' placers, with all that may be drawn of each.
    package let placers: [PartNeeds]
    /// The needs of the objects, in the pipeline's order.
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

extension PipelineNeeds {
    /// The objects whose outlines decoys may have: those that are labelled and added to photos.
    ///
    /// One that is flat or solid by choice is none of them, because its kind is not known before it is drawn.
    package var outlines: [ObjectNeeds] {
        objects.filter { stated in
            let object = stated.object.value
            let isMixed = !stated.isSized && stated.sources.contains { $0.needs.contains(.rendering) }
            return stated.replacing == nil && !object.isDistractor && object.weight > 0 && !isMixed
        }
    }
}

/// The needs of the parts of one object.
package struct ObjectNeeds: Sendable {
    package let object: Named<Pipeline.Object>
    /// The needs of each placer that may be drawn; those of the scene's placer where the object has none.
    package let placers: [PartNeeds]
    /// The needs of each source that may be drawn.
    package let sources: [PartNeeds]
    /// The placer by which the object replaces things of the photo. It is never one of a choice.
    package let replacing: PartNeeds?

    /// Whether the object has a real size of its own, whatever is drawn.
    package var isSized: Bool { sources.allSatisfy { $0.needs.contains(.rendering) } }

    /// The pictures that the object may be cut out of.
    package var picturesRead: [PicturesRead] {
        sources.flatMap(\.needs).compactMap { if case .picturesRead(let read) = $0 { read } else { nil } }
    }
}
