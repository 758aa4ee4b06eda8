import ArgumentParser
import Dispatch
import Foundation
import Geometry
import Rendering

/// Renders a mesh in a sequence of poses, composites each image with its shadow on a grey photo, and tells what it took.
///
/// The scene is that of `scene.json` beside this folder, which the other renderers read too.
@main
struct RenderBenchmark: ParsableCommand {
    @Argument(help: "The mesh.")
    var mesh: String

    @Option(help: "The scene that all renderers share.")
    var scene: String

    @Option(help: "Samples of a pixel.")
    var samples = 16

    @Option(help: "How many poses.")
    var frames = 8

    @Option(help: "How many images are worked on at once.")
    var threads = 1

    @Flag(help: "Only find out what each pixel shows, with rays from the camera alone.")
    var coverage = false

    @Flag(help: "Render the whole image, not only the part where the mesh or its shadow may be.")
    var whole = false

    @Option(help: "Where the first image is written, as PPM.")
    var out: String?

    func run() throws {
        let scene = try JSONDecoder().decode(SceneFile.self, from: Data(contentsOf: URL(fileURLWithPath: scene)))
        let loading = Clock()
        let model = try Model(Mesh(file: mesh))
        let loadMilliseconds = loading.wallMilliseconds

        let images = Images(count: frames)
        let clock = Clock()
        DispatchQueue.concurrentPerform(iterations: threads) { worker in
            for frame in stride(from: worker, to: frames, by: threads) {
                images.set(frame, Result { try image(scene.renderScene(model, frame: frame)) })
            }
        }
        let (wall, cpu) = (clock.wallMilliseconds, clock.processorMilliseconds)
        let first = try images.all()[0]
        if let out {
            try (Data("P6 \(first.width) \(first.height) 255\n".utf8) + Data(first.rgb))
                .write(to: URL(fileURLWithPath: out))
        }
        print(
            """
            {"load_ms": \(loadMilliseconds), "wall_ms": \(wall / Double(frames)), "cpu_ms": \(cpu / Double(frames))}
            """)
    }

    private func image(_ scene: RenderScene) throws -> Photo {
        var photo = Photo(width: scene.camera.width, height: scene.camera.height)
        let frame = PixelRect(width: photo.width, height: photo.height)
        let extent = whole ? frame : scene.extent(within: frame)
        if coverage {
            _ = try scene.coverages(extent, samples: samples, seed: 1)
        } else {
            photo.lay(try scene.render(extent, samples: samples, seed: 1))
        }
        return photo
    }
}

/// Wall and processor time since it was made.
struct Clock {
    private let wall = ContinuousClock.now
    private let processor = clock()

    var wallMilliseconds: Double { (ContinuousClock.now - wall) / .milliseconds(1) }
    var processorMilliseconds: Double { Double(clock() - processor) * 1000 / Double(CLOCKS_PER_SEC) }
}

/// What the workers made. `@unchecked Sendable`: the lock is held at every access.
final class Images: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Result<Photo, any Error>?]

    init(count: Int) {
        results = Array(repeating: nil, count: count)
    }

    func set(_ index: Int, _ result: Result<Photo, any Error>) {
        lock.withLock { results[index] = result }
    }

    func all() throws -> [Photo] {
        try lock.withLock { try results.compactMap { try $0?.get() } }
    }
}
