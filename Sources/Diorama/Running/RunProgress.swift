/// How far a run is.
public struct RunProgress: Sendable, Hashable {
    /// Images that are finished, those of an earlier run that is resumed included.
    public let finished: Int
    /// Images that the run is to have made in the end.
    public let total: Int
}
