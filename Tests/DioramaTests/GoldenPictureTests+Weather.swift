import Testing

extension GoldenPictureTests {
    /// One scene of things on the ground, in some weather.
    private func weathered(_ effect: String, colours: [String]) throws {
        try expect(
            """
            seed: 23
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, height: 1, pose: {yaw: {uniform: [-60, 60]}}}
              wedge: {from: {cutouts: cutouts/wedge.png}, height: 1.5}
            scene:
              count: 5
              camera: {height: 1.5, fov: 60, horizon: 0.4}
              place: {ground: {distance: {uniform: [3, 12]}}}
              overlap: {max: 0.7}
            effects: [\(effect)]
            """,
            colours: colours,
            map: [
                "............",
                "............",
                "............",
                "............",
                "..31...42...",
                ".3355..4....",
                "...55.......",
                "............",
            ])
    }

    @Test func fogWithThingsInIt() throws {
        try weathered(
            "{fog: {visibility: 20}}",
            colours: [
                "b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc",
                "b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc",
                "b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc b7c1cc",
                "b7c1cc b6c0cc afbbcd b8bfca b7c1cc b7c1cc b7c1cc b7c1cc b7c1cb b7c1cc b7c1cc b7c1cc",
                "b2bcc2 a6b1c0 9aa6be b9a9af bbaaaf b0babe b0babf bbaaaf b7a6ad b1b7bc b1bbc0 b1bbc1",
                "a9b3b2 96a0ad 9698a8 be8e93 bc8e93 aba8a7 a9b3ae a69ba0 a6a7a8 a7b1af a8b2b0 a8b2b1",
                "a1aba4 9ea8a4 9ca5a0 989195 989095 9da59e 9ea8a0 9da49f a0aaa1 a1aba2 a3ada4 a2aca5",
                "9ca79b 9ca69a 9ca699 99a498 99a397 9aa497 9ba597 9ca698 9da799 9ca799 9da79a a0aa9d",
            ])
    }

    @Test func rainOnWetGround() throws {
        try weathered(
            "{rain: {rate: 60, mirror: 0.6, wind: 4}}",
            colours: [
                "b3bece b3bece b3bece b3bece b3bece b3bece b3bece b3bece b3bece b3bece b3bece b3bece",
                "b4bfce b4bfce b4bfce b4c0ce b4c0ce b4c0ce b4c0ce b4c0ce b4c0ce b4c0ce b4bfce b4c0ce",
                "b6c1ce b5c1ce b5c1ce b5c1ce b5c1ce b5c1ce b5c1ce b5c1ce b5c1ce b6c1ce b5c1ce b5c1ce",
                "b1c2cf aabdcf 96acd1 b7b0ba b1c0cc b0c2cf b0c2ce b0c2cf b2bec9 b0c2cf b0c2ce b0c2ce",
                "84907e 66798e 47609a a65a50 aa6c60 838e7e 7f8b7b ae6959 b1453b 897e71 808d83 839086",
                "7b8775 3c4c70 3f3964 c13c30 bb3b2f 88705b 7d886c 854539 7a5c43 757e61 768167 788574",
                "707b5d 636f56 666b52 703a30 6f392f 6e7251 6d7754 6c6a48 77764f 737d5d 76815f 737e5b",
                "707b5d 6e7956 6d774f 6b7449 6a7348 6d774f 6f7a50 73794a 747d57 727d5c 727d5d 788362",
            ])
    }

