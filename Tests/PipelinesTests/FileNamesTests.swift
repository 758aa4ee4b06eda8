import Foundation
import Testing

@testable import Cards
@testable import Pipelines

/// Names of files that hold on any machine and in any folder.
@Suite struct FileNamesTests {
    private let names = FileNames(pipeline: "work/pipelines/p.yaml")

    @Test(arguments: [
        ("work/pipelines/photos/a.jpg", "photos/a.jpg"), ("work/photos/a.jpg", "../photos/a.jpg"),
        ("other/b.jpg", "../../other/b.jpg"), ("work/pipelines", "."),
        ("work/models.zip#n/../o.obj", "../models.zip#n/../o.obj"),
    ])
    func aNameStartsFromThePipelinesFolderAndLeadsBack(path: String, name: String) {
        #expect(names.name(of: path) == name)
        #expect(names.path(of: name) == path)
    }

    @Test func aNameDoesNotDependOnTheFolderThatARunIsStartedIn() {
        let current = FileManager.default.currentDirectoryPath
        let absolute = FileNames(pipeline: current + "/work/pipelines/p.yaml")
        for path in ["work/photos/a.jpg", "other/b.jpg"] {
            #expect(absolute.name(of: path) == names.name(of: path))
            #expect(absolute.name(of: current + "/" + path) == names.name(of: path))
        }
    }

    @Test(arguments: ["work/pipelines/p.yaml", "/usr/share/other/p.yaml", "/usr/share/diorama/pipelines/p.yaml"])
    func filesOfPackagesKeepTheirPaths(pipeline: String) {
        let names = FileNames(pipeline: pipeline, shipped: "/usr/share/diorama")
        #expect(names.name(of: "/usr/share/photos/a.jpg") == "/usr/share/photos/a.jpg")
        #expect(names.name(of: "/usr/share/diorama-more/a.jpg") == "/usr/share/diorama-more/a.jpg")
    }

    @Test(arguments: ["/usr/share/diorama", "/home/a/venv/share/diorama", "checkout"])
    func filesOfTheProgramHaveTheSameNamesWhereverItIsInstalled(shipped: String) {
        let sign = shipped + "/objects/sign.svg"
        #expect(FileNames(pipeline: "work/p.yaml", shipped: shipped).name(of: sign) == "diorama:objects/sign.svg")
        let own = FileNames(pipeline: shipped + "/pipelines/p.yaml", shipped: shipped)
        #expect(own.name(of: sign) == "../objects/sign.svg")
        #expect(own.path(of: "../objects/sign.svg") == sign)
        // A source tree holds other files, too.
        #expect(FileNames(pipeline: "work/p.yaml", shipped: "/checkout").name(of: "/checkout/out").hasPrefix("../"))
    }

    @Test func aFileOfTheProgramIsOpenedByItsName() throws {
        let root = try #require(ShippedFiles.root)
        let name = names.name(of: root + "/objects/stop-sign.svg")
        #expect(name == "diorama:objects/stop-sign.svg")
        #expect(names.path(of: name) == root + "/objects/stop-sign.svg")
    }

    @Test func textsNameFilesAsTheyAreStored() {
        #expect(
            names.naming("work/photos/a.jpg: cannot be read", "work/photos/a.jpg") == "../photos/a.jpg: cannot be read")
        #expect(names.naming("work/pipelines/x.yaml:3:1: wrong") == "x.yaml:3:1: wrong")
    }

    @Test func onlyTheKeysThatTakePathsAreRenamed() {
        let part = DrawnPart(
            name: "cutouts", values: .map(["file": "a.png", "strength": 1, "colors": .map(["body": "a.png"])]))
        #expect(
            parts.sources.renamingFiles(of: part) { "x/" + $0 }.values
                == .map(["file": "x/a.png", "strength": 1, "colors": .map(["body": "a.png"])]))
    }
}
