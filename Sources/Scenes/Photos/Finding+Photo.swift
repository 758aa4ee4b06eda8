package import Findings
package import Pictures

/// The reasons why photos that were asked for are not used.
extension Finding.Code {
    /// Every photo had to be skipped.
    static let noPhoto = Self("photo.none")
    /// Pictures of a kind that is not read, beside photos.
    static let unreadKind = Self("photo.unread-kind")
    static let unreadFacts = Self("photo.unread-facts")
    static let copyOnOtherSide = Self("photo.copy-on-other-side")
    /// The photo is not of the size that its labels say.
    static let otherSize = Self("photo.other-size")
    /// The photo's labels cannot be read, or too few of them can.
    package static let unreadLabels = Self("dataset.unread-labels")
    /// The image that the photo would make has too many pixels, or too long a side.
    package static let imageTooLarge = Self("photo.image-too-large")
}

extension Finding {
    /// A photo that is not used, from a failure to read it while probing or later while decoding.
    package init(photo path: String, _ error: PictureError) {
        let remedy: String? =
            switch error.code {
            case .missing: "correct its path"
            case .unreadable: "let this user read it: it has to be a file with the right permissions"
            case .empty, .damaged: "replace it with an undamaged copy"
            // The words for one that is too large, or of a wrong format, say already what would be right.
            default: nil
            }
        self.init(.warning, error.findingCode, file: path, error.reason, remedy: remedy)
    }
}
