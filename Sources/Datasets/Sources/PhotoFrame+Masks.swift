import Findings
import Masks
import Pictures

extension PhotoFrame {
    /// The masks of a picture of masks, which has a size of its own, as masks of this photo. They are turned with the
    /// photo where the picture has the size of the stored pixels.
    ///
    /// - Parameter report: receives that they are turned, and that it cannot be told whether they are to be.
    /// - Throws: `Finding` for a picture whose size is not the photo's.
    func fitting(
        _ file: String, width: Int, height: Int, report: (Finding.Code, String) -> Void = { _, _ in }
    ) throws(Finding) -> (_ mask: RunLengths) -> RunLengths {
        switch fit(width: width, height: height) {
        case .upright:
            if let doubt { report(.orientation, doubt) }
            return { $0 }
        case .stored:
            report(.orientation, turning)
            return { $0.turned(with: self) }
        case .none:
            throw Finding(
                .warning, .pictureSize, file: file,
                "the photo \(misfit(width: width, height: height))")
        }
    }
}
