import Testing

@testable import Studio

/// Who is answered: the page that this studio has opened, and nobody else.
@Suite struct GateTests {
    private let gate = Gate(token: Gate.makeToken(), port: 4711)

    private func request(
        _ method: String = "GET", host: String? = "127.0.0.1:4711", cookie: Bool = true,
        with headers: [String: String] = [:],
        path: [String] = ["api", "subject"], query: [String: String] = [:]
    ) -> Request {
        var all = headers
        all["host"] = host
        if cookie { all["cookie"] = "other=1; \(gate.cookieName)=\(gate.token)" }
        return Request(method: method, path: path, query: query, headers: all)
    }

    private func isRefused(_ request: Request) -> Bool {
        if case .refuse = gate.judge(request) { true } else { false }
    }

    @Test func theCookieLetsThePageIn() {
        #expect(gate.judge(request()) == .pass)
        #expect(gate.judge(request(host: "localhost:4711", with: ["origin": "http://localhost:4711"])) == .pass)
        #expect(gate.judge(request(with: ["sec-fetch-site": "same-origin"])) == .pass)
    }

    @Test func withoutTheTokenNothingIsAnswered() {
        #expect(isRefused(request(cookie: false)))
        #expect(isRefused(request(cookie: false, with: ["cookie": "\(gate.cookieName)=\(gate.token.dropLast())"])))
        #expect(isRefused(request(cookie: false, with: ["cookie": "diorama-4712=\(gate.token)"])))
        #expect(isRefused(request(cookie: false, with: ["x-diorama-token": Gate.makeToken()])))
        #expect(isRefused(request(cookie: false, query: ["token": gate.token])))
    }

    @Test func theTokenOfTheAddressMovesToACookieThatNoScriptReads() {
        #expect(gate.judge(request(cookie: false, path: [], query: ["token": gate.token])) == .admit)
        #expect(isRefused(request(cookie: false, path: [], query: ["token": gate.token + "0"])))
        #expect(gate.cookie.contains("HttpOnly") && gate.cookie.contains("SameSite=Strict"))
    }

    @Test(arguments: [
        "evil.example:4711", "evil.example", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:4711.evil.example", nil,
    ])
    func aForeignHostIsRefused(host: String?) {
        #expect(isRefused(request(host: host)))
    }

    @Test(arguments: [
        "http://evil.example", "null", "https://127.0.0.1:4711", "http://127.0.0.1:4712", "http://localhost:4711",
    ])
    func aForeignOriginIsRefused(origin: String) {
        #expect(isRefused(request(with: ["origin": origin])))
        #expect(isRefused(request("POST", with: ["origin": origin, "x-diorama-token": gate.token])))
    }

    @Test(arguments: ["cross-site", "same-site"])
    func aRequestThatAnotherSiteCausesIsRefused(site: String) {
        #expect(isRefused(request(with: ["sec-fetch-site": site])))
    }

    @Test func aChangeNeedsTheTokenInAHeader() {
        #expect(isRefused(request("POST")))
        #expect(isRefused(request("DELETE")))
        #expect(gate.judge(request("POST", with: ["x-diorama-token": gate.token])) == .pass)
    }

    @Test func tokensAreLongAndDiffer() {
        let tokens = (0..<50).map { _ in Gate.makeToken() }
        #expect(Set(tokens).count == 50 && tokens.allSatisfy { $0.count == 64 })
    }
}
