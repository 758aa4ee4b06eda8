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

    @Test func filesOfPackagesKeepTheirPaths() {
        #expect(names.name(of: "/usr/share/photos/a.jpg") == "/usr/share/photos/a.jpg")
        // A pipeline that a package installs is moved together with its files.
        let installed = FileNames(pipeline: "/usr/share/diorama/p.yaml")
        #expect(installed.name(of: "/usr/share/photos/a.jpg") == "../photos/a.jpg")
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
