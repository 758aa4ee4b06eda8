package import Cards
package import Geometry
import Pictures

/// The facts that are known of a photo besides its pixels: how its camera looked at the scene, where the ground is,
/// where light comes from. Any of them may be unknown.
///
/// Places are shares of the photo's width and height after EXIF orientation: (0, 0) is the top left corner, (1, 1) the
/// bottom right one.
package struct PhotoFacts: Described, Hashable {
    /// Where the horizon meets the vertical line through the middle of the photo, as a share of its height from the
    /// top. It may lie outside the photo.
    package var horizon: Double?
    /// How far the camera looked up; −90° is straight down, which no horizon can express. Not given with a horizon.
    package var pitch: Angle?
    /// Positive where the horizon falls to the right, as `Camera.roll`.
    package var roll: Angle?
    /// The angle that the photo's width spans, for a principal point in its middle.
    package var fieldOfView: Angle?
    /// Where the lens's axis meets the photo; nil for its middle. It is another point in a photo that was cropped.
    package var principal: Point?
    package var cameraHeightMetres: Double?
    /// How high the grass on its ground is, of which blades stand before the feet of objects.
    package var grassMetres: Double?
    /// The part of the photo that shows level ground on which things can stand.
    package var ground: Polygon?
    /// The parts that show ground which is not level, or rises above the horizon: nothing is stood on it, but snow lies there.
    package var slopes: [Polygon] = []
    /// The windows of its buildings: for each the outline of its panes, with the bars between them.
    package var windows: [Polygon] = []
    package var regions: [String: Polygon] = [:]
    /// Flat rectangles that it shows, by name.
    package var planes: [String: Plane] = [:]
    package var sun: Sun?

    /// The name of `ground` among the regions of a pipeline.
    package static let groundName = "ground"

    package init() {}

    /// The direction that light comes from, in the frame of a level camera: looking up or down changes neither angle.
    /// In a photo that was taken straight down, the picture's upward direction is straight ahead.
    package struct Sun: Described, Hashable, Codable {
        /// 0° is straight ahead of the camera, 90° to its right, 180° behind it.
        package var azimuth = Angle.zero
        /// The angle above the horizon.
        package var elevation = Angle.zero
        /// Whether the sun is known to shine. A time and a place say where it stands, but not whether there are clouds
        /// or a roof.
        package var isSeen = true

        package init() {}

        package init(azimuth: Angle, elevation: Angle, isSeen: Bool = true) {
            self.azimuth = azimuth
            self.elevation = elevation
            self.isSeen = isSeen
        }

        /// The sun at the time and the place of a photo.
        init(over shot: PhotoShot) {
            let sun = SolarPosition(
                julianDate: shot.julianDate, latitude: shot.latitude, longitude: shot.longitude)
            let azimuth = (sun.azimuth - shot.heading + 540).truncatingRemainder(dividingBy: 360) - 180
            self.init(azimuth: .degrees(azimuth), elevation: .degrees(sun.elevation), isSeen: false)
        }

        package static let card = Card<Sun>(
            "sun", "Where the photo's light comes from.",
            .required(
                "azimuth", \.azimuth, .angle(in: -360...360),
                "0 is straight ahead of the camera, 90 to its right, 180 behind it."),
            .required("elevation", \.elevation, .angle(in: -90...90), "Above the horizon.")
        )
    }

    package static let card = Card<PhotoFacts>("facts", "What is known of a photo.", factFields, check: { $0.broken })

    /// The principal point in pixels of a photo of a size; nil for its middle.
    package func principal(width: Int, height: Int) -> Point? {
        principal.map { Point($0.x * Double(width), $0.y * Double(height)) }
    }

    /// These facts, with those that are unknown taken from `others`.
    package func filled(from others: PhotoFacts) -> PhotoFacts {
        var facts = self
        if horizon == nil, pitch == nil { (facts.horizon, facts.pitch) = (others.horizon, others.pitch) }
        facts.roll = roll ?? others.roll
        facts.fieldOfView = fieldOfView ?? others.fieldOfView
        facts.principal = principal ?? others.principal
        facts.cameraHeightMetres = cameraHeightMetres ?? others.cameraHeightMetres
        facts.grassMetres = grassMetres ?? others.grassMetres
        facts.ground = ground ?? others.ground
        facts.slopes = slopes.isEmpty ? others.slopes : slopes
        facts.windows = windows.isEmpty ? others.windows : windows
        facts.regions = regions.merging(others.regions) { own, _ in own }
        facts.planes = planes.merging(others.planes) { own, _ in own }
        facts.sun = sun ?? others.sun
        return facts
    }
}

