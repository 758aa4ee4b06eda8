import Testing

extension GoldenPictureTests {
    /// A scene of four objects that a lens or a sensor bends.
    private func bent(_ effects: String, colours: [String], map: [String]) throws {
        try expect(
            """
            seed: 26
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, size: 0.5}
              ring: {from: {cutouts: cutouts/ring.png}, size: 0.6}
              wedge: {from: {cutouts: cutouts/wedge.png}, size: 0.5, pose: {roll: {uniform: [-90, 90]}}}
            scene: {count: 4, overlap: {max: 0.6}, camera: {fov: 80}}
            effects: [\(effects)]
            """,
            colours: colours, map: map)
    }

    @Test func aPincushion() throws {
        try bent(
            "{distortion: {k1: 0.3}}",
            colours: [
                "97acd7 96abd7 95aad7 94a9d7 96a4d0 95a5d2 93a8d7 94a9d7 93a8d6 95aad7 96abd7 97acd7",
                "a1b6d7 9fb4d6 9fb4d7 b58695 da402e d94231 bc8f88 a7b6c4 9eb3d7 9fb4d7 a0b5d7 a1b6d7",
                "abc0d7 aabfd6 aabfd8 ca4a3c d33926 d43a27 d94f27 f6d130 bbc2af abc0d8 abc0d7 abc0d7",
                "b6cbd8 b5cad7 b4cad7 7f4843 6d1e14 6d1e14 744852 dbcc6d ddca60 b5cad7 b5cad7 b5cad6",
                "848f55 848f54 828d52 7e7e49 733c1d 793519 5154a3 795965 916f2f 808b50 7b864b 828d53",
                "7f8a4f 889358 889358 808b50 838747 b55023 763e66 152f73 613a53 838a53 808b50 828d52",
                "869156 808b50 818c51 879257 828d52 834228 5b2735 142d6e 252a5d 6d7252 848f54 838e53",
                "7c874c 859055 848f54 848f54 828d52 7b683d 622121 492439 702d1d 7d854c 828d52 859055",
            ],
            map: [
                "............",
                "...333......",
                "...33331....",
                "...333311...",
                "....33421...",
                ".....2442...",
                ".....2244...",
                "......222...",
            ])
    }

    @Test func aRollingShutter() throws {
        try bent(
            "{rolling_shutter: {yaw: 200, pitch: -60, roll: 100, readout: 60}}",
            colours: [
                "96abd7 97acd7 98add7 9ca6cd b97480 c85c5a bf6d74 a2aac7 9cb0d6 9cb1d7 9db2d7 9eb3d7",
                "a1b6d7 a1b6d6 a5aecb d24f44 dc3c28 dc3c28 dc3c28 e9802a eacd47 b4beb8 a6bbd7 a6bbd8",
                "abc0d6 abc0d7 ad7a7e b53121 b23120 b03020 ae2f20 c26b39 f9d22a e6ce55 aec4d8 afc4d7",
                "b6cbd7 b5cad6 8d6867 6e1e14 6e1e14 6e1e14 602e42 a7a7ae e4c947 e5ca45 b6cbd6 b6cbd6",
                "818c51 869156 7d7c47 71321c 6f2114 78301e 4252ae 646590 9d5c1e 827d35 7d884d 7c874c",
                "838e53 859055 818c51 82803b 896217 d04326 424dab 1b3d96 77354c 997947 848f54 808b50",
                "859055 828d52 869156 818c51 ac4a28 c53625 212e69 142d6e 142d6e 66675c 828d52 848f54",
                "828d52 879257 859055 7e894e 702819 671f1b 152d6d 292959 553338 7f884f 828d52 869156",
            ],
            map: [
                "....333.....",
                "...333331...",
                "..33333311..",
                "..33334.11..",
                "...333421...",
                "....12444...",
                "....22444...",
                "....22442...",
            ])
    }
}
