import Compositing
import Foundation
import Masks
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Small composites that were looked at once, kept as the mean colours of their 8 × 8 pixel blocks and the instance at
/// each block's middle. A difference here means that pixels or scenes have moved for the same seed: users will see it.
/// To look at them, and for their new values, name a folder in the environment variable `DIORAMA_GOLDEN`.
@Suite struct GoldenPictureTests {
    /// Steps of 255 that a block's mean may be off: what another version of a library may round differently.
    static let tolerance = 2

    /// A red post with an arm, and a glossy blue ball at its foot.
    private static let post = """
        description: A post with an arm, and a ball at its foot.
        materials:
          red: {colour: "#c8201a", roughness: 0.8}
          blue: {colour: "#2850c8", roughness: 0.15}
        parts:
          - box: {size: [0.3, 1.4, 0.3], at: [0, 0.7, 0], material: red}
          - box: {size: [0.8, 0.25, 0.3], at: [0.5, 1.2, 0], material: red}
          - sphere: {radius: 0.35, at: [0.6, 0.35, 0.35], material: blue}

        """

    /// A white board with a red rim.
    private static let board = """
        <svg xmlns="http://www.w3.org/2000/svg" width="60" height="50"><rect x="3" y="3" width="54" height="44" \
        fill="#e8e6e0" stroke="#b01c22" stroke-width="6"/></svg>
        """

