/// The version of diorama.
public enum Version {
    /// The version of this program and of the datasets that it writes.
    public static let current = "0.1.0"
}
