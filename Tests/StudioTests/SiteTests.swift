import Diorama
import Dispatch
import Studios
import Testing

@testable import Studio

/// What the server answers.
@Suite struct SiteTests {
    private let folder: Studio
    private let site: Site

    init() throws {
        folder = try Studio()
        try folder.photos(2)
        site = Site(
            gate: Gate(token: Gate.makeToken(), port: 4711), subject: try Subject(named: [folder.path("photos")]))
    }

    private func reply(_ path: String...) async -> Reply {
        await site.reply(
            to: Request(path: path, headers: ["host": "127.0.0.1:4711", "x-diorama-token": site.gate.token]))
    }

    @Test func thePageAndItsFilesAreServed() async {
        let page = await reply()
        #expect(page.status == 200 && String(decoding: page.bytes, as: UTF8.self).contains(site.gate.token))
        #expect(await reply("page", "main.js").type.hasPrefix("text/javascript"))
        #expect(await reply("page", "studio.css").type.hasPrefix("text/css"))
    }

    @Test func noPathLeadsOutOfThePage() async {
        for name in ["..", "../main.js", "/etc/passwd", "../../../../Package.swift", "../../../Package.swift", ""] {
            #expect(await reply("page", name).status == 404)
        }
        #expect(await reply("page", "..", "api.js").status == 404)
    }

    @Test func everyAnswerSaysWhatThePageMayLoad() async {
        let refused = await site.reply(to: Request(path: []))
        #expect(refused.status == 403)
        for reply in [refused, await reply(), await reply("api", "subject"), await reply("nothing")] {
            #expect(reply.headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
            #expect(reply.headers["Referrer-Policy"] == "no-referrer")
        }
    }

    @Test func thePageIsThereWhileLabelsAreRead() async throws {
        let gate = DispatchSemaphore(value: 0)
        let name = folder.path("photos")
        let opening = Opening(name, pipeline: nil) {
            gate.wait()
            return try Subject(named: [name])
        }
        let site = Site(gate: site.gate, opening: opening)
        func ask(_ name: String) async -> Reply {
            await site.reply(
                to: Request(
                    path: ["api", name], headers: ["host": "127.0.0.1:4711", "x-diorama-token": site.gate.token]))
        }
        #expect(String(decoding: await ask("subject").bytes, as: UTF8.self).contains(#""kind":"reading""#))
        #expect(await ask("gallery").status == 409)
        gate.signal()
        for _ in 0..<500 {
            if await ask("gallery").status == 200 { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(String(decoding: await ask("subject").bytes, as: UTF8.self).contains(#""images":2"#))
    }

    @Test func whatCannotBeReadIsSaidToThePage() async throws {
        let opening = Opening("labels.json", pipeline: nil) { throw JobError.usage("labels.json: it is no JSON") }
        let site = Site(gate: site.gate, opening: opening)
        var reply = Reply.notFound
        for _ in 0..<500 {
            reply = await site.reply(
                to: Request(
                    path: ["api", "subject"], headers: ["host": "127.0.0.1:4711", "x-diorama-token": site.gate.token]))
            if reply.status != 200 { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(reply.status == 409 && String(decoding: reply.bytes, as: UTF8.self).contains("it is no JSON"))
    }

    @Test func theSubjectIsDescribed() async {
        let words = String(decoding: await reply("api", "subject").bytes, as: UTF8.self)
        #expect(words.contains(#""kind":"photos""#) && words.contains(#""images":2"#))
    }
}
