/// What the studio shows.
enum Subject: Sendable {
    case gallery(Gallery)
    /// A pipeline file, as the process opens it, and whether it came with the program, so that it is nobody's to change.
    case pipeline(String, isShipped: Bool)

    /// The word for it on the page and in the API.
    var kind: String {
        switch self {
        case .gallery(let gallery): gallery.isDataset ? "dataset" : "photos"
        case .pipeline: "pipeline"
        }
    }

    /// What was named, for people.
    var name: String {
        switch self {
        case .gallery(let gallery): gallery.name
        case .pipeline(let path, _): path
        }
    }
}
