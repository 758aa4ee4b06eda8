import Cards
import Findings
import Foundation
import Testing

@testable import Datasets

/// Archives of samples that are torn, or are not the dataset's.
@Suite struct WebDatasetAuditTests {
    let folder: TemporaryFolder

    /// Four images in several archives.
    init() throws {
        folder = try TemporaryFolder()
        try SyntheticDataset(splits: [], style: .runLengths, images: 4).write(to: folder.path)
        try convert(shard: 8_000)
    }

    private func convert(shard: Int) throws {
        var format = WebDatasetFormat()
        format.shard = ByteCount(shard)
        _ = try Conversion.write([format], in: folder.path)
    }

    private func findings() throws -> [String] {
        try DatasetAudit.audit(dataset: folder.path).findings.map(\.description)
    }

    private func path(_ name: String) -> String { "\(folder.path)/webdataset/\(name)" }

    private func bytes(_ name: String) throws -> [UInt8] { try OpenFile.bytes(of: path(name), action: "cannot read") }

    /// The members of an archive with their contents.
    private func members(_ name: String) throws -> [(name: String, bytes: [UInt8])] {
        var reader = try TarReader(path(name))
        var members: [(name: String, bytes: [UInt8])] = []
        while let member = try reader.next() { members.append((member.name, try reader.content(of: member))) }
        return members
    }

    /// Writes an archive of these members.
    private func write(_ members: [(name: String, bytes: [UInt8])], to name: String) throws {
        var archive: [UInt8] = []
        for member in members { Tar.append(member.bytes, as: member.name, to: &archive) }
        try AtomicFile.write(archive + Tar.end, to: path(name))
    }

