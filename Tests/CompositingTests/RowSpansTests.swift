import Geometry
import Testing

@testable import Compositing

@Suite struct RowSpansTests {
    private let frame = PixelRect(width: 40, height: 20)

    private func columns(_ spans: RowSpans, _ y: Int) -> Range<Int> {
        y >= spans.rect.minY && y < spans.rect.maxY ? spans.span(ofRow: y) : 0..<0
    }

    /// The pixels of a triangle, whose order of corners and whose inner points say nothing.
    @Test func theHullOfPointsCounts() {
        let corners = [Point(5, 5), Point(25, 5), Point(5, 15)]
        let spans = RowSpans(of: corners, within: frame, margin: 0)
        #expect(spans.rect == PixelRect(minX: 5, minY: 5, maxX: 25, maxY: 15))
        #expect(columns(spans, 5) == 5..<26 || columns(spans, 5) == 5..<25)
        #expect(columns(spans, 14).lowerBound == 5 && (7...8).contains(columns(spans, 14).upperBound))
        let others = [Point(9, 7), corners[2], corners[1], Point(5, 10), corners[0], corners[1]]
        let same = RowSpans(of: others, within: frame, margin: 0)
        for y in 0..<20 { #expect(columns(same, y) == columns(spans, y)) }
    }

    @Test func spansAreUnitedRowByRow() {
        let upper = RowSpans(of: [Point(2, 1), Point(8, 1), Point(8, 6), Point(2, 6)], within: frame, margin: 0)
        let lower = RowSpans(of: [Point(20, 5), Point(30, 5), Point(30, 12), Point(20, 12)], within: frame, margin: 0)
        let none = RowSpans(of: [], within: frame)
        let both = RowSpans(uniting: [upper, none, lower])
        #expect(both.rect == PixelRect(minX: 2, minY: 1, maxX: 30, maxY: 12))
        #expect(columns(both, 2) == columns(upper, 2) && columns(both, 9) == columns(lower, 9))
        #expect(columns(both, 5) == columns(upper, 5).lowerBound..<columns(lower, 5).upperBound)
        #expect(RowSpans(uniting: [none]).rect.isEmpty)
    }
}
