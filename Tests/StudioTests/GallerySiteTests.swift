import Datasets
import Foundation
import JSON
import Studios
import Testing

@testable import Studio

/// What the page asks of a dataset.
@Suite struct GallerySiteTests {
    private let folder: Studio

    init() throws {
        folder = try Studio()
        try folder.photos(3)
        try folder.photo("secret.jpg")
        let images = (0..<3).map { #"{"id": \#($0), "file_name": "photos/\#($0).jpg", "width": 96, "height": 64}"# }
        try folder.write(
            """
            {"images": [\(images.joined(separator: ", "))], "categories": [{"id": 7, "name": "dog"}],
             "annotations": [
              {"id": 1, "image_id": 0, "category_id": 7, "bbox": [1, 2, 30, 20], "area": 600, "iscrowd": 0,
               "segmentation": [[1, 2, 31, 2, 31, 22, 1, 22]], "visibility": 0.5},
              {"id": 2, "image_id": 2, "category_id": 7, "bbox": [5, 5, 10, 10], "area": 100, "iscrowd": 0}]}
            """, to: "labels.json")
    }

    private func site(_ name: String = "labels.json") throws -> Site {
        Site(gate: Gate(token: Gate.makeToken(), port: 4711), subject: try Subject(named: [folder.path(name)]))
    }

    private func get(_ site: Site, _ name: String, _ query: [String: String] = [:]) async -> Reply {
        await site.reply(
            to: Request(
                path: ["api", name], query: query,
                headers: ["host": "127.0.0.1:4711", "x-diorama-token": site.gate.token]))
    }

    private func post(_ site: Site, _ name: String, _ body: String) async -> Reply {
        await site.reply(
            to: Request(
                method: "POST", path: ["api", name],
                headers: ["host": "127.0.0.1:4711", "x-diorama-token": site.gate.token], body: Array(body.utf8)))
    }

    @Test func labelsAreInPixelsOfTheImage() async throws {
        let reply = await get(try site(), "labels", ["images": "0,2"])
        let sheets = try #require(JSONTree(reply.bytes).elements)
        #expect(sheets.map { $0["image"]?.integer } == [0, 2])
        let label = try #require(sheets[0]["labels"]?.elements?.first)
        #expect(label["box"]?.numbers(4) == [1, 2, 30, 20])
        #expect(label["mask"]?.text?.hasPrefix("M") == true)
        #expect(sheets[0]["name"]?.text == "photos/0.jpg")
    }

    @Test func picturesAreServedSmallAndWhole() async throws {
        let site = try site()
        let small = await get(site, "thumbnail", ["image": "1", "size": "64"])
        #expect(small.status == 200 && small.bytes.starts(with: [0xFF, 0xD8]))
        let whole = await get(site, "picture", ["image": "1"])
        #expect(Data(whole.bytes) == FileManager.default.contents(atPath: folder.path("photos/1.jpg")))
    }

    @Test(arguments: ["facts", "picture", "thumbnail"])
    func ofAPhotoThatLeadsOutNothingIsTold(name: String) async throws {
        let site = try site("photos")
        // Put there after the start, in place of a photo.
        try FileManager.default.removeItem(atPath: folder.path("photos/2.jpg"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("photos/2.jpg"), withDestinationPath: folder.path("secret.jpg"))
        #expect(await get(site, name, ["image": "1"]).status == 200)
        #expect(await get(site, name, ["image": "2"]).status == 404)
        for change in ["facts", "facts-work", "facts-guess", "facts-try"] {
            #expect(await post(site, change, #"{"image": 2, "facts": {"horizon": 0.5}}"#).status == 404)
        }
    }

    @Test func aLayerThatLeadsOutIsNotRead() throws {
        let root = folder.path("own")
        let photo = root + "/images/000000.jpg"
        try folder.photo("own/images/000000.jpg")
        let gallery = Gallery(
            name: "own", dataset: LoosePhotos([photo], named: "own"), places: NamedPlaces(folders: [root]),
            isDataset: true, root: root, home: nil)
        let layer = DatasetLayout(root: root).layerPath(ofImage: photo, .depthPNG)
        let name = String(layer.dropFirst(folder.path("").count))
        try folder.write("a layer", to: name)
        #expect(DepthPicture.file(of: gallery, 0)?.path == layer)
        try FileManager.default.removeItem(atPath: layer)
        try FileManager.default.createSymbolicLink(atPath: layer, withDestinationPath: folder.path("secret.jpg"))
        #expect(DepthPicture.file(of: gallery, 0) == nil)
    }

    @Test(arguments: ["../secret.jpg", "3", "-1", ""])
    func anImageIsAPlaceAndNoPath(image: String) async throws {
        #expect(await get(try site(), "picture", ["image": image]).status == 400)
    }

    @Test func theIndexComesInColumns() async throws {
        let site = try site()
        var bytes: [UInt8] = []
        for _ in 0..<200 {
            bytes = await get(site, "index", ["from": "0"]).bytes
            if bytes[0] == 1 { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        // Three numbers of 4 bytes; six columns of three images; three of two labels, and three of one byte each.
        #expect(bytes.count == 66)
        #expect(bytes[4] == 3 && bytes[8] == 2)
        #expect(Array(bytes[12..<14]) == [96, 0] && Array(bytes[24..<30]) == [1, 0, 0, 0, 1, 0])
        #expect(Array(bytes[52..<54]) == [24, 0], "the root of 600")
        #expect(Array(bytes[60..<62]) == [100, 255], "half is seen, and not known")
    }

    @Test func marksAreKeptBesideTheDatasetWithThoseOfOthers() async throws {
        let site = try site()
        #expect(await post(site, "marks", #"{"image": 2, "mark": "bad", "note": "“blurred”"}"#).status == 200)
        let path = folder.path("labels.json.diorama-marks.json")
        let other = try String(contentsOfFile: path, encoding: .utf8).replacing("photos/2.jpg", with: "photos/0.jpg")
        try other.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await post(site, "marks", #"{"image": 1, "mark": "good"}"#).status == 200)
        let marks = try #require(JSONTree(await get(site, "marks").bytes)["marks"]?.elements)
        #expect(marks.map { $0["image"]?.integer } == [0, 1])
        #expect(marks[0]["note"]?.text == "“blurred”" && marks[1]["mark"]?.text == "good")
        #expect(await post(site, "marks", #"{"image": 1, "mark": null}"#).status == 200)
        #expect(try JSONTree(await get(site, "marks").bytes)["marks"]?.elements?.count == 1)
    }

    @Test func aFileThatIsNoneOfMarksIsNotOverwritten() async throws {
        let path = try folder.write("precious", to: "labels.json.diorama-marks.json")
        let reply = await post(try site(), "marks", #"{"image": 1, "mark": "good"}"#)
        #expect(reply.status == 409 && String(decoding: reply.bytes, as: UTF8.self).contains("no file of marks"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test(arguments: [
        #"{"image": 3, "mark": "good"}"#, #"{"image": 1, "mark": "best"}"#, #"{"mark": "good"}"#, "[", "",
    ])
    func aMarkThatIsNoneIsRefused(body: String) async throws {
        #expect(await post(try site(), "marks", body).status == 400)
    }

    @Test func imagesOfOthersAreListedByName() async throws {
        // Numbers that are no images are left out.
        let reply = await post(try site(), "list", #"{"images": [2, 0, 1e99, -1, 0.5]}"#)
        #expect(String(decoding: reply.bytes, as: UTF8.self) == "photos/2.jpg\nphotos/0.jpg")
    }
}
