import Archives
import Findings
import Foundation
import Pictures
import Studios
import Testing

@testable import Rendering

/// Models are read out of archives as they are from the disk.
@Suite struct ArchivedMeshTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    private static let model = "mtllib sheet.mtl\nusemtl paint\n" + MeshTests.sheet

    private static func material(_ texture: String) -> String { "newmtl paint\nKd 0 0 0\nmap_Kd \(texture)\n" }

    private var picture: [UInt8] {
        get throws {
            var raster = Raster(width: 2, height: 1)
            raster.bytes = [255, 0, 0, 255, 0, 255, 0, 128]
            return try PhotoFile.encodeWithAlpha(raster)
        }
    }

    private func archive(_ members: [ZipFile.Member]) throws -> Archive {
        try Archive(path: studio.write(ZipFile(members).bytes, to: "a.zip"))
    }

    private func failure(_ body: () throws -> Void) -> RenderingError? {
        do { try body() } catch { return error as? RenderingError }
        return nil
    }

    @Test func materialsAndTexturesAreFoundBesideTheModel() throws {
        let archive = try archive([
            .init("other/sheet.mtl", Self.material("none.png")), .init("set/sheet.obj", Self.model),
            .init("set/sheet.mtl", Self.material("../pictures/wood.png")), .init("pictures/wood.png", try picture),
        ])
        try studio.write(Self.model, to: "set/sheet.obj")
        try studio.write(Self.material("../pictures/wood.png"), to: "set/sheet.mtl")
        try studio.write(try picture, to: "pictures/wood.png")
        let mesh = try Mesh("set/sheet.obj", of: archive)
        #expect(mesh == (try Mesh(file: studio.path("set/sheet.obj"))))
        #expect(mesh.textures.count == 1)
        #expect(mesh.materials.contains { $0.baseTexture == 0 && $0.alpha == .blend })
    }

    @Test func foldersOfOtherMachinesAndBlanksAreForgiven() throws {
        for name in ["C:\\Users\\me\\wood.png", "/home/me/wood.png", "wood.png\t\t"] {
            let archive = try archive([
                .init("sheet.obj", Self.model), .init("sheet.mtl", Self.material(name)),
                .init("wood.png", try picture),
            ])
            #expect(try Mesh("sheet.obj", of: archive).textures.count == 1, "\(name)")
        }
    }

    @Test func whatIsWrongNamesArchiveAndMember() throws {
        let zip = studio.path("a.zip")
        var archive = try archive([.init("sheet.obj", Self.model), .init("sheet.mtl", Self.material("wood.png"))])
        #expect(
            failure { _ = try Mesh("sheet.obj", of: archive) }?.description
                == "\(zip)#sheet.obj: its texture wood.png is not there")
        #expect(
            failure { _ = try Mesh("shed.obj", of: archive) }?.description
                == "\(zip)#shed.obj: there is no such file in the archive")

        // A file of the disk is none of the archive's.
        let secret = try studio.write(try picture, to: "secret.png")
        archive = try self.archive([.init("sheet.obj", Self.model), .init("sheet.mtl", Self.material(secret + "x"))])
        #expect(failure { _ = try Mesh("sheet.obj", of: archive) }?.code == .missingTexture)
        archive = try self.archive([.init("sheet.obj", Self.model), .init("sheet.mtl", Self.material(secret))])
        #expect(failure { _ = try Mesh("sheet.obj", of: archive) }?.code == .missingTexture)

        archive = try self.archive([.init("empty.obj", "# nothing\n")])
        #expect(failure { _ = try Mesh("empty.obj", of: archive) }?.file == "\(zip)#empty.obj")

        archive = try self.archive([
            .init("sheet.obj", Self.model), .init("sheet.mtl", Self.material("wood.png")),
            .init("wood.png", "no picture"),
        ])
        #expect(failure { _ = try Mesh("sheet.obj", of: archive) }?.code == .badTexture)
    }

    @Test func damagedAndHugeMembersAreRefused() throws {
        let zip = studio.path("a.zip")
        var damaged = ZipFile.Member("sheet.mtl", Self.material("wood.png"))
        damaged.statedChecksum = 1
        var archive = try archive([.init("sheet.obj", Self.model), damaged])
        #expect(
            failure { _ = try Mesh("sheet.obj", of: archive) }?.description
                == "\(zip)#sheet.mtl: is damaged: its checksum is wrong")

        var huge = ZipFile.Member("sheet.obj", Self.model)
        huge.statedSize = 1 << 30
        archive = try self.archive([huge])
        #expect(
            failure { _ = try Mesh("sheet.obj", of: archive) }?.description
                == "\(zip)#sheet.obj: has 1073741824 bytes unpacked, more than the 536870912 that are taken")
    }
}
