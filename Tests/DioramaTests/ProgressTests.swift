import Findings
import Foundation
import Synchronization
import Testing

@testable import Diorama

/// A terminal or a log in memory, with a clock that stands still until it is moved.
private final class Stage: Sendable {
    private let clock = Mutex(Duration.seconds(1_000))
    private let written = Mutex<[String]>([])
    let width: Atomic<Int>
    let style: ProgressText.Style?

    init(width: Int = 80, bar: Bool) {
        self.width = Atomic(width)
        style = bar ? ProgressText.Style(colour: false, unicode: false) : nil
    }

    var surroundings: ProgressMeter.Surroundings {
        .init(
            now: { self.clock.withLock { $0 } }, width: { self.width.load(ordering: .relaxed) },
            write: { text in self.written.withLock { $0.append(text) } }, style: style)
    }

    func pass(_ duration: Duration) { clock.withLock { $0 += duration } }

    /// What was written since the last call.
    func take() -> [String] {
        written.withLock { written in
            defer { written = [] }
            return written
        }
    }
}

@Suite struct ProgressTests {
    @Test func aLogHasALineEveryTenSecondsAndOneAtTheEnd() {
        let stage = Stage(bar: false)
        let progress = ProgressMeter(total: 200, stage.surroundings)
        for _ in 0..<100 {
            stage.pass(.milliseconds(250))
            progress.advance()
        }
        #expect(
            stage.take() == [
                "40 of 200 images (20 %), 4.0 images/s, 40 s left\n",
                "80 of 200 images (40 %), 4.0 images/s, 30 s left\n",
            ])
        progress.advance(by: 100)
        progress.finish()
        #expect(stage.take() == ["200 images in 25 s, 8.0 images/s\n"])
    }

    @Test func aBarIsThereFromTheStartAndDrawnTenTimesASecondAtMost() {
        let stage = Stage(bar: true)
        let progress = ProgressMeter(total: 1000, stage.surroundings)
        #expect(stage.take() == ["  0 % \(String(repeating: "-", count: 26))      0/1,000"])
        for _ in 0..<500 {
            stage.pass(.milliseconds(2))
            progress.advance()
        }
        let drawn = stage.take()
        #expect(drawn.count == 10)
        #expect(drawn.allSatisfy { $0.hasPrefix("\r\u{1B}[K") && !$0.contains("\n") })
        #expect(drawn.last?.hasSuffix("    500/1,000    500 images/s  1 s left") == true)
        progress.finish()
        #expect(stage.take() == ["\r\u{1B}[K500 of 1,000 images in 1 s, 500 images/s\n"])
    }

    @Test func aNoticeStandsAboveTheBar() {
        let stage = Stage(width: 40, bar: true)
        let progress = ProgressMeter(total: 2, stage.surroundings)
        _ = stage.take()
        progress.notice("skipped a.jpg: damaged")
        #expect(stage.take() == ["\r\u{1B}[Kskipped a.jpg: damaged\n  0 % \(String(repeating: "-", count: 12))  0/2"])
        progress.finish()
        _ = stage.take()
        progress.notice("after")
        #expect(stage.take() == ["after\n"])
    }

    @Test func quietSaysNoticesOnly() {
        let stage = Stage(bar: true)
        let progress = ProgressMeter(total: 2, mode: .quiet, stage.surroundings)
        stage.pass(.seconds(100))
        progress.advance(by: 2)
        progress.notice("skipped a.jpg")
        progress.finish()
        #expect(stage.take() == ["skipped a.jpg\n"])
    }

    @Test func itEndsOnce() {
        let stage = Stage(bar: false)
        let progress = ProgressMeter(total: 1, stage.surroundings)
        stage.pass(.milliseconds(400))
        progress.advance()
        progress.finish()
        stage.pass(.seconds(60))
        progress.finish()
        progress.advance()
        #expect(stage.take() == ["1 image in 0.4 s, 2.5 images/s\n"])
    }

    @Test func whatAnEarlierRunDidCountsAsDoneAndNotForTheRate() {
        let stage = Stage(bar: false)
        let progress = ProgressMeter(total: 1000, doneBefore: 900, stage.surroundings)
        stage.pass(.seconds(10))
        progress.advance(by: 20)
        progress.advance(by: 80)
        progress.finish()
        #expect(
            stage.take() == [
                "920 of 1,000 images (92 %), 2.0 images/s, 40 s left\n", "1,000 images in 10 s, 10.0 images/s\n",
            ])
    }

    @Test func manyThreadsLoseNoCountAndGarbleNoLine() async {
        let stage = Stage(bar: true)
        let progress = ProgressMeter(total: 8000, stage.surroundings)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for count in 0..<1000 {
                        stage.pass(.milliseconds(1))
                        progress.advance()
                        if count.isMultiple(of: 100) { progress.notice("note") }
                    }
                }
            }
        }
        progress.finish()
        let written = stage.take()
        #expect(written.last == "\r\u{1B}[K8,000 images in 8 s, 1,000 images/s\n")
        #expect(written.filter { $0.contains("note\n") }.count == 80)
        #expect(written.dropFirst().allSatisfy { $0.hasPrefix("\r\u{1B}[K") })
    }

    @Test func anotherWidthIsTakenAtTheNextDrawing() throws {
        let stage = Stage(width: 100, bar: true)
        let progress = ProgressMeter(total: 10, stage.surroundings)
        stage.width.store(30, ordering: .relaxed)
        stage.pass(.seconds(1))
        progress.advance()
        #expect(try #require(stage.take().last).dropFirst(4).count <= 29)
    }
}

