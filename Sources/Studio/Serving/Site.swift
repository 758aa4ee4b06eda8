import Datasets
import Diorama
import JSON

/// Answers the requests of one studio.
struct Site: Sendable {
    let gate: Gate
    let subject: Subject
    private let gallery: GallerySite?
    private let trial: PipelineSite?

    /// - Parameter pipeline: the pipeline that made a dataset, where the command line names it.
    init(gate: Gate, subject: Subject, pipeline: String? = nil) {
        (self.gate, self.subject) = (gate, subject)
        switch subject {
        case .gallery(let shown): (gallery, trial) = (GallerySite(shown, pipeline: pipeline), nil)
        case .pipeline(let path): (gallery, trial) = (nil, PipelineSite(path))
        }
    }

    /// The answer, with the headers that every answer has.
    func reply(to request: Request) async -> Reply {
        var reply: Reply
        switch gate.judge(request) {
        case .refuse(let words): reply = .failure(403, words)
        case .admit:
            reply = Reply(
                status: 303, type: "text/plain", bytes: [], headers: ["Location": "/", "Set-Cookie": gate.cookie])
        case .pass: reply = await answer(request)
        }
        reply.headers.merge(Reply.safety) { own, _ in own }
        if reply.headers["Cache-Control"] == nil { reply.headers["Cache-Control"] = "no-store" }
        return reply
    }

    private func answer(_ request: Request) async -> Reply {
        switch (request.path.first, request.path.count) {
        case (nil, _): return PageFiles.index(token: gate.token)
        case ("page", 2): return PageFiles.file(request.path[1]) ?? .notFound
        case ("api", 2) where request.path[1] == "subject": return about
        case ("api", 2):
            if let gallery { return await gallery.reply(to: request) }
            return await trial?.reply(to: request) ?? .notFound
        default: return .notFound
        }
    }

    private var about: Reply {
        .json { writer in
            writer.member("kind", subject.kind)
            writer.member("name", subject.name)
            writer.member("version", Version.current)
            if case .gallery(let gallery) = subject { writer.member("images", gallery.dataset.photos.count) }
        }
    }
}
