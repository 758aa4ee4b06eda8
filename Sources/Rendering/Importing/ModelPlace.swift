package import Archives

/// Where a model lies.
package enum ModelPlace: Sendable {
    case disk(String)
    case archive(Archive, member: String)

    /// What errors call the model.
    package var name: String {
        switch self {
        case .disk(let path): path
        case .archive(let archive, let member): archive.reference(member)
        }
    }
}