/// A type whose file states a photo's facts: a `facts:` block, or a sidecar with the facts at the top.
protocol StatesPhotoFacts: Sendable {
    var facts: PhotoFacts { get set }
}

extension PhotoFacts: StatesPhotoFacts {
    /// The rules between keys that do not hold.
    package var broken: [String] {
        if horizon != nil, pitch != nil { return ["a photo's facts give either “horizon” or “pitch”"] }
        // A tilted horizon is at this share of the height in the middle of the photo alone.
        guard let horizon, roll == nil, let lowest = ground?.vertices.map(\.y).max(), lowest <= horizon else {
            return []
        }
        return [
            "the “ground” lies wholly above the horizon at \(horizon), where there is none: both count from the top of the "
                + "photo, 0, to its bottom, 1"
        ]
    }

    var facts: PhotoFacts {
        get { self }
        set { self = newValue }
    }
}

extension StatesPhotoFacts {
    /// The keys of a photo's facts.
    static var factFields: [Field<Self>] {
        [
            .field(
                "horizon", \.facts.horizon, .optional(.share(of: "the photo's height", in: -5...6)),
                "The horizon's row at the middle of the photo: 0 is the top, 1 the bottom; may lie outside."),
            .field(
                "pitch", \.facts.pitch, .optional(.angle(in: -90...90)),
                "Instead of a horizon: how far the camera looked up; -90 is straight down."),
            .field(
                "roll", \.facts.roll, .optional(.angle(in: -60...60)),
                "How far the horizon tilts: positive where it falls to the right."),
            .field(
                "fov", \.facts.fieldOfView, .optional(.angle(in: 1...170)), "Horizontal field of view of the photo."),
            .field(
                "principal", \.facts.principal, .optional(.photoPoint(in: -2...3)),
                "In a cropped photo: where the middle of the uncropped one lies, as [x, y] shares; may lie outside."),
            .field(
                "camera_height", \.facts.cameraHeightMetres, .optional(.number(in: 0.01...10_000, .metres)),
                "The camera's height above the ground."),
            .field(
                "grass", \.facts.grassMetres, .optional(.number(in: 0...2, .metres)),
                "How high the grass on its ground is: it then stands before the feet of objects."),
            .field(
                PhotoFacts.groundName, \.facts.ground, .optional(.photoPolygon),
                "Outline of the level ground, as [x, y] shares of width and height."),
            .field(
                "slopes", \.facts.slopes, .list(.photoPolygon, count: 0...1000),
                "Outlines of other ground, such as hillsides, also above the horizon: “snow” lies on it."),
            .field(
                "windows", \.facts.windows, .list(.photoPolygon, count: 0...10_000),
                "The outline of each window's panes, with the bars between them: “night” can light them."),
            .field(
                "regions", \.facts.regions, .regions,
                "Outlines of other places by name, for “place: {region: NAME}”; as [x, y] shares."),
            .field(
                "planes", \.facts.planes, .planes,
                "Walls, tables and other flat rectangles by name, for “place: {plane: NAME}”."),
            .field("sun", \.facts.sun, .optional(.block(PhotoFacts.Sun.card)), "Where the photo's light comes from."),
        ]
    }
}
