import Objects
package import Pipelines

extension Pipeline {
    /// What its parts need, of those that there are.
    package var needs: PipelineNeeds {
        PipelineNeeds(self, placers: Placers.catalogue, sources: ObjectSources.catalogue)
    }
}
