/// The version of diorama.
public enum Version {
    /// Of this program and of the datasets that it writes.
    public static let current = "0.1.0"
}
