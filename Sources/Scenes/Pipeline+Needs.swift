import Objects
package import Pipelines

extension Pipeline {
    /// The needs of the pipeline's parts.
    package var needs: PipelineNeeds {
        PipelineNeeds(self, placers: Placers.catalogue, sources: ObjectSources.catalogue)
    }
}
