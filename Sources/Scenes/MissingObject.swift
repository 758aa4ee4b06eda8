/// An object that was asked for and is not in the image.
package struct MissingObject: Error, Codable, Sendable, Hashable {
    package var name: String
    package var reason: Reason
    /// More about it, such as what is wrong with the file.
    package var detail: String?
    /// The file that is to blame, where one is.
    package var file: String?

    package init(name: String, reason: Reason, detail: String? = nil, file: String? = nil) {
        self.name = name
        self.reason = reason
        self.detail = detail
        self.file = file
    }

    /// What is wrong in one line: the file, or else the object's name, and why it is not there.
    package var words: String { "\(file ?? name): \(detail ?? reason.rawValue)" }

    package enum Reason: String, Codable, Sendable, CaseIterable {
        /// No place was found that kept the limits.
        case noRoom = "no room within the limits"
        /// The photo has no horizon and camera height, and the pipeline gives none.
        case noGround = "the photo has no ground"
        /// The photo has no region of the name that the placer asks for.
        case noRegion = "the photo has no such region"
        /// The object's picture cannot be read.
        case unreadable = "the object cannot be read"
        /// The photo has no label of the category that the placer asks for.
        case noLabel = "the photo has no such label"
        /// What the object would replace is too thin for anything to be fitted onto it.
        case noShape = "the label that it replaces has no area"
        /// The object comes from the very photo that it would be set into.
        case samePhoto = "the object is from this photo"
        /// The finished masks broke a limit that the outlines had kept.
        case limits = "the finished masks broke a limit"
    }
}
