import Findings
import Geometry

/// The fault of a box in its image.
///
/// A box that reaches out by a pixel at most is a note: this comes from rounding, or from a far corner that counts as
/// inside. A box with half of its area outside is no label of this image.
struct BoxProblem {
    private enum Fault {
        case noArea, outside, reachesOut
    }

    let severity: Finding.Severity
    var code: Finding.Code { fault == .noArea ? .noArea : .boxOutside }
    /// How far the box reaches outside, in pixels.
    let weight: Double
    private let fault: Fault
    private let box: Rect
    private let size: (width: Int, height: Int)

    /// Nil for a box that is inside, up to what rounding to hundredths does.
    ///
    /// - Parameter isExact: whether the image's labels are to be exact, so that every pixel outside is an error.
    init?(_ box: Rect, width: Int, height: Int, isExact: Bool = false) {
        let frame = Rect(x: 0, y: 0, width: Double(width), height: Double(height))
        let outside = max(-box.minX, -box.minY, box.maxX - frame.maxX, box.maxY - frame.maxY)
        if box.width <= 0 || box.height <= 0 {
            (fault, severity, weight) = (.noArea, .error, 0)
        } else if let inside = box.intersection(frame) {
            guard outside > 0.01 else { return nil }
            let isWrong = isExact || 2 * inside.area < box.area
            (fault, severity, weight) = (.reachesOut, isWrong ? .error : outside > 1 ? .warning : .note, outside)
        } else {
            (fault, severity, weight) = (.outside, .error, outside)
        }
        (self.box, size) = (box, (width, height))
    }

    var words: String { words(of: "the box \(box.text)") }

    /// - Parameter name: the noun for the box in the message.
    func words(of name: String) -> String {
        switch fault {
        case .noArea: "\(name) has no area"
        case .outside: "\(name) lies outside the image of \(size.width) × \(size.height) pixels"
        case .reachesOut: "\(name) reaches outside the image of \(size.width) × \(size.height) pixels"
        }
    }
}

extension Rect {
    /// The box in COCO's notation.
    var text: String { "[\(x.text), \(y.text), \(width.text), \(height.text)]" }
}
