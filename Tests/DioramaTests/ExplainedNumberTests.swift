import Studios
import Testing

@testable import Diorama

@Suite struct ExplainedNumberTests {
    @Test func explainPrintsASeedOf64BitsToItsLastDigit() throws {
        let studio = try Studio()
        try studio.photo()
        try studio.write(
            """
            diorama: 1
            seed: 18446744073709551557
            images: 1
            backgrounds: {photos: [photos]}
            """, to: "pipeline.yaml")
        try studio.run(to: "out")
        let text = try StoredScene.json(dataset: studio.path("out"), image: "0")
        #expect(text.contains("\n  \"seed\": 18446744073709551557,\n"))
        #expect(text.contains("\n  \"objects\": [],\n"))
        #expect(text.contains("\n    \"principal_point\": [48,32],\n"))
    }
}
