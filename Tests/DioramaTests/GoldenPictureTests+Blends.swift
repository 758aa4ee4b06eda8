import Testing

extension GoldenPictureTests {
    /// A blend for all objects of one scene: one in the middle, one over it and one at the picture's edge.
    private func blended(_ blend: String, colours: [String], map: [String]) throws {
        try expect(
            """
            seed: 26
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, size: 0.5}
              ring: {from: {cutouts: cutouts/ring.png}, size: 0.6}
              wedge: {from: {cutouts: cutouts/wedge.png}, size: 0.5, pose: {roll: {uniform: [-90, 90]}}}
            scene: {count: 4, overlap: {max: 0.6}}
            blend: \(blend)
            """,
            colours: colours, map: map)
    }

    @Test func aBoxBlend() throws {
        try blended(
            "{box: 5}",
            colours: [
                "93a8d7 94a9d7 94a9d7 94a8d6 9c9ac1 9c9bc1 94a8d6 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb3d6 ba7c86 d94231 d84231 c8826c b3baaf 9fb4d6 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 abb7cd c64638 ca3725 ca3725 ce4928 f2c933 c7c597 abc0d8 aabfd7 aabfd7",
                "b5cad7 b5cad7 b2c4d0 7b3d37 6e1e14 6e1e15 704350 d1c67c e3ca4d b5cad5 b5cad7 b5cad7",
                "879257 859055 838e53 7c7242 723419 78341b 52559d 745b73 926728 818c50 7c874c 7f8a4f",
                "838e53 879257 879257 7f8a4f 82823e b45022 7a416c 1a3279 5f3a54 848351 818c51 7f8a4f",
                "7f8a4f 848f54 818c51 879257 828c51 8d4026 652936 142d6e 262b5d 707151 869156 828d52",
                "7f8a4f 808b50 848f54 848f54 828d52 7a623a 612423 46253c 6f3d2a 7f874e 808b50 879257",
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

    @Test func aMotionBlend() throws {
        try blended(
            "{motion: {length: 12, angle: 30}}",
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 9ba1cd a19cc5 98a5d2 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb3d6 b9889c d94539 d6544e cf917e bdb8b4 a5b5d1 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 b0b5cb c85d5b ca3725 ca3725 ce6a38 e3c06b d0c7a8 adc0d6 aabfd7 aabfd7",
                "b5cad7 b5cad7 afbdc9 8c6d6e 732117 72201b 7f5b6d d0c49b d8c582 b8c8ce b5cad7 b5cad7",
                "879257 859055 828c52 7c7440 744620 754139 7e5ca2 936195 9f6a40 84884e 7c874c 7f8a4f",
                "838e53 879257 879257 7f894e 837f41 b55834 9d4485 453476 884359 8d7a53 818c51 7f8a4f",
                "7f8a4f 848f54 818c51 879257 86884e 975330 762b47 232d6b 343362 777450 869156 828d52",
                "7f8a4f 808b50 848f54 848f54 828b51 7a6d3f 63373e 52273d 73492e 7f884e 808b50 879257",
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

    @Test func aPoissonBlend() throws {
        try blended(
            "poisson",
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 97a1ca 97a2cb 94a9d7 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb4d7 ab8e99 bd6350 be6350 b69087 aab5ba 9fb4d7 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 aabfd7 b96152 bc5d4b c15d4b cd6249 d5c252 b9c0a7 abc0d8 aabfd7 aabfd7",
                "b5cad7 b5cad7 b4c9d6 8d5750 79443a 7b4439 875a62 c4cb96 cccc69 b5cad7 b5cad7 b5cad7",
                "879257 859055 838e53 807c4b 7f5438 855439 666790 79716e 887d3f 818c51 7c874c 7f8a4f",
                "838e53 879257 879257 7f8a4f 868d4b a46f3c 7e5d66 3d4a56 6a554a 848b53 818c51 7f8a4f",
                "7f8a4f 848f54 818c51 879257 828d52 815b3e 624940 39454d 41474a 757d51 869156 828d52",
                "7f8a4f 808b50 848f54 848f54 828d52 7e7147 664338 52423f 73543b 808b50 808b50 879257",
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

    @Test func aMixedPoissonBlend() throws {
        try blended(
            "{poisson: mixed}",
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 969ccc 969dcd 94a9d7 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb4d7 ab77a3 bb3167 cb3b4e ce8e77 b3bcbf 9fb4d7 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 aabfd7 b53e69 d54936 f35e02 e75e19 fde56a c8ccb0 abc0d8 aabfd7 aabfd7",
                "b5cad7 b5cad7 b4cad6 724369 a03f08 873831 6d4f7f d6d6a1 e9da7b b5cad7 b5cad7 b5cad7",
                "879257 859055 838e53 736c3d 4d1605 541607 4d63a2 78585f 895a12 818c51 7c874c 7f8a4f",
                "838e53 879257 879257 7f8a4f 7c7b35 993301 7b2e47 30194f 743e55 858a54 818c51 7f8a4f",
                "7f8a4f 848f54 818c51 879257 828d52 8f4a30 612636 132a6e 28366e 6d7f5a 869156 828d52",
                "7f8a4f 808b50 848f54 848f54 828d52 806c45 6b353a 3d2d4d 754a39 808a50 808b50 879257",
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

    @Test func aPyramidBlend() throws {
        try blended(
            "{pyramid: 2}",
            colours: [
                "93a8d7 94a9d7 94a9d7 95a6d3 9e96ba 9e96bb 95a6d3 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb2d4 ba7a85 d5493b d64a3a c8816c b6b9a8 a1b4d3 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 abb5cb c54a3e ca3725 ca3725 ce4c2b ebc641 c8c694 abc0d7 aabfd7 aabfd7",
                "b5cad7 b5cad7 b1c1cc 7c423b 6e1f15 6e2017 714755 d1c377 e1ca54 b6cad2 b5cad7 b5cad7",
                "879257 859055 838d52 7a6d3d 73381b 79351f 595292 6f5b75 91662d 828b4f 7c874c 7f8a4f",
                "838e53 879257 879257 7f8a4f 847f3d b25025 77436d 243273 5c3b53 828152 818c51 7f8a4f",
                "7f8a4f 848f54 818c51 879257 838a50 8c4328 602a39 1c2c68 2d2e5b 6d6f50 869156 828d52",
                "7f8a4f 808b50 848f54 848f54 828c52 795d37 602526 47253c 6b3b2a 7f844c 808b50 879257",
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
}
