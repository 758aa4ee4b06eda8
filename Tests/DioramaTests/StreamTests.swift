import Datasets
import Foundation
import Studios
import Testing

@testable import Diorama

/// Images that go into a pipe as they are made.
@Suite struct StreamTests {
    let studio: Studio

    init() throws { studio = try Studio.everyday() }

    /// A member of an archive.
    private struct Member {
        var name: String
        var bytes: [UInt8]

        var json: [String: Any]? { try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] }
    }

    /// Reads an archive as the standard has it: headers, checksums, and two blocks of zeros at its end.
    private func members(_ archive: [UInt8]) throws -> [Member] {
        var (members, place): ([Member], Int) = ([], 0)
        func octal(_ range: Range<Int>) throws -> Int {
            let text = archive[range].prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
            return try #require(Int(String(decoding: text, as: UTF8.self), radix: 8))
        }
        while archive[place] != 0 {
            let header = archive[place..<place + 512]
            let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
            #expect(try octal(place + 148..<place + 156) == sum)
            #expect(String(decoding: header.dropFirst(257).prefix(5), as: UTF8.self) == "ustar")
            let size = try octal(place + 124..<place + 136)
            members.append(
                Member(
                    name: String(decoding: header.prefix(100).prefix { $0 != 0 }, as: UTF8.self),
                    bytes: Array(archive[place + 512..<place + 512 + size])))
            place += 512 + (size + 511) / 512 * 512
        }
        #expect(archive[place...].allSatisfy { $0 == 0 })
        #expect(archive.count == place + 1024)
        return members
    }

    private func stream(_ adjust: (inout StreamJob.Options) -> Void = { _ in }) throws -> [UInt8] {
        var options = StreamJob.Options(pipeline: studio.path("pipeline.yaml"))
        adjust(&options)
        let path = studio.path("stream.tar")
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        defer { close(file) }
        let summary = try StreamJob(options).run(to: file)
        #expect(summary.isComplete)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test func aStreamHoldsWhatARunWrites() throws {
        try studio.run(to: "out")
        let members = try members(stream())
        let file = try studio.dataset("out").file
        #expect(members.first?.name == "__begin__")
        #expect(members.last?.name == "__end__")
        #expect(members.first?.json?["samples"] as? Int == 10)
        #expect(members.last?.json?["written"] as? Int == 10)
        #expect(members.last?.json?["annotations"] as? Int == file.annotations.count)
        let samples = members.dropFirst().dropLast()
        let kinds = ["png", "json", "instances.png"]
        #expect(samples.map(\.name) == (0..<10).flatMap { image in kinds.map { "00000\(image).\($0)" } })
        let pictures = try studio.files("out")
        for member in samples {
            let stem = member.name.prefix { $0 != "." }
            if member.name == "\(stem).png" { #expect(Data(member.bytes) == pictures["images/\(stem).png"]) }
            if member.name.hasSuffix(".instances.png") { #expect(Data(member.bytes) == pictures["masks/\(stem).png"]) }
            guard let labels = member.json else { continue }
            let image = try #require(labels["image"] as? [String: Any])
            #expect(image["file_name"] as? String == "\(stem).png")
            #expect(image["instance_map"] as? String == "\(stem).instances.png")
            let own = file.annotations.filter { $0.imageId == image["id"] as? Int }
            let annotations = try #require(labels["annotations"] as? [[String: Any]])
            #expect(annotations.map { $0["bbox"] as? [Double] } == own.map(\.bbox))
            #expect(annotations.map { $0["id"] as? Int } == own.indices.map { $0 - own.startIndex + 1 })
            let names = Dictionary(uniqueKeysWithValues: file.categories.map { ($0.id, $0.name) })
            #expect(annotations.map { $0["category"] as? String } == own.map { names[$0.categoryId] })
        }
    }

    @Test func itsBytesDoNotDependOnThreads() throws {
        let one = try stream { $0.workers = 1 }
        #expect(try stream { $0.workers = 2 } == one)
        #expect(try stream { $0.workers = 7 } == one)
    }

    @Test(arguments: [1, 3, 4, 16])
    func shardsShareTheSamplesAmongThem(count: Int) throws {
        let whole = try members(stream()).filter { !$0.name.hasPrefix("__") }
        var all: [String: [UInt8]] = [:]
        for shard in 0..<count {
            let part = try members(stream { $0.shard = Shard(shard, of: count) })
            #expect(part.first?.json?["shard"] as? String == "\(shard)/\(count)")
            let samples = part.filter { !$0.name.hasPrefix("__") }
            #expect(part.first?.json?["samples"] as? Int == samples.count / 3)
            for member in samples { #expect(all.updateValue(member.bytes, forKey: member.name) == nil) }
        }
        #expect(all == Dictionary(uniqueKeysWithValues: whole.map { ($0.name, $0.bytes) }))
    }

    @Test func anEpochHasImagesOfItsOwn() throws {
        let two = try members(stream { $0.epochs = 2 })
        #expect(two.count { $0.name == "__begin__" } == 2)
        #expect(Set(two.map(\.name)).count == two.count - 2)
        let second = two.filter { $0.name.hasPrefix("e1-") }
        #expect(second.count == 30)
        let later = try members(stream { $0.epoch = 1 }).filter { !$0.name.hasPrefix("__") }
        #expect(later.map(\.name) == second.map(\.name))
        #expect(later.map(\.bytes) == second.map(\.bytes))
        // The images of a run with that seed.
        try studio.run(to: "out", changes: ["seed=12"])
        let pictures = try studio.files("out")
        for member in second where member.name.hasSuffix(".png") && !member.name.hasSuffix("instances.png") {
            #expect(Data(member.bytes) == pictures["images/\(member.name.dropFirst(3))"])
        }
    }

    @Test func anEpochMayHaveAnyNumber() throws {
        func names(_ epoch: Int, _ epochs: Int) throws -> [String] {
            try members(
                stream {
                    $0.changes = ["images=1"]
                    ($0.epoch, $0.epochs) = (epoch, epochs)
                    $0.workers = .max
                }
            ).map(\.name).filter { $0.hasSuffix(".json") }
        }
        #expect(try names(.max, 1) == ["e\(Int.max)-000000.json"])
        #expect(try names(2, 2) == ["e2-000000.json", "e3-000000.json"])
    }

    @Test func aReaderThatEndsIsTold() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        var options = StreamJob.Options(pipeline: studio.path("pipeline.yaml"))
        options.workers = 3
        #expect {
            _ = try StreamJob(options).run(to: ends[1])
        } throws: {
            "\($0)".hasPrefix("the stream cannot be written on: Broken pipe, after about ")
        }
    }

    @Test func anImageThatCannotBeMadeEndsAllThreads() throws {
        for number in 0..<3 { try studio.photo("photos/\(number).jpg", seed: number + 1) }
        var options = StreamJob.Options(pipeline: studio.path("pipeline.yaml"))
        options.workers = 4
        let job = try StreamJob(options)
        for number in 0..<3 { try FileManager.default.removeItem(atPath: studio.path("photos/\(number).jpg")) }
        let file = open("/dev/null", O_WRONLY)
        defer { close(file) }
        #expect {
            _ = try job.run(to: file)
        } throws: {
            "\($0)".contains("none of the photos can be decoded")
        }
    }
}
