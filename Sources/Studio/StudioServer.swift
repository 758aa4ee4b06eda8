public import Diorama
import Cards
import Datasets
import Dispatch
import Findings
import Foundation
import Synchronization

/// Serves the studio: a local page to look through a dataset or photos.
///
/// It listens on 127.0.0.1 alone, and answers only requests that carry the token of its address. It reads no file
/// outside what was named.
public struct StudioServer: Sendable {
    private let inputs: [String]
    private let port: UInt16?
    private let pipeline: String?

    /// Something that a person at the terminal is told.
    public enum News: Sendable {
        /// The address of the page, with its token.
        case listens(String)
        /// What was named is still being read.
        case reads(String)
        /// What is shown, in a few words.
        case shows(String)
    }

    /// A studio that is not opened yet.
    ///
    /// - Parameters:
    ///   - inputs: a dataset or a pipeline, or any number of photos, folders of photos and catalogues; the current folder
    ///     where there are none.
    ///   - port: the port to listen on; nil for a free one, the same at each start where that is possible.
    ///   - pipeline: the pipeline that made the dataset, to make its images again; nil to look for it where it may lie.
    public init(_ inputs: [String], port: UInt16? = nil, pipeline: String? = nil) {
        (self.inputs, self.port, self.pipeline) = (inputs, port, pipeline)
    }

    /// Listens, reads what was named, and answers requests until the interruption comes. Where a picture is still being
    /// made then, the process ends at once with exit code 0: its threads cannot be broken off, and nothing waits for it.
    ///
    /// - Parameters:
    ///   - interruption: ends the studio.
    ///   - opensBrowser: whether the page is opened in the person's browser, where there is one.
    ///   - tell: takes what a person at the terminal is told. It is called in turn, never twice at a time.
    /// - Throws: an error in words for a port that cannot be had, for an input that is nothing that the studio shows, and
    ///   for one that cannot be read.
    public func run(
        until interruption: Interruption, opensBrowser: Bool, tell: @escaping @Sendable (News) throws -> Void
    ) throws {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<Void, any Error>>(.success(()))
        Task.detached {
            do {
                try await serve(until: interruption, opensBrowser: opensBrowser, tell)
            } catch {
                outcome.withLock { $0 = .failure(error) }
            }
            done.signal()
        }
        done.wait()
        try outcome.withLock { $0 }.get()
    }

    /// So long, what is small may take to be read before the address is printed: most mistakes are found by then, and no
    /// page is opened for them.
    private static let grace = Duration.milliseconds(100)
    /// So long, a page that waits has time to ask, and be told why nothing will come.
    private static let farewell = Duration.seconds(2)

    private func serve(
        until interruption: Interruption, opensBrowser: Bool, _ tell: (News) throws -> Void
    ) async throws {
        let opening = Opening(name, pipeline: pipeline) { [inputs] in try Subject(named: inputs) }
        let server = try await listening()
        let gate = Gate(token: Gate.makeToken(), port: server.port)
        let site = Site(gate: gate, opening: opening)
        await server.answer { await site.reply(to: $0) }
        do {
            try await wait(for: opening, atMost: Self.grace, until: interruption)
            let address = "http://127.0.0.1:\(server.port)/?token=\(gate.token)"
            try tell(.listens(address))
            if opensBrowser { Browser.open(address) }
            // To read a large dataset keeps some cores busy, and where there are few the page would stutter.
            Niceness.giveWay()
            if opening.shown == nil { try tell(.reads(name)) }
            do { try await wait(for: opening, atMost: nil, until: interruption) } catch {
                try await Task.sleep(for: Self.farewell)
                throw error
            }
            if let shown = opening.shown { try tell(.shows(shown.subject.words)) }
            // A signal cannot wake a task; a tenth of a second is soon enough for a person.
            while !interruption.isRequested { try await Task.sleep(for: .milliseconds(100)) }
        } catch {
            _ = await server.stop()
            throw error
        }
        // An orderly end would tear down libraries that these threads are in.
        if await !server.stop() { _exit(EXIT_SUCCESS) }
    }

    /// Listens at the port that was asked for, or else at the usual one of what was named, or else at a free one.
    private func listening() async throws -> WebServer {
        if let port { return try await WebServer(port: port) }
        if let server = try? await WebServer(port: Self.usualPort(inputs)) { return server }
        return try await WebServer(port: 0)
    }

    /// A browser keeps what is drawn and not saved by address and port: at the next start it is there again only where the
    /// port is the same. So it follows from what was named. It is none of those that systems give away by themselves, from
    /// 32768 on Linux and from 49152 elsewhere.
    static func usualPort(_ inputs: [String]) -> UInt16 {
        let paths = (inputs.isEmpty ? ["."] : inputs).map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        return 20_000 + UInt16(paths.joined(separator: "\n").fnv1a % 10_000)
    }

    private var name: String {
        switch inputs.count {
        case 0: "the current folder"
        case 1: inputs[0]
        default: inputs.count.counting("input")
        }
    }

    /// Waits until what was named has been read.
    ///
    /// - Throws: why it cannot be read.
    private func wait(
        for opening: Opening, atMost limit: Duration?, until interruption: Interruption
    ) async throws {
        let end = limit.map { ContinuousClock.now + $0 }
        while !interruption.isRequested {
            switch opening.state {
            case .open: return
            case .failed(let error): throw error
            case .reading:
                if let end, ContinuousClock.now >= end { return }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }
}

extension Opening {
    fileprivate var shown: Shown? {
        if case .open(let shown) = state { shown } else { nil }
    }
}

extension Subject {
    /// What is shown, in a few words for the terminal.
    fileprivate var words: String {
        guard case .gallery(let gallery) = self else { return "\(kind) \(name)" }
        return "\(kind) \(name): \(gallery.dataset.photos.count.counting("image"))"
    }
}
