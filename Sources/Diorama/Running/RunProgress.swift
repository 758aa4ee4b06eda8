/// The progress of a run.
public struct RunProgress: Sendable, Hashable {
    /// The number of finished images, those of an earlier run that is resumed included.
    public let finished: Int
    /// The number of images that the finished run will have.
    public let total: Int
}
