import Archives
import Findings
import Foundation
import Studios
import Testing

@Suite struct ArchiveTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "archives-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func write(_ zip: ZipFile) throws -> String {
        let path = folder.appending(path: "a.zip").path
        try Data(zip.bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func failure(_ body: () throws -> Void) -> ArchiveError? {
        do { try body() } catch { return error as? ArchiveError }
        return nil
    }

    @Test func membersAreListedInOrderAndReadWhole() throws {
        let long = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 * 7 / 3) }
        let path = try write(
            ZipFile([
                .init("b/", []), .init("b/two.txt", "two"), .init("a.txt", ""), .init("long", long),
                .init("ü.obj", "v"),
            ]))
        let archive = try Archive(path: path)
        #expect(archive.members == ["b/two.txt", "a.txt", "long", "ü.obj"])
        #expect(try archive.read("b/two.txt", atMost: 3) == Array("two".utf8))
        #expect(try archive.read("a.txt", atMost: 0) == [])
        #expect(try archive.read("long", atMost: 3_000_000) == long)
        #expect(try archive.read("ü.obj", atMost: 10) == Array("v".utf8))
    }

    @Test func deflatedMembersComeOutAsTheyWere() throws {
        let archive = try Archive(path: "/usr/share/sweethome3d/furniture/BlendSwap-CC-0.sh3f")
        #expect(archive.members.count == 809)
        let bytes = try archive.read("LICENSE.TXT", atMost: 1000)
        #expect(bytes.count == 420)
        #expect(String(decoding: bytes, as: UTF8.self).contains("Creative Commons Zero"))
    }

    @Test func moreThanTheLimitIsRefusedBeforeItIsUnpacked() throws {
        var bomb = ZipFile.Member("bomb", "small")
        bomb.statedSize = 2_000_000_000
        let path = try write(ZipFile([bomb, .init("fine", "1234")]))
        let archive = try Archive(path: path)
        let error = failure { _ = try archive.read("bomb", atMost: 1 << 20) }
        #expect(error?.code == .tooLarge)
        #expect(
            error?.description
                == "\(path)#bomb: has 2000000000 bytes unpacked, more than the 1048576 that are taken")
        #expect(failure { _ = try archive.read("fine", atMost: 3) }?.code == .tooLarge)
        // It says that it holds more than it does.
        #expect(failure { _ = try archive.read("bomb", atMost: 2_000_000_000) }?.code == .damaged)
    }

    @Test func whatCannotBeReadIsNamed() throws {
        var wrong = ZipFile.Member("wrong", "abc")
        wrong.statedChecksum = 1
        var secret = ZipFile.Member("secret", "abc")
        secret.isEncrypted = true
        let path = try write(ZipFile([wrong, secret]))
        let archive = try Archive(path: path)
        #expect(
            failure { _ = try archive.read("wrong", atMost: 10) }?.description
                == "\(path)#wrong: is damaged: its checksum is wrong")
        #expect(failure { _ = try archive.read("secret", atMost: 10) }?.description == "\(path)#secret: is encrypted")
        #expect(failure { _ = try archive.read("none", atMost: 10) }?.code == .noMember)

        let none = folder.appending(path: "none.zip").path
        #expect(failure { _ = try Archive(path: none) }?.description == "\(none): there is no such file")
        let text = folder.appending(path: "text.zip").path
        try "hello".write(toFile: text, atomically: true, encoding: .utf8)
        #expect(failure { _ = try Archive(path: text) }?.description == "\(text): is not a zip archive")
        let cut = folder.appending(path: "cut.zip").path
        try Data(ZipFile([.init("a", "b")]).bytes.dropLast(30)).write(to: URL(fileURLWithPath: cut))
        #expect(failure { _ = try Archive(path: cut) }?.code == .unreadable)
    }

    @Test(arguments: [
        ("../../evil.obj", "“..”, which leads outside the archive"),
        ("a/../b.obj", "“..”, which leads outside the archive"),
        ("a/..", "“..”, which leads outside the archive"),
        ("/etc/a.obj", "a slash at its start, which leads outside the archive"),
        ("a\\b.obj", "a backslash, which no zip archive's may"),
    ])
    func aMemberThatLeadsOutsideIsRefused(name: String, words: String) throws {
        let path = try write(ZipFile([.init("fine.obj", "v"), .init(name, "v")]))
        let error = failure { _ = try Archive(path: path) }
        #expect(error?.code == .unsafe)
        #expect(error?.description == "\(path)#\(name): a member's name has \(words); pack the archive anew without it")
        // Dots within a name lead nowhere.
        #expect(try Archive(path: write(ZipFile([.init("a..b/..c.obj", "v")]))).members == ["a..b/..c.obj"])
    }
}
