package import Cards
package import Pipelines

/// The light on a scene's solid objects besides its sun's.
///
/// In JSON: `"photo"`, `"even"`, or `{"panorama": FILE, "yaw_degrees": NUMBER}`.
package enum SceneSky: Hashable, Sendable {
    /// The colours and the brightness are guessed from the photo.
    case photo
    /// White light from everywhere.
    case even
    /// The light of a panorama's file. The direction is the one straight ahead: 0 is the panorama's middle column, 90
    /// right of that.
    case panorama(file: String, yawDegrees: Double)

    /// Draws the sky by a pipeline's rule, from the stream `yaw`.
    package init(_ rule: Pipeline.Light.Sky, from streams: RandomStreams) {
        switch rule {
        case .word(.photo): self = .photo
        case .word(.even): self = .even
        case .panorama(let sky):
            self = .panorama(file: sky.file.value, yawDegrees: streams.draw("yaw", sky.yaw))
        }
    }
}

extension SceneSky: Codable {
    private enum CodingKeys: String, CodingKey {
        case panorama
        case yawDegrees = "yaw_degrees"
    }

    package init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: CodingKeys.self) {
            self = .panorama(
                file: try container.decode(String.self, forKey: .panorama),
                yawDegrees: try container.decode(Double.self, forKey: .yawDegrees))
            return
        }
        let container = try decoder.singleValueContainer()
        switch try container.decode(String.self) {
        case "photo": self = .photo
        case "even": self = .even
        case let word:
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a sky is “photo”, “even” or a panorama, not “\(word)”")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .photo, .even:
            var container = encoder.singleValueContainer()
            try container.encode(self == .photo ? "photo" : "even")
        case .panorama(let file, let yawDegrees):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(file, forKey: .panorama)
            try container.encode(yawDegrees, forKey: .yawDegrees)
        }
    }
}
