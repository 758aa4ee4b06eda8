import Datasets
import Diorama
import JSON

/// Answers the requests of one studio. It answers before what was named has been read, and then says so.
struct Site: Sendable {
    let gate: Gate
    /// The word for what was named, while it is still being read.
    static let readingKind = "reading"
    private let opening: Opening

    init(gate: Gate, opening: Opening) { (self.gate, self.opening) = (gate, opening) }

    /// - Parameter pipeline: the pipeline that made a dataset, where the command line names it.
    init(gate: Gate, subject: Subject, pipeline: String? = nil) {
        self.init(gate: gate, opening: Opening(subject, pipeline: pipeline))
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
        case ("api", 2): return await ask(request)
        default: return .notFound
        }
    }

    private func ask(_ request: Request) async -> Reply {
        let isAbout = request.path[1] == "subject"
        switch opening.state {
        case .reading where isAbout:
            return .json { writer in
                writer.member("kind", Self.readingKind)
                writer.member("name", opening.name)
                writer.member("version", Version.current)
            }
        case .reading: return .failure(409, "\(opening.name) is still being read")
        case .failed(let error): return .failure(409, "\(error)")
        case .open(let shown): return isAbout ? about(shown.subject) : await shown.reply(to: request)
        }
    }

    private func about(_ subject: Subject) -> Reply {
        .json { writer in
            writer.member("kind", subject.kind)
            writer.member("name", subject.name)
            writer.member("version", Version.current)
            if case .gallery(let gallery) = subject { writer.member("images", gallery.dataset.photos.count) }
        }
    }
}
