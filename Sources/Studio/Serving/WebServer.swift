import Diorama
import FlyingFox
import FlyingSocks
import Foundation

/// The one place that knows the library which speaks HTTP.
struct WebServer: Sendable {
    let port: UInt16
    private let server: HTTPServer
    private let serving: Task<Void, any Error>

    /// A picture of many 3D objects may take this long, in seconds.
    private static let patience = 600.0

    /// Begins to listen, on 127.0.0.1 alone. Nothing is answered yet.
    ///
    /// - Parameter port: 0 for a free one.
    /// - Throws: `JobError.usage` for a port that cannot be had.
    init(port: UInt16) async throws {
        let server = HTTPServer(
            config: HTTPServer.Configuration(
                address: try .inet(ip4: "127.0.0.1", port: port), timeout: Self.patience, logger: .disabled))
        let listening = Task { try await server.waitUntilListening() }
        let serving = Task {
            do { try await server.run() } catch {
                // Nobody would end that wait.
                listening.cancel()
                throw error
            }
        }
        do { try await listening.value } catch {
            serving.cancel()
            do { try await serving.value } catch let failure as SocketError {
                throw Self.explained(failure, port)
            }
            throw error
        }
        guard case .ip4(_, let chosen)? = await server.listeningAddress else { throw SocketError.unsupportedAddress }
        (self.server, self.serving, self.port) = (server, serving, chosen)
    }

    /// Answers requests from now on.
    func answer(_ reply: @escaping @Sendable (Request) async -> Reply) async {
        await server.appendRoute("*", to: Handler(reply: reply))
    }

    /// So long, answers that are nearly there are waited for.
    private static let farewell = Duration.seconds(1)

    /// Ends all connections.
    ///
    /// - Returns: false where an answer is still being made, such as a sheet, which cannot be broken off.
    func stop() async -> Bool {
        serving.cancel()
        let (outcomes, outcome) = AsyncStream.makeStream(of: Bool.self)
        Task { [server] in
            await server.stop()
            outcome.yield(true)
        }
        Task {
            try? await Task.sleep(for: Self.farewell)
            outcome.yield(false)
        }
        for await hasEnded in outcomes { return hasEnded }
        return false
    }

    private static func explained(_ failure: SocketError, _ port: UInt16) -> JobError {
        guard case .failed(_, let code, let message) = failure else {
            return .usage("the studio cannot listen on 127.0.0.1: \(failure.localizedDescription)")
        }
        let reason = code == EADDRINUSE ? "another program uses it" : message
        return .usage("port \(port) of 127.0.0.1 cannot be had: \(reason); give another with --port, or leave it out")
    }
}

/// Takes a request apart, and puts an answer together.
private struct Handler: HTTPHandler {
    let reply: @Sendable (Request) async -> Reply

    /// Nothing that the page sends is larger, in bytes.
    private static let largestBody = 1 << 20

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        let answer: Reply
        if let size = request.bodySequence.count, size <= Self.largestBody {
            answer = await reply(try await Request(request))
        } else {
            answer = .failure(413, "the request is larger than \(Self.largestBody) bytes")
        }
        return HTTPResponse(
            statusCode: HTTPStatusCode(answer.status, phrase: answer.status < 400 ? "OK" : "Refused"),
            headers: HTTPHeaders(
                Dictionary(
                    uniqueKeysWithValues: (answer.headers.map { ($0.key, $0.value) } + [("Content-Type", answer.type)])
                        .map { (HTTPHeader($0), $1) })),
            body: Data(answer.bytes))
    }
}

extension Request {
    fileprivate init(_ request: HTTPRequest) async throws {
        var query: [String: String] = [:]
        for item in request.query { query[item.name] = item.value }
        var headers: [String: String] = [:]
        for name in request.headers.keys { headers[name.rawValue.lowercased()] = request.headers[name] }
        // A part may hold a slash once its percent signs are read: names are compared whole and never joined to a path.
        let path = request.target.path().split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        self.init(
            method: request.method.rawValue, path: path, query: query, headers: headers,
            body: Array(try await request.bodyData))
    }
}
