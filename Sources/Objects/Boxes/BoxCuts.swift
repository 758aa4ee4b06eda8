import Drawings
import Geometry
import Pictures
import Synchronization

/// The cuts of a run: each box is cut once, whichever worker asks first, and counted.
package final class BoxCuts: Sendable {
    struct Key: Hashable {
        let photo: String
        let box: PixelRect
    }

    private let cuts = Mutex<[Key: Result<BoxCut, Reason>]>([:])

    /// Why a box gives no cut-out.
    package struct Reason: Error, Hashable {
        package let words: String
    }

    init() {}

    /// The object in a box, or the reason why the box gives none.
    func cut(_ box: PixelRect, of photo: String, maxPixels: Int) -> Result<BoxCut, Reason> {
        let key = Key(photo: photo, box: box)
        if let known = cuts.withLock({ $0[key] }) { return known }
        // Two workers may both cut it: the results are the same.
        let result: Result<BoxCut, Reason>
        do throws(PictureError) {
            result = BoxCuts.judged(try BoxCut.cut(box, of: photo, maxPixels: maxPixels))
        } catch {
            result = .failure(Reason(words: "its photo cannot be read"))
        }
        cuts.withLock { $0[key] = result }
        return result
    }

    /// What was found in a box, if it is a clean cut-out; else the reason why it is none.
    static func judged(_ cut: BoxCut?) -> Result<BoxCut, Reason> {
        guard let cut else { return .failure(Reason(words: "nothing was found in it")) }
        return cut.quality.problem.map { .failure(Reason(words: $0)) } ?? .success(cut)
    }

    /// A sentence about the boxes that were tried; nil where there are none.
    var note: String? {
        let tried = cuts.withLock { Array($0.values) }
        guard !tried.isEmpty else { return nil }
        var reasons: [String: Int] = [:]
        for case .failure(let reason) in tried { reasons[reason.words, default: 0] += 1 }
        let left = reasons.values.reduce(0, +)
        let told = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value): \($0.key)" }
        return
            "\(tried.count) boxes without a mask were cut by their colours, and \(left) of these gave no clean cut-out"
            + (told.isEmpty ? "" : " (\(told.joined(separator: "; ")))")
    }
}
