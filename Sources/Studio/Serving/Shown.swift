/// A subject that has been read, and what answers for it.
struct Shown: Sendable {
    let subject: Subject
    private let gallery: GallerySite?
    private let trial: PipelineSite?

    init(_ subject: Subject, pipeline: String?) {
        self.subject = subject
        switch subject {
        case .gallery(let shown): (gallery, trial) = (GallerySite(shown, pipeline: pipeline), nil)
        case .pipeline(let path, let isShipped):
            (gallery, trial) = (nil, PipelineSite(path, isShipped: isShipped))
        }
    }

    func reply(to request: Request) async -> Reply {
        if let gallery { return await gallery.reply(to: request) }
        return await trial?.reply(to: request) ?? .notFound
    }
}