@Suite struct ProgressTextTests {
    private let ascii = ProgressText.Style(colour: false, unicode: false)
    private let text = ProgressText(done: 124, total: 200, elapsed: .seconds(15), rate: 8.31)

    @Test func aBarDropsItsPartsAsTheTerminalNarrows() {
        let expected = [
            90: " 62 % #########################----------------  124/200    8.3 images/s  9 s left",
            60: " 62 % ######-----  124/200    8.3 images/s  9 s left",
            58: " 62 % ################-----------  124/200    8.3 images/s",
            30: " 62 % #########------  124/200",
            24: " 62 %  124/200",
            10: "62 %",
            2: "62",
            0: "",
            -1: "",
        ]
        for (width, line) in expected {
            #expect(text.bar(width: width, style: ascii) == line, "at \(width) columns")
        }
    }

    @Test func nothingMovesWhenNumbersGrow() {
        let early = ProgressText(done: 7, total: 2000, elapsed: .zero, rate: nil).bar(width: 80, style: ascii)
        let late = ProgressText(done: 1007, total: 2000, elapsed: .zero, rate: 0.3).bar(width: 80, style: ascii)
        #expect(early == "  0 % ---------------------------      7/2,000")
        #expect(late == " 50 % #############--------------  1,007/2,000   0.30 images/s  55 min 10 s left")
    }

    @Test func noBarIsWiderThanTheTerminal() {
        for width in 0...120 {
            #expect(text.bar(width: width, style: ascii).count <= width)
        }
    }

    @Test func coloursAndLinesGoWhereTheTerminalTakesThem() {
        let half = ProgressText(done: 1, total: 2, elapsed: .zero, rate: nil)
        let end = "  1/2"
        #expect(half.bar(width: 21, style: .init(colour: false, unicode: true)) == " 50 % ━━━━━─────" + end)
        #expect(
            half.bar(width: 21, style: .init(colour: true, unicode: true))
                == " 50 % \u{1B}[32m━━━━━\u{1B}[90m─────\u{1B}[0m" + end)
    }

    @Test func aHundredPercentMeansAll() {
        let nearly = ProgressText(done: 9_999, total: 10_000, elapsed: .zero, rate: nil)
        #expect(nearly.line == "9,999 of 10,000 images (99 %)")
        let nothing = ProgressText(done: 0, total: 0, elapsed: .zero, rate: nil)
        #expect(nothing.line == "0 of 0 images (100 %)")
        #expect(nothing.conclusion(fresh: 0) == "0 images in 0 s")
    }

    @Test func durationsReadWell() {
        let texts: [(Double, String)] = [
            (-1, "0 s"), (0, "0 s"), (0.04, "0 s"), (0.35, "0.4 s"), (3, "3 s"), (9.94, "9.9 s"), (9.97, "10 s"),
            (42.4, "42 s"), (59.6, "1 min 00 s"), (200, "3 min 20 s"), (3599.7, "1 h 00 min"), (3720, "1 h 02 min"),
            (86_399, "1 d 00 h"), (86_400 * 2 + 3 * 3600, "2 d 03 h"),
        ]
        for (seconds, expected) in texts { #expect(Duration.seconds(seconds).text == expected, "\(seconds) s") }
        #expect(Duration.seconds(2.6).wholeText == "3 s")
    }

    @Test func numbersReadWell() {
        #expect([0, 999, 1000, 1_234_567, -1000].map(\.grouped) == ["0", "999", "1,000", "1,234,567", "-1,000"])
        #expect(Int.min.grouped == "-9,223,372,036,854,775,808")
        #expect(1.counting("image") == "1 image")
        #expect(0.counting("image") == "0 images")
        let rates: [(Double, String)] = [
            (0, "0"), (.nan, "0"), (0.0213, "0.021"), (0.214, "0.21"), (0.999, "1.0"), (8.31, "8.3"), (99.96, "100"),
            (12_345, "12,345"),
        ]
        for (rate, expected) in rates { #expect(rate.rateText == expected) }
    }

    @Test func theRateForgetsTheDistantPast() throws {
        var estimate = RateEstimate()
        #expect(estimate.perSecond == nil)
        for _ in 0..<10 { estimate.add(5, in: 0.5) }
        #expect(abs(try #require(estimate.perSecond) - 10) < 1e-9)
        for _ in 0..<200 { estimate.add(1, in: 0.5) }
        #expect(abs(try #require(estimate.perSecond) - 2) < 0.1)
    }

    @Test func theEnvironmentSaysWhatATerminalTakes() {
        #expect(Terminal.style(["LANG": "de_DE.UTF-8"]) == .init(colour: true, unicode: true))
        #expect(Terminal.style(["LANG": "de_DE.UTF-8", "LC_ALL": "C"]) == .init(colour: true, unicode: false))
        #expect(Terminal.style(["LC_CTYPE": "C.utf8", "NO_COLOR": "1"]) == .init(colour: false, unicode: true))
        #expect(Terminal.style(["NO_COLOR": "", "TERM": "xterm"]).colour)
        #expect(!Terminal.style(["TERM": "dumb"]).colour)
    }
}
