import Datasets
import Diorama
import Studios
import Testing

@testable import Studio

/// What was named is told by what it is.
@Suite struct SubjectTests {
    private let folder: Studio

    init() throws {
        folder = try Studio()
        try folder.photos(3)
        try folder.write(
            """
            {"images": [{"id": 1, "file_name": "photos/0.jpg", "width": 96, "height": 64}],
             "categories": [{"id": 1, "name": "dog"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 30, 20], "area": 600, "iscrowd": 0}]}
            """, to: "labels.json")
        try folder.write("diorama: 1\nbackgrounds: {photos: [photos]}\n", to: "pipeline.yaml")
        try folder.write("photos:\n  - {file: photos/1.jpg}\n", to: "catalogue.yaml")
        try folder.write("hello", to: "notes.txt")
        try folder.write("hello", to: "empty/notes.txt")
    }

    private func images(_ names: String...) throws -> (kind: String, count: Int) {
        let subject = try Subject(named: names.map { folder.path($0) })
        guard case .gallery(let gallery) = subject else { return (subject.kind, 0) }
        return (subject.kind, gallery.dataset.photos.count)
    }

    /// What is drawn and not saved lies in the browser, by address: it is there again at the next start.
    @Test func theSameThingIsShownAtTheSamePort() {
        let port = StudioServer.usualPort(["/photos"])
        #expect(StudioServer.usualPort(["/photos/"]) == port && StudioServer.usualPort(["/x/../photos"]) == port)
        #expect(StudioServer.usualPort(["/other"]) != port)
        #expect((20_000..<30_000).contains(port))
    }

    @Test func eachKindIsTold() throws {
        #expect(try images("labels.json") == ("dataset", 1))
        #expect(try images("pipeline.yaml") == ("pipeline", 0))
        #expect(try images("photos") == ("photos", 3))
        #expect(try images("photos/2.jpg") == ("photos", 1))
        #expect(try images("catalogue.yaml") == ("photos", 1))
        #expect(try images("photos/2.jpg", "catalogue.yaml", "photos") == ("photos", 3))
        #expect(try Subject(named: ["quickstart"]).kind == "pipeline")
    }

    @Test(arguments: [
        ("journal.jsonl", "--resume"), ("annotations/instances.json", "instances.json"), ("data.yaml", "data.yaml"),
    ])
    func aDatasetThatCannotBeReadIsNotShownAsPhotos(file: String, words: String) throws {
        try folder.photo("set/images/a.jpg")
        #expect(try images("set") == ("photos", 1))
        try folder.write("names: [a]\ntrain: [\n", to: "set/" + file)
        let error = try #require(throws: (any Error).self) { try Subject(named: [folder.path("set")]) }
        #expect("\(error)".contains(words))
    }

    /// What stands on a command line stands in no file.
    @Test func aFolderWithoutPhotosIsNamedWithoutAPlace() {
        do {
            _ = try Subject(named: [folder.path("empty")])
            Issue.record("it is taken for something")
        } catch {
            #expect("\(error)".contains("As photos: \(folder.path("empty")): ") && !"\(error)".contains(":1:1"))
        }
    }

    @Test(arguments: ["gone", "notes.txt", "empty"])
    func whatIsNothingOfTheseIsAMistakeOfTheUser(name: String) throws {
        let error = try #require(throws: JobError.self) { try Subject(named: [folder.path(name)]) }
        #expect(Mistake.isUsers(error) && error.description.contains(name))
    }

    @Test(arguments: ["labels.json", "pipeline.yaml"])
    func aDatasetOrAPipelineIsShownAlone(name: String) throws {
        let error = try #require(throws: JobError.self) {
            try Subject(named: [folder.path("photos"), folder.path(name)])
        }
        #expect(Mistake.isUsers(error) && error.description.contains(name))
    }
}
