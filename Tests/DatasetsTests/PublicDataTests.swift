import Findings
import Foundation
import Pictures
import Testing

@testable import Datasets

/// Good public data has nothing wrong: what is odd in it is a warning or a note, and comes through a conversion.
@Suite struct PublicDataTests {
    private func make(_ seed: UInt64, images: Int = 6) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        var shapes = PublicShapes(seed: seed)
        try folder.write(shapes.file(images: images), to: "annotations/instances_val2017.json")
        let picture = try PhotoFile.encode(Raster(width: 64, height: 48), as: .jpeg())
        try Folder.make(folder.path + "/val2017")
        for image in 0..<images {
            try AtomicFile.write(picture, to: "\(folder.path)/val2017/\(PublicShapes.name(image))")
        }
        return folder
    }

    @Test(arguments: 1...24) func theAuditFindsNoError(seed: Int) throws {
        let folder = try make(UInt64(seed))
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.findings.filter { $0.severity == .error }.map(\.description) == [])
        #expect(audit.images == 6)
        #expect(
            audit.findings.first?.problem
                == "it has the same name as category 0, “cat”; they stay two categories")
    }

    @Test func everyLabelComesThroughAConversion() throws {
        let folder = try make(3)
        let target = try TemporaryFolder()
        var odd: [String] = []
        var source = COCOSource()
        (source.file, source.images) = (folder.path + "/annotations/instances_val2017.json", folder.path + "/val2017")
        let counts = try DatasetImport(source.open(), to: target.path + "/out", linksPhotos: false).run {
            odd.append($0.problem)
        }
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(counts.annotations == audit.annotations && counts.annotations > 10, "\(odd)")
        let converted = try DatasetAudit.audit(dataset: target.path + "/out")
        #expect(converted.errors == 0)
        let text = try target.text("out/annotations/instances.json")
        #expect(text.contains(#""id":\#(Int.max),"#) && text.contains(#""id":900100000000000000,"#))
    }
}
