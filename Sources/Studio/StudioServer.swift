public import Diorama
import Datasets
import Dispatch
import Findings
import Synchronization

/// Serves the studio: a local page to look through a dataset or photos.
///
/// It listens on 127.0.0.1 alone, and answers only requests that carry the token of its address. It reads no file
/// outside what was named.
public struct StudioServer: Sendable {
    private let subject: Subject
    private let port: UInt16
    private let pipeline: String?

    /// Tells what was named, and opens it.
    ///
    /// - Parameters:
    ///   - inputs: a dataset or a pipeline, or any number of photos, folders of photos and catalogues; the current folder
    ///     where there are none.
    ///   - port: the port to listen on; nil for a free one.
    ///   - pipeline: the pipeline that made the dataset, to make its images again; nil to look for it where it may lie.
    /// - Throws: an error in words for an input that is nothing of these, or that cannot be read.
    public init(_ inputs: [String], port: UInt16? = nil, pipeline: String? = nil) throws {
        subject = try Subject(named: inputs)
        self.port = port ?? 0
        self.pipeline = pipeline
    }

    /// What is shown, in a few words.
    public var description: String {
        guard case .gallery(let gallery) = subject else { return "\(subject.kind) \(subject.name)" }
        return "\(subject.kind) \(subject.name): \(gallery.dataset.photos.count.counting("image"))"
    }

    /// Listens, and answers requests until the interruption comes.
    ///
    /// - Parameters:
    ///   - interruption: ends the studio.
    ///   - opensBrowser: whether the page is opened in the person's browser, where there is one.
    ///   - onListening: takes the address of the page, with its token.
    /// - Throws: an error in words for a port that cannot be had.
    public func run(
        until interruption: Interruption, opensBrowser: Bool, onListening: @escaping @Sendable (String) throws -> Void
    ) throws {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<Void, any Error>>(.success(()))
        Task.detached {
            do {
                try await serve(until: interruption, opensBrowser: opensBrowser, onListening)
            } catch {
                outcome.withLock { $0 = .failure(error) }
            }
            done.signal()
        }
        done.wait()
        try outcome.withLock { $0 }.get()
    }

    private func serve(
        until interruption: Interruption, opensBrowser: Bool, _ onListening: (String) throws -> Void
    ) async throws {
        let server = try await WebServer(port: port)
        let gate = Gate(token: Gate.makeToken(), port: server.port)
        let site = Site(gate: gate, subject: subject, pipeline: pipeline)
        await server.answer { await site.reply(to: $0) }
        let address = "http://127.0.0.1:\(server.port)/?token=\(gate.token)"
        try onListening(address)
        if opensBrowser { Browser.open(address) }
        // A signal cannot wake a task; a tenth of a second is soon enough for a person.
        while !interruption.isRequested { try await Task.sleep(for: .milliseconds(100)) }
        await server.stop()
    }
}