    /// A pipeline's image 0 as its blocks: six hexadecimal digits each, and the instance map.
    private func blocks(_ rules: String) throws -> (colours: [String], map: [String]) {
        let studio = try Studio()
        // Lossless, so that no JPEG decoder has a say.
        try studio.photo("photos/a.png", seed: 3)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.cutout("cutouts/ring.png", .ring, colour: [250, 210, 40])
        try studio.cutout("cutouts/wedge.png", .triangle, width: 30, colour: [40, 90, 220])
        try studio.write(Self.post, to: "solids/post.yaml")
        try studio.write(Self.board, to: "drawings/board.svg")
        // Its noise is what one golden picture is of, and would hide the others' edges.
        let match = rules.contains("match:") ? "" : "match: none\n"
        try studio.write("diorama: 1\nimages: 1\n" + match + rules, to: "pipeline.yaml")
        let maker = try Plan(path: studio.path("pipeline.yaml")).maker
        let compositor = maker.makeCompositor()
        let composite = try maker.make(0, with: compositor).composite
        let (image, map) = (composite.image, composite.map)
        let rows = stride(from: 0, to: image.height, by: 8)
        let columns = stride(from: 0, to: image.width, by: 8)
        let colours = rows.map { top in
            columns.map { left in
                (0..<3).map { band in
                    var sum = 32
                    for y in top..<top + 8 {
                        for x in left..<left + 8 { sum += Int(image.bytes[(y * image.width + x) * 4 + band]) }
                    }
                    return String(format: "%02x", sum / 64)
                }.joined()
            }.joined(separator: " ")
        }
        let ids = rows.map { top in
            columns.map { left in
                let id = map.ids[(top + 4) * image.width + left + 4]
                return id == 0 ? "." : String(id)
            }.joined()
        }
        if let folder = ProcessInfo.processInfo.environment["DIORAMA_GOLDEN"], let test = Test.current {
            let name = "\(folder)/\(test.name.prefix { $0 != "(" })"
            try Data(PhotoFile.encode(image, as: .png())).write(to: URL(fileURLWithPath: name + ".png"))
            let text = (colours + ids).joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: name + ".txt"))
        }
        return (colours, ids)
    }

    func expect(_ rules: String, colours: [String], map: [String]) throws {
        let found = try blocks(rules)
        #expect(found.map == map)
        let differences = zip(found.colours, colours).map { row in
            zip(row.0.split(separator: " "), row.1.split(separator: " ")).map { Self.difference($0, $1) }.max() ?? 255
        }
        #expect(
            differences.count == colours.count && differences.allSatisfy { $0 <= Self.tolerance },
            "\(differences):\n\(found.colours.joined(separator: "\n"))")
    }

    private static func difference(_ a: Substring, _ b: Substring) -> Int {
        guard let a = Int(a, radix: 16), let b = Int(b, radix: 16) else { return 255 }
        return [16, 8, 0].map { abs((a >> $0) & 255 - (b >> $0) & 255) }.max() ?? 255
    }

    @Test func flatObjectsAnywhere() throws {
        try expect(
            """
            seed: 26
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, size: 0.5}
              ring: {from: {cutouts: cutouts/ring.png}, size: 0.6}
              wedge: {from: {cutouts: cutouts/wedge.png}, size: 0.5, pose: {roll: {uniform: [-90, 90]}}}
            scene: {count: 4, overlap: {max: 0.6}}
            """,
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 9a9ec6 9a9ec7 94a9d7 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb4d7 ba7c87 db3d2a db3d2a c68371 b2bab2 9fb4d7 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 aabfd7 c73d2d ca3725 ca3725 cc4025 f8d22c c6c599 abc0d8 aabfd7 aabfd7",
                "b5cad7 b5cad7 b4c9d6 78362f 6e1e14 6e1e14 6f404c d3cb84 e4ca4a b5cad7 b5cad7 b5cad7",
                "879257 859055 838e53 7c7443 713319 77321a 5053a2 745d72 936827 818c51 7c874c 7f8a4f",
                "838e53 879257 879257 7f8a4f 838340 b54f21 7a416c 16327a 5f3753 848852 818c51 7f8a4f",
                "7f8a4f 848f54 818c51 879257 828d52 8d3f27 652936 142d6e 232b60 6d7352 869156 828d52",
                "7f8a4f 808b50 848f54 848f54 828d52 7a633a 622121 45253d 703824 808a50 808b50 879257",
            ],
            map: [
                "............",
                "...3331.....",
                "...33331....",
                "...3333.1...",
                "....33421...",
                ".....2444...",
                ".....2244...",
                "......222...",
            ])
    }

    @Test func flatObjectsMatchedToThePhoto() throws {
        try expect(
            """
            seed: 26
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, size: 0.5}
              ring: {from: {cutouts: cutouts/ring.png}, size: 0.6}
              wedge: {from: {cutouts: cutouts/wedge.png}, size: 0.5, pose: {roll: {uniform: [-90, 90]}}}
            scene: {count: 4, overlap: {max: 0.6}}
            match: {colour: 1}
            """,
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 9da1c9 9da1c9 94a9d7 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb4d7 ca8a92 fe5c42 fe5c43 d6977f b3c3b6 9fb4d7 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 aabfd7 ec5843 f1543c f1543c f15d3c fdfe41 c8d5a1 abc0d8 aabfd7 aabfd7",
                "b5cad7 b5cad7 b4c9d6 9a443b 962f22 962f22 91535b d6e18d ebee5a b5cad7 b5cad7 b5cad7",
                "879257 859055 838e53 847846 944725 9a4627 727cbe 8f8088 aa8834 818c51 7c874c 7f8a4f",
                "838e53 879257 879257 7f8a4f 8c9344 d57235 99638a 28499c 744c6f 868a54 818c51 7f8a4f",
                "7f8a4f 848f54 818c51 879257 828d52 ae4f34 863d4d 23408e 363d7d 737859 869156 828d52",
                "7f8a4f 808b50 848f54 848f54 828d52 8a6a40 893332 643753 91462f 818a50 808b50 879257",
            ],
            map: [
                "............",
                "...3331.....",
                "...33331....",
                "...3333.1...",
                "....33421...",
                ".....2444...",
                ".....2244...",
                "......222...",
            ])
    }

    @Test func tiltedObjectsWithFeatheredEdgesInWarmLight() throws {
        try expect(
            """
            seed: 22
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, size: 0.7}
              wedge: {from: {cutouts: cutouts/wedge.png}, size: 0.7}
            scene:
              count: 3
              light: {gain: 0.8, kelvin: 3800, sun: {azimuth: 120, elevation: 35}, relief: 0.8}
              overlap: {max: 0.5}
            blend: {feather: 3}
            """,
            colours: [
                "93a8d7 94a9d7 94a9d7 98a4cf a695b6 98a4d0 94a9d7 94a9d7 9e829e e43e2a ff3e1f f9492b",
                "9fb4d7 9eb3d7 a790a5 e54633 fd4122 f25239 b798aa 9fafd1 a53a2f da3118 fb3a1c ff401f",
                "abbad1 bf97a1 c9402c e43419 fd3b1d ff4120 f3563b a6a7b9 6d2015 821d0e 9f2412 ae2814",
                "c9584b f93b1e ff401f f84220 c42e16 bf2d16 c4341c b7afb5 673e3a 501209 62160b 731a0d",
                "bb2b15 ec351a fe3c1e ff4220 c23319 771b0d 812d17 858c52 7c7d49 5b331c 521a0d 632e19",
                "6a180c 871f0f 9d2411 a82713 972512 662816 837647 859055 808b50 838e53 7d824b 7e884e",
                "4f150a 551309 69180c 781c0e 7e5832 818950 818c51 818c51 869156 848f54 869156 828d52",
                "6e6037 572816 5a2413 735430 818b51 848f54 838e53 838e53 848f54 808b50 808b50 879257",
            ],
            map: [
                ".........111",
                "...222..1111",
                "..22222.1111",
                "3333222.1111",
                "3333322..111",
                "333332......",
                "3333........",
                ".33.........",
            ])
    }

    @Test func objectsOnTheGroundUnderNoise() throws {
        try expect(
            """
            seed: 23
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, height: 1, pose: {yaw: {uniform: [-60, 60]}}}
              wedge: {from: {cutouts: cutouts/wedge.png}, height: 1.5, distractor: true}
            scene:
              count: 6
              camera: {height: 1.5, fov: 60, horizon: 0.4}
              place: {ground: {distance: {uniform: [3, 12]}}}
              overlap: {max: 0.7}
            effects: [{noise: {iso: 3200}}]
            """,
            colours: [
                "94a8d7 92a9d7 94a9d7 94a9d8 94a8d7 93a9d8 94a8d7 93aad7 93a8d6 94a9d8 93a9d7 93a8d7",
                "9eb4d7 9eb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d6 9fb4d7 a0b4d8 9eb4d7 9fb4d6 9eb3d7 9eb3d7",
                "a9bed6 a9bed6 aabed7 a9bfd8 aabfd7 aabfd7 aabfd7 aabfd7 a9bed7 aac1d8 aabfd7 a9bed7",
                "b5cad8 afbcce 92add6 bab3bb b6c7d4 b5cad8 b5cad7 b5cad7 b6c3cf b5c9d7 b5c9d7 b5cad7",
                "889157 753d56 3c598c a44c2f a9643c 838c53 7f8b50 b0633c b03623 887645 7c874c 7f8a4f",
                "7e8950 2e4163 312f5f c03622 bb3323 8f7345 889459 853c28 7f5d38 7f8850 808a50 7f884e",
                "7c874d 6f7c54 727748 713220 6f301f 7b7d4a 79844c 787545 7f884f 7f8950 848f54 808c51",
                "7d874e 7d8a4e 7e8950 7b844d 79844c 7c874f 7f8951 808c51 828d53 7e8a50 808a50 869156",
            ],
            map: [
                "............",
                "............",
                "............",
                "............",
                ".2.1...43...",
                "...55..4....",
                "...55.......",
                "............",
            ])
    }

    /// The sun stands behind the camera on its left: the post and the ball cast their shadows to the right.
    @Test func aRenderedSolidWithItsShadowOnTheGround() throws {
        try expect(
            """
            seed: 27
            backgrounds: {photos: [photos]}
            objects:
              post: {from: {solid: solids/post.yaml}, pose: {yaw: 20}}
            scene:
              count: 1
              camera: {height: 1.7, fov: 60, horizon: 0.25}
              light: {sky: even, sun: {elevation: 38, azimuth: -120}}
              place: {ground: {distance: 4}}
              overlap: {truncated: {max: 0}}
            """,
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 93a8d7 94a9d7 94a9d7 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 aabfd7 a4a6bb a6b1c7 a7b2c8 aabfd7 aabfd7 aabfd7 abc0d8 aabfd7 aabfd7",
                "b5cad7 b5cad7 b4c9d6 945352 824a49 8d6465 b4c7d4 b5cad7 b5cad7 b5cad7 b5cad7 b5cad7",
                "879257 859055 838e53 844630 7a6c43 6c7f7d 7d8853 859055 859055 818c51 7c874c 7f8a4f",
                "838e53 879157 879257 834a31 685d65 3a5abe 505c55 6c7645 758049 848f54 818c51 7f8a4f",
                "7f8a4f 848e53 828b50 877448 6e6c42 566252 59623b 727d48 859056 848f54 869156 828d52",
                "7f8a4f 808b50 848e54 838d53 818b51 828d53 828d53 838d53 848e54 808b50 808b50 879257",
            ],
            map: [
                "............",
                "............",
                "............",
                "...111......",
                "...1........",
                "...1.1......",
                "............",
                "............",
            ])
    }

    @Test func wornDrawings() throws {
        try expect(
            """
            seed: 26
            backgrounds: {photos: [photos]}
            objects:
              board: {from: {drawing: drawings/board.svg}, height: 1.4, wear: 0.8, pose: {yaw: {uniform: [-50, 50]}}}
            scene:
              count: 2
              camera: {height: 1.5, fov: 60, horizon: 0.4}
              light: {drawings: 0}
              place: {ground: {distance: {uniform: [2.2, 3]}}}
            """,
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 93a8d7 94a9d7 94a9d7 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 abc0d8 aabfd7 aabfd7",
                "b5cad7 b1b3bf a98f98 a5969e aa9ca6 9f8e96 a28b93 a28b94 a48d95 a28f97 a4919a b1bdc9",
                "879257 917b56 cfb8b3 b69e98 ba9b96 ad8681 a16462 b5a6a1 bdada8 b6a6a0 af8380 847e4e",
                "838e53 8d7a53 d4d0c9 dad7d0 dddad3 c3bcb5 a26c6a b4b2ac bab7af b8b4ac b78c89 817e4c",
                "7f8a4f 89784f d4cec7 d1cfc8 d9d6d0 c2bbb4 9d6b67 bebcb6 bdbab3 cbc9c2 b38b87 828350",
                "7e894e 86764b d6ccc6 d1cec7 d4d2cb cec8c1 9e6664 b6aaa4 bfb5af ccc4be b18380 828552",
            ],
            map: [
                "............",
                "............",
                "............",
                ".....111....",
                "..222221111.",
                "..222221111.",
                "..222221111.",
                "..222221111.",
            ])
    }

    @Test func aMirroredPartOfThePhotoMadeSmaller() throws {
        try expect(
            """
            seed: 24
            backgrounds:
              photos: [photos]
              crop: {share: 0.9, aspect: 1.5}
              resize: {width: 48, height: 32}
              flip: {chance: 1}
            objects:
              ring: {from: {cutouts: cutouts/ring.png}, size: 0.8, place: {at: {x: 0.3, y: 0.5}}, pose: {yaw: 50}}
            scene: {count: 1}
            """,
            colours: [
                "aeb8b9 d3c36f b0b9b5 9fb4d7 9fb4d7 9fb4d7",
                "e7ce4f cac88a d9ca6a acc0c9 adc1c9 adc1c9",
                "827422 7f7f3a 817a30 828d52 828d52 869155",
                "838848 7f772c 828848 838e53 859055 828d52",
            ],
            map: [
                ".1....",
                "1.1...",
                "1.1...",
                ".1....",
            ])
    }
}
