import Studios
import Testing

@testable import Diorama

@Suite struct StarterFolderTests {
    @Test func aFolderThatCannotBeMadeIsNamedInAWord() throws {
        let studio = try Studio()
        try studio.write("in the way", to: "file")
        #expect {
            try Starter.write(to: studio.path("file"))
        } throws: {
            "\($0)".contains("cannot make the folder \(studio.path("file"))") && !"\($0)".contains("NSCocoa")
        }
    }
}
