package import Archives

/// The place of a model.
package enum ModelPlace: Sendable {
    case disk(String)
    case archive(Archive, member: String)

    /// The model's name in errors.
    package var name: String {
        switch self {
        case .disk(let path): path
        case .archive(let archive, let member): archive.reference(member)
        }
    }
}
