internal import CEmbree
import Findings
internal import Geometry

/// Embree's device: one for the process, since it only holds settings.
///
/// `@unchecked Sendable`: Embree allows its calls on one device from any thread.
final class Embree: @unchecked Sendable {
    let device: RTCDevice

    private static let shared: Result<Embree, RenderingError> = .init { () throws(RenderingError) in
        // Trees are built on the calling thread: workers share the images, and a tree is then always the same.
        guard let device = rtcNewDevice("threads=1") else {
            throw RenderingError(.tracer, "Embree cannot start: \(words(rtcGetDeviceError(nil)))")
        }
        return Embree(owning: device)
    }

    /// Throws `.tracer` where Embree does not run on this machine.
    static func open() throws(RenderingError) -> Embree {
        try shared.get()
    }

    private init(owning device: RTCDevice) {
        self.device = device
    }

    deinit {
        rtcReleaseDevice(device)
    }

    /// Throws the failure of an earlier call on this thread, if there was one.
    func check(_ step: String) throws(RenderingError) {
        let code = rtcGetDeviceError(device)
        guard code == RTC_ERROR_NONE else {
            throw RenderingError(.tracer, "Embree cannot \(step): \(Self.words(code))")
        }
    }

    private static func words(_ code: RTCError) -> String {
        switch code {
        case RTC_ERROR_INVALID_ARGUMENT: "invalid argument"
        case RTC_ERROR_INVALID_OPERATION: "invalid operation"
        case RTC_ERROR_OUT_OF_MEMORY: "out of memory"
        case RTC_ERROR_UNSUPPORTED_CPU: "this processor is not supported"
        case RTC_ERROR_CANCELLED: "cancelled"
        default: "unknown error"
        }
    }
}

/// A tree of Embree's, built and then only read.
///
/// `@unchecked Sendable`: rays may be traced through a committed scene from any thread.
final class Tree: @unchecked Sendable {
    let scene: RTCScene
    /// Memory that Embree reads but does not own.
    private let keeping: [AnyObject]

    /// A tree over triangles in memory that lives as long as `owner`: 16 bytes a vertex and a triangle.
    init(
        positions: UnsafePointer<SIMD3<Float>>, count: Int, triangles: UnsafePointer<SIMD3<UInt32>>,
        triangleCount: Int, owner: AnyObject
    ) throws(RenderingError) {
        let embree = try Embree.open()
        let geometry = rtcNewGeometry(embree.device, RTC_GEOMETRY_TYPE_TRIANGLE)
        defer { rtcReleaseGeometry(geometry) }
        rtcSetSharedGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, positions, 0, 16, count)
        rtcSetSharedGeometryBuffer(
            geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, triangles, 0, 16, triangleCount)
        rtcCommitGeometry(geometry)
        try embree.check("take a mesh")
        keeping = [owner]
        scene = rtcNewScene(embree.device)
        // Without this, rays slip between triangles that share an edge.
        rtcSetSceneFlags(scene, RTC_SCENE_FLAG_ROBUST)
        rtcAttachGeometry(scene, geometry)
        rtcCommitScene(scene)
        try embree.check("build a tree")
    }

    /// A tree over instances: instance k of the list is Embree's instance k; nil entries are left out.
    init(instances: [(tree: Tree, pose: Pose)?]) throws(RenderingError) {
        let embree = try Embree.open()
        keeping = instances.compactMap(\.?.tree)
        scene = rtcNewScene(embree.device)
        rtcSetSceneFlags(scene, RTC_SCENE_FLAG_ROBUST)
        for (index, instance) in instances.enumerated() {
            guard let instance else { continue }
            let geometry = rtcNewGeometry(embree.device, RTC_GEOMETRY_TYPE_INSTANCE)
            defer { rtcReleaseGeometry(geometry) }
            rtcSetGeometryInstancedScene(geometry, instance.tree.scene)
            let pose = instance.pose
            let columns = [pose.linear.x, pose.linear.y, pose.linear.z, pose.position]
                .flatMap { [Float($0.x), Float($0.y), Float($0.z)] }
            rtcSetGeometryTransform(geometry, 0, RTC_FORMAT_FLOAT3X4_COLUMN_MAJOR, columns)
            rtcCommitGeometry(geometry)
            rtcAttachGeometryByID(scene, geometry, UInt32(index))
        }
        rtcCommitScene(scene)
        try embree.check("place objects")
    }

    deinit {
        rtcReleaseScene(scene)
    }
}
