import Cards

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

    package enum Reason: String, Codable, Sendable, CaseIterable {
        /// Most of the places that were tried would have put too much of the object outside the image, or the finished
        /// mask shows this.
        case truncated = "more of it would lie outside the image than “truncated” allows"
        /// Most places would have hidden too much of it, or of what it hides.
        case overlap = "it would be hidden, or hide another, by more than “overlap” allows"
        /// The object would stand where another does.
        case occupied = "it would stand inside another object"
        /// At its place, nothing of the object can be told apart in the image.
        case unseen = "too little of it would be seen to be labelled"
        /// Fewer of the object's pixels would be visible than the pipeline asks for.
        case small = "fewer of its pixels would be seen than “overlap.area.min” asks for"
        case behindCamera = "it would reach behind the camera"
        /// No place at its distance lies on the photo's ground.
        case offGround = "at its distance the photo shows no ground to stand on"
        case belowGround = "it would lie below the photo's ground"
        case covering = "it would cover what is to be avoided"
        /// Neither the photo nor the pipeline says where its horizon is.
        case noGround = "the photo has no ground: neither its facts nor “scene.camera” give a horizon or a pitch"
        /// The horizon lies below the image.
        case noGroundSeen = "the image shows no ground: its horizon lies below it"
        case noHeight = "it has no height in metres, which things on the ground need"
        /// The photo has no region of the name that the placer asks for.
        case noRegion = "the photo has no such region"
        /// The photo has no plane of the name that the placer asks for.
        case noPlane = "the photo has no such plane"
        /// The object, as it is turned, does not fit into the plane.
        case offPlane = "it is larger than the photo's plane"
        /// The label that the object would lie on has no area, or no corners that a flat face in front of a camera has.
        case noFace = "the label has not the shape of a face"
        /// The object's picture cannot be read.
        case unreadable = "the object cannot be read"
        /// The photo has no label of the category that the placer asks for.
        case noLabel = "the photo has no such label"
        /// The thing that the object would replace is too thin for anything to be fitted onto it.
        case noShape = "the label that it replaces has no area"
        /// The object comes from the very photo that it would be set into.
        case samePhoto = "the object is from this photo"
        /// The object's category or size is not that of a label that the dataset still lacks.
        case unbalanced = "no draw has the category and the size that “balance” asks for"
        /// All that was drawn of it belongs to another part of the split by object.
        case otherSide = "what was drawn of it is of another part of the split"
        /// No part of the image was found that shows neither a labelled thing nor the decoy's own place.
        case noTexture = "the image has no other place without labelled things that is large enough for its texture"

        /// Whether another draw may have room for it: nothing need be wrong with the pipeline.
        package var isOfChance: Bool {
            switch self {
            case .truncated, .overlap, .occupied, .unseen, .small, .behindCamera, .offGround, .offPlane, .noFace,
                .belowGround, .covering, .noTexture, .unbalanced:
                true
            default: false
            }
        }

        /// Whether another photo may have room for it.
        package var isOfPhoto: Bool {
            switch self {
            case .noHeight, .unreadable, .noShape, .overlap, .occupied, .unbalanced: false
            default: true
            }
        }

        /// Whether a photo's facts alone tell that it has no room, so that the next one is soon looked at.
        package var isOfFacts: Bool {
            switch self {
            case .offGround, .noGround, .noGroundSeen, .noRegion, .noPlane, .offPlane, .noLabel: true
            default: false
            }
        }

        /// Whether the detail is about the photo, not about the object.
        package var detailIsOfPhoto: Bool {
            switch self {
            case .offGround, .noRegion, .noPlane, .offPlane, .noLabel: true
            default: false
            }
        }

        /// Whether other objects took the room: the photo by itself would have some.
        package var isOfCrowd: Bool { self == .overlap || self == .occupied }
    }

    /// The object's size and distance, which explain why it has no room: `1.1 m high, 8 m away`.
    package static func size(heightMetres: Double?, distanceMetres: Double?) -> String? {
        let words = [
            heightMetres.map { "\($0.inThreeDigits) m high" }, distanceMetres.map { "\($0.inThreeDigits) m away" },
        ].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    /// The distances at which an image shows ground: `it shows ground from 2.7 m to 65 m away`.
    static func shown(_ metres: ClosedRange<Double>) -> String {
        // Straight below the camera, rounding leaves a distance that is not quite 0.
        "it shows ground from \(metres.lowerBound < 0.005 ? "0" : metres.lowerBound.inThreeDigits) m to \(metres.upperBound.inThreeDigits) m away"
    }

    /// How far to the left and right an image shows ground: `it shows ground from 3 m to the left to 8 m to the right`.
    static func shown(acrossMetres metres: ClosedRange<Double>) -> String {
        func side(_ value: Double) -> String {
            "\(max(abs(value), 0.01).inThreeDigits) m to the \(value < 0 ? "left" : "right")"
        }
        return "it shows ground from \(side(metres.lowerBound)) to \(side(metres.upperBound))"
    }

    /// Distances along the ground: `2.7 m to 65 m`; without an end, where they reach the horizon.
    package static func distances(_ metres: ClosedRange<Double>) -> String {
        let far = metres.upperBound > 0.99 * ShownGround.farthestMetres
        return "\(metres.lowerBound < 0.005 ? "0" : metres.lowerBound.inThreeDigits) m to "
            + (far ? "the horizon" : "\(metres.upperBound.inThreeDigits) m")
    }
}
