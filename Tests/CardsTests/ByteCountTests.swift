import Testing

@testable import Cards

@Suite struct ByteCountTests {
    @Test(arguments: [
        ("1 GB", 1_000_000_000, "1 GB"), ("500MB", 500_000_000, "500 MB"), ("1.5 gb", 1_500_000_000, "1500 MB"),
        ("2 GiB", 2 << 30, "2 GiB"), ("12 B", 12, "12 B"), ("1000 kB", 1_000_000, "1 MB"),
    ])
    func sizesAreReadAsPeopleWriteThem(text: String, bytes: Int, shown: String) {
        #expect(ByteCount(text)?.bytes == bytes)
        #expect(ByteCount(text)?.text == shown)
    }

    @Test(arguments: ["", "GB", "1", "-1 GB", "0 MB", "1 XB", "one GB", "1e99 TB", "1 GB more"])
    func otherTextsAreNone(text: String) {
        #expect(ByteCount(text) == nil)
    }
}
