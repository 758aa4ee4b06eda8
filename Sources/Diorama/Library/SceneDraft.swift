import Foundation
import Geometry
import Scenes

/// One draw of a pipeline: the photo, and the place of each object in it. It can be changed before a picture is made.
///
/// It is a value: changing a copy leaves the original unchanged.
public struct SceneDraft: Sendable {
    /// The scene, its photo, and the photo's labels in a dataset.
    private(set) var drawn: ImageMaker.DrawnScene

    init(drawn: ImageMaker.DrawnScene) {
        self.drawn = drawn
    }

    /// An object of a scene.
    public struct Object: Sendable, Hashable {
        /// The object's key in the pipeline's `objects:`.
        public let name: String
        /// The category of its label.
        public let category: String
        /// False for a distractor, which hides others and has no label.
        public let isLabelled: Bool
        /// The distance from the camera in metres, along the ground or by its apparent size; nil where neither is
        /// known.
        public let distanceMetres: Double?
        /// The object's real height in metres, where it has one.
        public let heightMetres: Double?
        /// Whether its place is known in metres, so that ``SceneDraft/moveObject(_:right:up:nearer:)`` can move it.
        public let isPlacedInMetres: Bool
    }

    /// The image's number in its pipeline.
    public var index: Int { drawn.scene.index }
    /// The name of the variant that the image shows, where the pipeline has `variants`. Images of one scene follow each
    /// other.
    public var variant: String? { drawn.scene.variant?.name }
    /// The photo in the background, as the process opens it.
    public var photo: String { drawn.photo.path }
    /// The width of the picture in pixels.
    public var width: Int { drawn.scene.camera.width }
    /// The height of the picture in pixels.
    public var height: Int { drawn.scene.camera.height }

    /// The objects in painting order: objects that are farther away come first.
    public var objects: [Object] {
        drawn.scene.objects.map {
            Object(
                name: $0.name, category: $0.category, isLabelled: !$0.distractor, distanceMetres: $0.distanceMetres,
                heightMetres: $0.heightMetres, isPlacedInMetres: $0.place.isMetric)
        }
    }

    /// Every number of the scene as one line of JSON, keys in alphabetical order: a line of `scenes.jsonl`, except that
    /// files have the names by which the process opens them.
    ///
    /// - Throws: errors of Foundation's encoder for numbers that are not finite.
    public func json() throws -> String { String(decoding: try drawn.scene.jsonLine(), as: UTF8.self) }

    /// Removes an object.
    ///
    /// - Parameter index: the object's index in ``objects``.
    public mutating func removeObject(_ index: Int) {
        drawn.scene.objects.remove(at: index)
    }

    /// Moves an object in the world, in metres. Its distance and its size in the picture change with its place, and so
    /// do the parts that objects hide.
    ///
    /// - Parameters:
    ///   - index: the object's index in ``objects``; the object may have another one afterwards.
    ///   - right: as seen from the camera.
    ///   - up: from the ground.
    ///   - nearer: along the ground, towards the camera.
    /// - Returns: the object's index afterwards.
    /// - Throws: an error in words for an object whose place is not known in metres, or that would stand behind the camera.
    @discardableResult
    public mutating func moveObject(_ index: Int, right: Double = 0, up: Double = 0, nearer: Double = 0) throws -> Int {
        var object = drawn.scene.objects[index]
        guard let place = object.place.moved(by: [right, up, nearer], seenBy: drawn.scene.camera) else {
            throw JobError.usage(
                object.place.isMetric
                    ? "“\(object.name)” would stand behind the camera"
                    : "“\(object.name)” has no place in metres; shift it by pixels")
        }
        let camera = drawn.scene.camera
        let change = place.groundDistance(from: camera) - object.place.groundDistance(from: camera)
        object.place = place
        object.distanceMetres = object.distanceMetres.map { $0 + change }
        drawn.scene.objects.remove(at: index)
        let distance = object.distanceMetres ?? 0
        let after =
            drawn.scene.objects.firstIndex { $0.replaces == nil && ($0.distanceMetres ?? 0) < distance }
            ?? drawn.scene.objects.endIndex
        drawn.scene.objects.insert(object, at: after)
        return after
    }

    /// Shifts a flat object in the picture, in pixels; its size stays.
    ///
    /// - Parameters:
    ///   - index: the object's index in ``objects``.
    ///   - x: the shift to the right.
    ///   - y: the shift downwards.
    /// - Throws: an error in words for a three-dimensional object, which ``moveObject(_:right:up:nearer:)`` moves.
    public mutating func shiftObject(_ index: Int, x: Double, y: Double) throws {
        let object = drawn.scene.objects[index]
        guard case .flat(let map, let onGround) = object.place else {
            throw JobError.usage("“\(object.name)” has three dimensions; move it in metres")
        }
        drawn.scene.objects[index].place = .flat(
            imageFromObject: .translation(x: x, y: y) * map, onGround: onGround)
    }
}

extension ObjectPlace {
    /// Whether the place is known in metres.
    fileprivate var isMetric: Bool {
        switch self {
        case .flat(_, let onGround): onGround
        case .solid: true
        }
    }

    /// The place, moved in the world by metres; nil where it is not known in metres, or would lie behind the camera.
    fileprivate func moved(by metres: Vector3, seenBy camera: Camera) -> ObjectPlace? {
        switch self {
        case .flat(_, onGround: false): return nil
        case .flat(let before, onGround: true):
            let plane = camera.worldPlane(of: before)
            let map = camera.imageFromPlane(origin: plane.origin + metres, uAxis: plane.uAxis, vAxis: plane.vAxis)
            guard map.w(at: Point(0.5, 0.5)) > 0.05 else { return nil }
            return .flat(imageFromObject: map, onGround: true)
        case .solid(var pose, let onGround):
            pose.position = pose.position + metres
            guard camera.depth(of: pose.position) > 0.05 else { return nil }
            return .solid(worldFromObject: pose, onGround: onGround)
        }
    }

    /// The distance from the camera along the ground: of a point near its foot for a flat object, of its origin for a
    /// solid one.
    fileprivate func groundDistance(from camera: Camera) -> Double {
        switch self {
        case .flat(let map, _):
            let plane = camera.worldPlane(of: map)
            let foot = plane.origin + plane.uAxis * 0.5 + plane.vAxis
            return hypot(foot.x, foot.z)
        case .solid(let pose, _): return hypot(pose.position.x, pose.position.z)
        }
    }
}
