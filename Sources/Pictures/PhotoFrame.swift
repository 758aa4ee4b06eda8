/// The frame of a photo: the size of its upright pixels, and the turn by EXIF's orientation that made them upright.
///
/// This is the one rule for labels, by the size that they state. If it is the size of the upright photo, they refer to
/// the upright photo. If it is the size of the stored pixels, and EXIF exchanges the sides, they refer to the stored
/// pixels, and are turned like the photo. Otherwise they are not this photo's, and are not used.
package struct PhotoFrame: Hashable, Sendable {
    /// The size in pixels, after the turn.
    package var width: Int
    package var height: Int
    /// EXIF's orientation: 1…8, and 1 where the file states none.
    package var orientation: Int

    package init(width: Int, height: Int, orientation: Int = 1) {
        self.width = width
        self.height = height
        self.orientation = orientation
    }

    /// - Parameters:
    ///   - width: the width in pixels as stored in the file.
    ///   - height: the height in pixels as stored in the file.
    init(stored width: Int, _ height: Int, orientation: Int) {
        self.init(width: width, height: height, orientation: orientation)
        if exchangesSides { (self.width, self.height) = (height, width) }
    }

    /// The fit between a size that labels state and a photo.
    package enum Fit: Sendable {
        /// The labels refer to the upright photo.
        case upright
        /// The labels refer to the stored pixels.
        case stored
        case none
    }

    /// Whether the turn exchanges width and height.
    package var exchangesSides: Bool { orientation > 4 }

    /// The frame of the pixels as stored in the file.
    package var stored: PhotoFrame {
        exchangesSides ? PhotoFrame(width: height, height: width) : PhotoFrame(width: width, height: height)
    }

    package func fit(width: Int, height: Int) -> Fit {
        if (width, height) == (self.width, self.height) { return .upright }
        return exchangesSides && (height, width) == (self.width, self.height) ? .stored : .none
    }

    /// The message about labels of the photo's own size, where this size does not show which way they were made; nil where it
    /// does.
    package var doubt: String? {
        guard orientation > 1, !exchangesSides || width == height else { return nil }
        return
            "EXIF orientation \(orientation) turns it and keeps its size, so the size does not show which way the labels were "
            + "made; they are taken for those of the upright photo"
    }

    /// The message about labels of a size that does not fit.
    package func misfit(width: Int, height: Int) -> String {
        let turn =
            switch orientation {
            case 1: "no EXIF orientation turns it"
            case 2...4: "EXIF orientation \(orientation) keeps the size"
            default: "\(self.height) × \(self.width) before EXIF orientation \(orientation) turns it"
            }
        return "is \(self.width) × \(self.height) pixels (\(turn)), its labels say \(width) × \(height)"
    }

    /// The message that labels of the stored pixels are used.
    package var turning: String {
        "its labels say \(height) × \(width), the size before EXIF orientation \(orientation) turns the photo; they are "
            + "turned with it"
    }

    /// The place in the upright photo of a point of the stored pixels; x and y from the top left corner, in pixels.
    ///
    /// CIPA DC-008-2023, section 4.6.5.1.5, figure 9.
    package func upright(x: Double, y: Double) -> (x: Double, y: Double) {
        let (w, h) = (Double(width), Double(height))
        return switch orientation {
        case 2: (w - x, y)
        case 3: (w - x, h - y)
        case 4: (x, h - y)
        case 5: (y, x)
        case 6: (w - y, x)
        case 7: (w - y, h - x)
        case 8: (y, h - x)
        default: (x, y)
        }
    }

    /// The place in the stored pixels of a point of the upright photo: the inverse of `upright`.
    func stored(x: Double, y: Double) -> (x: Double, y: Double) {
        // Quarter turns undo each other; every other turn and mirror undoes itself.
        var back = stored
        back.orientation = [6: 8, 8: 6][orientation] ?? orientation
        return back.upright(x: x, y: y)
    }
}
