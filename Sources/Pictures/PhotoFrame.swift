/// How a photo lies: the size of its upright pixels, and which turn by EXIF's orientation made them upright.
///
/// The one rule for labels: they are of the upright photo where their size says so; they are of the pixels as they lie
/// in the file where the size says that and EXIF exchanges the sides, and then they are turned as the photo is; else
/// they are not this photo's, and are not used.
package struct PhotoFrame: Hashable, Sendable {
    /// In pixels, after the turn.
    package var width: Int
    package var height: Int
    /// EXIF's: 1…8, and 1 where nothing is said.
    package var orientation: Int

    package init(width: Int, height: Int, orientation: Int = 1) {
        self.width = width
        self.height = height
        self.orientation = orientation
    }

    /// - Parameters:
    ///   - width: in pixels, as they lie in the file.
    ///   - height: the same.
    init(stored width: Int, _ height: Int, orientation: Int) {
        self.init(width: width, height: height, orientation: orientation)
        if exchangesSides { (self.width, self.height) = (height, width) }
    }

    /// How a size that labels state fits a photo.
    package enum Fit: Sendable {
        /// The labels are of the upright photo.
        case upright
        /// The labels are of the pixels as they lie in the file.
        case stored
        case none
    }

    /// Whether the turn exchanges width and height.
    package var exchangesSides: Bool { orientation > 4 }

    /// The pixels as they lie in the file.
    package var stored: PhotoFrame {
        exchangesSides ? PhotoFrame(width: height, height: width) : PhotoFrame(width: width, height: height)
    }

    package func fit(width: Int, height: Int) -> Fit {
        if (width, height) == (self.width, self.height) { return .upright }
        return exchangesSides && (height, width) == (self.width, self.height) ? .stored : .none
    }

    /// What is wrong with labels of a size that does not fit.
    package func misfit(width: Int, height: Int) -> String {
        let turn =
            switch orientation {
            case 1: "no EXIF orientation turns it"
            case 2...4: "EXIF orientation \(orientation) keeps the size"
            default: "\(self.height) × \(self.width) before EXIF orientation \(orientation) turns it"
            }
        return "is \(self.width) × \(self.height) pixels (\(turn)), its labels say \(width) × \(height)"
    }

    /// That labels of the stored pixels are used.
    package var turning: String {
        "its labels say \(height) × \(width), the size before EXIF orientation \(orientation) turns the photo; they are "
            + "turned with it"
    }

    /// Where a point of the stored pixels lies in the upright photo; x and y from the top left corner, in pixels.
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
}