    @Test func snowThatFalls() throws {
        try weathered(
            "{snow: {rate: 4, wind: -2}}",
            colours: [
                "b6c0cd b6c0cd b6c0cd b6c0cd b6c0cd b6c0cd b6c0cd b6c0cd b6c0cd b6c0cd b6c0cd b6c0cd",
                "b6c1cd b6c1cd b6c1cd b6c1cd b6c1cd b6c1cd b6c1cd b6c1cd b6c1cd b6c1cd b6c1cd b6c1cd",
                "b7c1cd b7c1cd b7c1cd b7c1cd b7c1cd b7c1cd b7c1cd b7c1cd b7c1cd b7c1cd b7c1cd b7c1cd",
                "b7c7d2 b0c1d2 9bb0d2 bcb4bc b8c5cf b7c7d2 b7c7d2 b7c7d2 b8c2cb b7c7d1 b7c7d2 b7c7d2",
                "8d986b 6d7f84 4b6394 a85c49 ac6d51 8a9266 869064 b36c51 b24b42 8e805c 848e63 869166",
                "85905f 42526d 453e66 c14137 bb3f34 917952 8b9663 894c3c 83684b 828c5c 838e5d 828d5c",
                "7f8a58 74805d 767c53 734034 723f33 7d8153 7c8755 7c7c54 828b59 828d5a 86915d 838e5a",
                "7f8a56 808b56 818b58 7d8756 7b8654 7e8956 818b58 828d58 848f5a 818c57 828c57 88935d",
            ])
    }

