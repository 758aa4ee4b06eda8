package import Cards
import Pipelines

/// The JSON Schema of the pipeline file, for editors: made from the same cards that decode it.
public enum PipelineSchema {
    /// The schema, in lines.
    public static var json: String { value.jsonText + "\n" }

    package static var value: Value { Pipeline.schema(.all) }
}