    @Test func whatWeWriteHasNothingWrong() throws {
        let names = try folder.files().filter { $0.hasSuffix(".tar") }
        #expect(names.count > 1)
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.findings == [])
        #expect(audit.parts.map(\.name) == ["coco", "webdataset"])
        #expect(audit.parts[1].images == 4 && audit.parts[1].annotations == audit.parts[0].annotations)
    }

    @Test func anArchiveThatWasCutOffIsFound() throws {
        let whole = try bytes("data-000000.tar")
        // Between two members, where readers of tar notice nothing; then within one.
        try AtomicFile.write(Array(whole.dropLast(1024)), to: path("data-000000.tar"))
        #expect(
            try findings() == [
                "error: webdataset/data-000000.tar: it was cut off: the blocks that end an archive are missing"
            ])
        try AtomicFile.write(Array(whole.prefix(700)), to: path("data-000000.tar"))
        let torn = try findings()
        #expect(torn[0].hasPrefix("error: webdataset/data-000000.tar: it was cut off: "))
        #expect(torn[0].hasSuffix(" bytes of 000000.jpg are missing"))
        try AtomicFile.write([], to: path("data-000000.tar"))
        #expect(
            try findings().contains(
                "error: webdataset/data-000000.tar: it was cut off: the blocks that end an archive are missing"))
    }

    @Test func aDamagedHeaderIsFound() throws {
        var whole = try bytes("data-000000.tar")
        whole[3] ^= 1
        try AtomicFile.write(whole, to: path("data-000000.tar"))
        #expect(
            try findings()[0]
                == "error: webdataset/data-000000.tar: it is damaged: there is no member's header at byte 0")
    }

    @Test func aMissingSampleAndOneTooManyAreFound() throws {
        let all = try members("data-000000.tar")
        let key = all[0].name.prefix(6)
        let rest = all.filter { !$0.name.hasPrefix(key) }
        try write(rest + [("mine.jpg", [1])], to: "data-000000.tar")
        let found = try findings()
        #expect(
            found.contains("error: webdataset/data.json: sample \(key): no archive holds it, the sample of image 0"))
        #expect(found.contains("error: webdataset/data-000000.tar: sample mine: the dataset has no image of that name"))
        try write(rest, to: "data-000000.tar")
        let count = Set(rest.map { $0.name.prefix(6) }).count
        #expect(
            try findings().contains(
                "error: webdataset/data.json: it says that data-000000.tar has \(count + 1) samples, and there are \(count)"
            ))
    }

    @Test func aSampleThatIsThereTwiceIsFound() throws {
        let all = try members("data-000000.tar")
        let first = all.filter { $0.name.hasPrefix("000000.") }
        let again =
            "error: webdataset/data-000000.tar: sample 000000: it is there twice, or its members are not neighbours, "
            + "and readers take it for two samples"
        try write(all + [("other.txt", [])] + first, to: "data-000000.tar")
        #expect(try findings().contains(again))
        // Its members apart.
        let other = (name: "other.txt", bytes: [UInt8]())
        try write([all[0], other] + all.dropFirst(), to: "data-000000.tar")
        #expect(try findings().contains(again))
        try write([all[0]] + all, to: "data-000000.tar")
        #expect(
            try findings() == [
                "error: webdataset/data-000000.tar: sample 000000: it has two members jpg, which readers refuse"
            ])
        try write(all, to: "data-000000.tar")
        try write(first + members("data-000001.tar"), to: "data-000001.tar")
        #expect(
            try findings().contains(
                "error: webdataset/data-000001.tar: sample 000000: it is in data-000000.tar as well"))
    }

    @Test func aChangedMemberIsFound() throws {
        var all = try members("data-000000.tar")
        all[0].bytes[20] ^= 1
        all[1].bytes = Array(String(decoding: all[1].bytes, as: UTF8.self).replacing("\"id\"", with: "\"ie\"").utf8)
        try write(all.filter { $0.name != "000000.instances.png" } + [("z.txt", [])], to: "data-000000.tar")
        let found = try findings().filter { $0.contains("sample 000000") }
        #expect(
            found == [
                "error: webdataset/data-000000.tar: sample 000000: its jpg is not the dataset's",
                "error: webdataset/data-000000.tar: sample 000000: its labels are not those of the dataset",
                "error: webdataset/data-000000.tar: sample 000000: its instances.png is missing",
            ])
    }

    @Test func anArchiveThatIsMissingOrInNoListIsFound() throws {
        let second = try bytes("data-000001.tar")
        try AtomicFile.write(second, to: path("data-000009.tar"))
        #expect(try findings() == ["warning: webdataset/data-000009.tar: no list of archives names it"])
        try FileManager.default.removeItem(atPath: path("data-000009.tar"))
        try FileManager.default.removeItem(atPath: path("data-000001.tar"))
        #expect(
            try findings().contains("error: webdataset/data-000001.tar: data.json names it, and it is missing"))
        try folder.write("{}", to: "webdataset/data.json")
        #expect(try findings().contains("error: webdataset/data.json: it has no “shardlist”"))
    }

    @Test func aPartWithoutArchivesIsFound() throws {
        let dataset = try DrawnDataset(["AB", "AB"], splits: ["train", "val"])
        try dataset.convert(WebDatasetFormat())
        func found() throws -> [String] {
            try DatasetAudit.audit(dataset: dataset.folder.path).findings.map(\.description).filter {
                $0.contains("webdataset/")
            }
        }
        #expect(try found() == [])
        let files = FileManager.default
        let folder = dataset.folder.path + "/webdataset"
        try files.moveItem(atPath: folder + "/val.json", toPath: folder + "/old.json")
        #expect(
            try found() == [
                "error: webdataset/val.json: it is missing: no archive holds its part",
                "warning: webdataset/old.json: the dataset has no part of that name",
            ])
    }

    /// Labels that were changed since are those of other archives.
    @Test func archivesOfAnEarlierDatasetAreFound() throws {
        let labels = try folder.text("annotations/instances.json")
        try folder.write(
            labels.replacing("\"height\":", with: "\"license_\":1,\"height\":"), to: "annotations/instances.json")
        #expect(try findings().contains { $0.contains("its labels are not those of the dataset") })
        try convert(shard: 8_000)
        #expect(try findings() == [])
    }

    @Test func archivesWithoutADatasetAreReadAsTheyAre() throws {
        let other = try TemporaryFolder()
        var archive: [UInt8] = []
        let long = String(repeating: "folder/", count: 20) + "photo.jpg"
        for name in [long, long.replacing(".jpg", with: ".cls"), "__begin__", "b.jpg"] {
            Tar.append([1, 2, 3], as: name, to: &archive)
        }
        try other.write("", to: "webdataset/a.tar")
        try AtomicFile.write(archive + Tar.end, to: other.path + "/webdataset/a.tar")
        let audit = try DatasetAudit.audit(dataset: other.path)
        #expect(audit.findings == [] && audit.images == 2)
    }
}
