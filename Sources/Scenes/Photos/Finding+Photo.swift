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
    /// A value in the photo's EXIF block is no time, place or direction.
    static let oddEXIF = Self("photo.odd-exif")
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

extension PhotoLibrary {
    /// The odd EXIF values of the photos that are used: for each tag, the first photo with such a value, and how many
    /// others there are.
    ///
    /// - Parameter needsSun: whether the pipeline asks for the sun, for which photos tell its place; only then it matters
    ///   that a clock was never set.
    package func oddities(needsSun: Bool) -> [Finding] {
        var order: [String] = []
        var found: [String: (finding: Finding, others: Int)] = [:]
        for photo in photos {
            for oddity in photo.oddities where oddity.kind == .impossible || needsSun {
                let key = "\(oddity.kind) \(oddity.tag)"
                guard found[key] == nil else {
                    found[key]?.others += 1
                    continue
                }
                order.append(key)
                let problem =
                    oddity.kind == .unset
                    ? "was never set: “\(oddity.value)”" : "is “\(oddity.value)”, which is not \(oddity.expected)"
                found[key] = (
                    Finding(
                        .warning, .oddEXIF, file: photo.path, "EXIF's \(oddity.tag) \(problem)",
                        remedy: needsSun
                            ? "correct it, or give the photo a “sun” in \(PhotoSidecar.path(beside: photo.path))" : nil),
                    0
                )
            }
        }
        return order.compactMap { key in
            guard case (var finding, let others)? = found[key] else { return nil }
            if others > 0 { finding.problem += " (\(others.counting("other photo")) like it)" }
            finding.count += others
            return finding
        }
    }
}