    @Test func snowThatLies() throws {
        try weathered(
            "{snow: {rate: 0, cover: 0.7}}",
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 93a8d7 94a9d7 94a9d7 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 abc0d8 aabfd7 aabfd7",
                "b5cad7 adc4d7 92add6 bab4bc b6c7d4 b5cad7 b5cad7 b5cad7 b6c4cf b5cad7 b5cad7 b5cad7",
                "a5afa7 7286a1 4562a0 ab5f53 b4786c a5aea8 a3ada8 ba7262 b13827 a18f85 a0aaa5 a1aba7",
                "a6b0af 384d78 312e5f c13523 bb3322 aa908c b0b9bd 8d453a 876853 9ca59a a4aeab aab3b7",
                "9ea9a2 96a2ae 9aa0a7 773a32 75382f a5a8ae abb5be 9b9999 9aa395 89946d 8c966e aab4b6",
                "adb7bf afb9c1 afb9c1 abb5be aab5be a7b1b2 a4aea9 a8b2b1 aab4b4 a6b0ae a3ada6 a7b1a8",
            ])
    }

    @Test func dropsOnTheLens() throws {
        try weathered(
            "{rain: {rate: 0, drops: 0.3, glass: 0.1}}",
            colours: [
                "94a8d1 96a9cd 93a4c9 95a8d1 95a8ce 94a8d3 96a9cd 95a8cc 93a6cd 94a8cf 94a7cf 96aad0",
                "9aaccb 9db1d2 9cafce 9cafce 9cafce 9dafcd 9cafcb 9eb1d2 9dafcc 9aacc8 9aadcb 9cafcd",
                "a1b2c8 a0b1c8 a4b7ce a6b9cf a4b7cc a2b3c8 a2b3c7 a5b7ce a5b7cb a4b6cb a2b5c9 a5b8ce",
                "aabcca a9bccd 8fa5c8 aaa4ae aabac6 a8b8c3 a8b9c6 acbec9 a5adb6 abbdca abbdc8 afc3ce",
                "899273 697c78 778192 9f6355 a26e4f 88906a 848d67 ac7665 a94a3c 8c7c57 818a5b 828d63",
                "848c67 394b6c 534f69 a55c50 b43f34 90764d 8a8e63 894836 80674a 828a5f 828c5c 828c5e",
                "7f8660 757e5f 757953 7a5647 764a38 7f7d5a 7d8256 7d7f59 838759 818b5f 848c5b 838c61",
                "7d815a 7d835a 808859 7d8358 7f815c 7f8554 81895c 818958 828c56 808957 818a58 858c59",
            ])
    }

    @Test func dustInTheAir() throws {
        try weathered(
            "{dust: {visibility: 25}}",
            colours: [
                "bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c",
                "bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c",
                "bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c bea27c",
                "bea27e bca281 b49d8a bfa07b bea37e bea37e bea37e bea37e bea27e bea37e bea37e bea27e",
                "b59f76 a79380 98888a bc8967 bf8c68 b39d74 b29c73 c08c68 bb8464 b49871 b39d74 b59d75",
                "aa9a6e 938172 93786e c27155 bf7155 ac8e66 aa9c6e a67d5d a68a65 a8986c a9996d a9996d",
                "a19567 9d9169 9c8e64 977356 967355 9d8f64 9d9265 9c8d63 a09467 a19668 a39869 a29768",
                "9c9364 9b9364 9b9364 999162 988f61 999162 9a9363 9b9464 9d9565 9c9464 9c9464 a09867",
            ])
    }

    @Test func aNightWithHeadlights() throws {
        try weathered(
            "{night: {headlights: 0.7}}",
            colours: [
                "131722 131722 131722 131722 131722 131722 131722 131722 131722 131722 131722 131722",
                "141823 141823 141823 141823 141823 141823 141823 141823 141823 141823 141823 141823",
                "151a24 151a24 151a24 151a24 151a24 151a24 151a24 151a24 151a24 151a25 151a24 151a24",
                "2b313d 2e3645 313f5f 47383d 3d4148 3c434a 3c434a 3c424a 3e3f46 353b44 2f3640 2b313d",
                "373a29 323e4b 293e69 853722 84442a 5d5e37 595c35 8e462b 9c2e1e 59452a 3e4128 333625",
                "44472d 1f2c41 2a2444 ab2e1e a72c1d 795c35 717443 78331f 6b492a 5d5f37 515431 42452b",
                "43462b 464b34 505030 522013 532113 5e5b34 5e6136 5c5530 606138 5b5e36 545734 46482d",
                "393c27 41442a 484b2e 484b2d 484b2d 4b4e2f 4c4f30 4e5030 4e5031 484b2d 42452b 3e412b",
            ])
    }

    @Test func aLowSunInThePicture() throws {
        try weathered(
            "{low_sun: {x: 0.7, y: 0.15}}",
            colours: [
                "98abd8 9aacd8 9badd9 9eafda a2b1db abb7dd bac1e1 d4d3ea e9e3f1 d2d1e9 bbc1e1 adb9de",
                "a3b6d8 a4b7d8 a6b8d9 a8b9d9 adbcdb b5c1dd c5cce2 e4e1ed faf7f9 dcdcea c3cae1 b6c2dd",
                "aec1d8 aec1d7 b0c3d9 b2c4d9 b5c6da bccadc c6d1e0 d6dbe5 dee0e8 d3d9e5 c5d0df bccadc",
                "b9ccd8 b1c6d8 99b1d8 c1b9bf bfcdd7 c2d2db c7d5dd cdd9df d1d5d8 ccd8de c7d5dc c2d2db",
                "8c955a 6c7c7a 4e618f ab5a3a b26f47 92965c 92965c c17950 c25b42 9d8957 8f9359 8f945a",
                "868f55 424d68 473a62 c6422e c14430 997d4e 949b61 94573b 8f7149 8d9159 8d9359 8a9156",
                "808950 767f57 787c4d 78402b 78412b 838350 838a53 827e4d 8a8f57 8a9158 8e955b 899157",
                "818a50 828b51 838c53 808851 7f8750 838b53 868e55 889056 8a9258 878f55 878f55 8d955b",
            ])
    }

    @Test func cloudShadowsOnTheGround() throws {
        try weathered(
            "{cloud_shadow: {size: 2}}",
            colours: [
                "93a8d7 94a9d7 94a9d7 94a9d7 93a8d7 94a9d7 94a9d7 94a9d7 93a8d7 94a9d7 93a8d7 94a9d7",
                "9fb4d7 9eb3d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9fb4d7 9eb3d6 9eb3d7",
                "aabfd7 a9bed6 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 aabfd7 abc0d8 aabfd7 aabfd7",
                "a4b8c5 9cb1c4 819abd a7a3ac a4b5c2 a4b8c5 a3b7c5 a3b8c5 a5b2bf a3b7c5 a3b7c5 a4b8c5",
                "717b4a 4e605f 2b436b 934329 9c5836 707947 6e7846 a55937 a63321 76653b 697341 6c7644",
                "5f693e 20304b 272147 bf3423 b93222 886d41 818c55 823b25 7a5a36 737c49 76814b 727d47",
                "535d37 4a553c 505535 6b2d1d 6e301e 737645 77814b 757343 7d854f 7d884f 828c53 7e894f",
                "6a7443 77824b 7d874f 79844d 757f4a 76804b 7b864e 7f8a51 818c52 6f7a46 646e40 747e4c",
            ])
    }
}
