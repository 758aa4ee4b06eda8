import Foundation
import Synchronization
import Testing

@testable import Pictures

/// Text in more fonts than cairo holds open (ten) on several threads at once.
@Suite struct FontAccessTests {
    /// The text in each of many fonts, by our outlines and by a drawing, as bytes.
    private static func rendered(_ text: String, in font: String) throws -> [UInt8] {
        let set = try SetText(markup: text, font: font, size: 20)
        let drawing = """
            <svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text y="15" font-size="12" \
            font-family="\(Pango.families(in: font).first ?? "")">\(text)</text></svg>
            """
        return try set.raster(width: 60, height: 30, x: 0, y: 0, scale: 1).bytes + Image(svg: drawing).raster().bytes
    }

    @Test func threadsThatSetTextInManyFontsGetWhatOneAloneGets() throws {
        let fonts = Pango.fonts(Pango.FontWish())
        try #require(Set(fonts.flatMap(Pango.families(in:))).count > 10)
        let alone = try fonts.map { try Self.rendered("Stop 7", in: $0) }
        let wrong = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 16) { worker in
            for step in fonts.indices {
                let number = (step * (worker + 1) + worker * 5) % fonts.count
                let found = try? Self.rendered("Stop 7", in: fonts[number])
                let missing = Pango.missingGlyphs(in: "Stop 7", font: fonts[number])
                if found != alone[number] || missing.count > 6 { wrong.withLock { $0.append(fonts[number]) } }
            }
        }
        #expect(wrong.withLock { $0 } == [])
    }
}
