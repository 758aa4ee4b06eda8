import Cards
import Foundation
import Pipelines
import Scenes
import Studios
import Testing

@testable import Diorama

/// Things labelled in one photo are set into others.
@Suite struct CopyPasteTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        for number in 0..<3 { try studio.photo("photos/\(number).png", seed: number + 1) }
        try studio.write(
            """
            {"images": [\((0..<3).map { #"{"id": \#($0), "file_name": "photos/\#($0).png", "width": 96, "height": 64}"# }
                .joined(separator: ", "))],
             "categories": [{"id": 8, "name": "dog"}, {"id": 2, "name": "cat"}],
             "annotations": [\((0..<3).map {
                #"{"id": 1\#($0), "image_id": \#($0), "category_id": \#($0 == 1 ? 2 : 8), "iscrowd": 0, "area": 500, "bbox": [10, 20, 20, 25], "segmentation": [[10, 20, 30, 20, 30, 45, 10, 45]]}"#
            }.joined(separator: ",\n"))]}
            """, to: "labels.json")
    }

    private func pipeline(_ more: String = "", photos: String = "labels.json", images: Int = 9) -> String {
        """
        diorama: 1
        seed: 2
        images: \(images)
        backgrounds: {photos: [\(photos)]}
        objects:
          animal: {from: {coco: {file: labels.json, categories: [dog, cat]\(more)}}, size: 0.3}
        scene: {count: 2, overlap: {truncated: {max: 0}}}
        output: {images: {format: png}}

        """
    }

    @Test func authorAndLicenceOfAPhotoGoWithWhatIsCutOutOfIt() throws {
        let text = try studio.text("labels.json")
            .replacing(#"{"images""#, with: #"{"licenses": [{"id": 7, "name": "CC-BY-2.0", "url": "by"}], "images""#)
            .replacing(
                #""photos/1.png", "#,
                with:
                    #""photos/1.png", "license": 7, "author": "Ann", "flickr_url": "there", "attributions": [{"title": "a model", "license": 7}], "#
            )
        try studio.write(text, to: "labels.json")
        try studio.photo("other/b.png")
        try studio.run(
            text: pipeline(photos: "other").replacing("[dog, cat]", with: "[cat]").replacing(
                "count: 2", with: "count: 1"),
            to: "out")
        let file = try studio.dataset("out").file
        #expect(file.licenses.map { [$0.name, $0.url] } == [["CC-BY-2.0", "by"]])
        let expected: [WrittenDataset.Attribution] = [
            .init(title: "1.png", author: "Ann", license: file.licenses.first?.id, source: "there"),
            .init(title: "a model", license: file.licenses.first?.id),
        ]
        let pasted = file.images.filter { image in file.annotations.contains { $0.imageId == image.id } }
        #expect(!pasted.isEmpty && pasted.allSatisfy { $0.attributions == expected })
        // A photo of which nothing is known brings no one.
        try studio.run(
            text: pipeline(photos: "other").replacing("[dog, cat]", with: "[dog]"), to: "dogs")
        #expect(try studio.dataset("dogs").file.images.allSatisfy { $0.attributions == nil })
    }

    @Test func instancesKeepTheirCategoryAndStayOutOfTheirOwnPhotos() throws {
        try studio.run(text: pipeline(), to: "out")
        let scenes = try studio.scenes("out")
        let objects = scenes.flatMap { scene in scene.objects.map { (scene, $0) } }
        #expect(objects.count >= 12)
        var seen: Set<String> = []
        for (scene, object) in objects {
            guard case .text(let id)? = object.from.values[key: "instance"] else {
                Issue.record("the scene does not say which instance it is")
                continue
            }
            seen.insert(id)
            let image = try #require(scene.photo.labels?.image)
            #expect(id != "1\(image)")
            #expect(object.category == (id == "11" ? "cat" : "dog"))
        }
        #expect(seen == ["10", "11", "12"])
        let categories = try studio.list("categories", of: "out")
        #expect(categories.map { $0["id"] as? Int } == [8, 2])
        let pasted = try studio.labels("out").filter { $0["instance_id"] != nil }
        #expect(pasted.count == objects.count)
        #expect(Set(pasted.compactMap { $0["category_id"] as? Int }) == [8, 2])
    }

    @Test func whatIsOnlyInThisPhotoIsLeftOutAndCounted() throws {
        let summary = try studio.run(
            text: pipeline(photos: "photos/1.png", images: 2).replacing("[dog, cat]", with: "[cat]"), to: "out")
        #expect(summary.description.contains("left out 4 of 4 objects: the object is from this photo"), "\(summary)")
        try studio.run(
            text: pipeline(", same_photo: true", photos: "photos/1.png", images: 2), to: "same")
        #expect(try studio.scenes("same").allSatisfy { !$0.objects.isEmpty })
    }

    @Test func aStoredSceneSaysAllThatItsPixelsNeed() throws {
        try studio.run(text: pipeline(), to: "out")
        try studio.run("out.yaml", to: "again") { $0.only = ImageSelection("4") }
        #expect(try studio.files("again")["images/000004.png"] == studio.files("out")["images/000004.png"])
    }
}
