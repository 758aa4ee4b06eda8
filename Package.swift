// swift-tools-version: 6.1
import Foundation
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// What is built for debugging is optimised as well: unoptimised, the kernels are some hundred times slower, and the tests
/// take three times as long. `DIORAMA_UNOPTIMISED=1 swift build` is for a debugger.
///
/// A package that depends on this one may not bring such flags along, so they are for this package's own checkout.
let isDependency = ["/checkouts/", "/repositories/"].contains { Context.packageDirectory.contains($0) }
let isOptimised = !isDependency && Context.environment["DIORAMA_UNOPTIMISED"] == nil
let roomSettings = settings + (isOptimised ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : [])

/// A room of the library. The list below runs from the lowest room to the highest; no arrow points up it.
///
/// - Parameter embedded: files whose bytes become part of the program.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], embedded: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: embedded.map { .embedInCode($0) },
        swiftSettings: roomSettings)
}

/// - Parameter exclude: folders of files that tests read from the source tree.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

/// Embree's library carries its major version in its name, and Debian gives it no .pc file. The same rule as in
/// Sources/CEmbree/shim.h.
let embree =
    ["/usr/include", "/usr/local/include"].contains { FileManager.default.fileExists(atPath: $0 + "/embree4/rtcore.h") }
    ? "embree4" : "embree3"

/// A description for pkg-config of our own, beside the module map.
///
/// The libraries' own name what they are made with, too, and through that the flag `-pthread`, which the package manager
/// refuses with a warning in every build. Ours name only what our headers include.
func pc(_ name: String) -> String { Context.packageDirectory + "/Sources/C\(name)/\(name).pc" }

let package = Package(
    name: "diorama",
    products: [
        .library(name: "Diorama", targets: ["Diorama"]),
        .executable(name: "diorama", targets: ["CLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // Versions below 1 may break in any minor one.
        .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
    ],
    targets: [
        .systemLibrary(name: "CVips", pkgConfig: pc("Vips"), providers: [.apt(["libvips-dev"])]),
        .systemLibrary(name: "CPango", pkgConfig: pc("Pango"), providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .systemLibrary(name: "CLanes"),
        .systemLibrary(name: "CIconv"),
        .systemLibrary(name: "CSyncFS"),
        .systemLibrary(name: "CEmbree", providers: [.apt(["libembree-dev"])]),
        .systemLibrary(name: "CAssimp", pkgConfig: "assimp", providers: [.apt(["libassimp-dev"])]),
        .systemLibrary(name: "CMinizip", pkgConfig: "minizip", providers: [.apt(["libminizip-dev"])]),
        room("JSON"),
        room("Findings", ["JSON"]),
        room("Archives", ["Findings", "CMinizip"]),
        room("Cards", ["CIconv", "Findings", .product(name: "Yams", package: "Yams")]),
        room("Pictures", ["Findings", "CVips", "CPango", "CDeflate", "CJPEG", "CPNG", "CLanes"]),
        room("Geometry"),
        room("Masks", ["Geometry"]),
        .target(
            name: "Rendering",
            dependencies: ["CEmbree", "CAssimp", "CLanes", "Findings", "Archives", "Pictures", "Geometry"],
            swiftSettings: roomSettings,
            linkerSettings: [.linkedLibrary(embree)]),
        room("Drawings", ["Findings", "Cards", "Pictures", "Geometry"]),
        room("Solids", ["Findings", "Cards", "Pictures", "Geometry", "Rendering", "Drawings"]),
        room(
            "Objects",
            ["Findings", "Cards", "Archives", "Pictures", "Geometry", "Masks", "Rendering", "Drawings", "Solids"]),
        room("Pipelines", ["Cards"]),
        room(
            "Scenes",
            ["Findings", "Cards", "Pictures", "Geometry", "Masks", "Rendering", "Drawings", "Objects", "Pipelines"]),
        room(
            "Compositing",
            [
                "Findings", "Cards", "Pictures", "Geometry", "Masks", "Rendering", "Drawings", "Objects", "Pipelines",
                "Scenes", "CLanes",
            ]),
        room(
            "Datasets",
            ["CSyncFS", "JSON", "Findings", "Cards", "Pictures", "Geometry", "Masks", "Pipelines"]),
        room(
            "Labelling",
            [
                "JSON", "Findings", "Cards", "Pictures", "Geometry", "Masks", "Drawings", "Objects", "Pipelines",
                "Scenes", "Compositing", "Datasets",
            ]),
        room("Facts", ["Cards", "Pictures", "Geometry", "Scenes"]),
        room(
            "Sheets",
            [
                "JSON", "Findings", "Cards", "Pictures", "Geometry", "Masks", "Rendering", "Drawings", "Objects",
                "Datasets", "Facts",
            ],
            embedded: ["Report/report.css", "Report/report.js"]),
        room(
            "Diorama",
            [
                "JSON", "Findings", "Cards", "Pictures", "Geometry", "Masks", "Rendering", "Drawings", "Objects",
                "Pipelines", "Scenes", "Compositing", "Datasets", "Labelling", "Facts", "Sheets",
            ]),
        room(
            "Studio",
            [
                "JSON", "Findings", "Cards", "Pictures", "Geometry", "Masks", "Drawings", "Pipelines", "Scenes",
                "Datasets", "Facts", "Sheets", "Diorama", .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            embedded: [
                "index.html", "studio.css", "main.js", "api.js", "constants.js", "dom.js", "drawing.js", "filters.js",
                "gallery.js", "grid.js", "help.js", "marks.js", "overlay.js", "photo.js", "pipeline.js", "stage.js",
                "store.js", "switches.js", "tools.js", "trial.js", "viewer.js",
            ].map { "Page/" + $0 }),
        .executableTarget(
            name: "CLI",
            dependencies: ["Diorama", "Studio", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings),
        .executableTarget(
            name: "RenderBenchmark",
            dependencies: [
                "Rendering", "Geometry", "Pictures", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks/RenderBenchmark", swiftSettings: settings),
        .target(
            name: "Studios", dependencies: ["Pictures", "Geometry", "Rendering"], path: "Tests/Studios",
            swiftSettings: settings),
        tests("Archives", ["Archives", "Studios"]),
        tests("Pictures", ["Pictures", "Studios"]),
        tests("Geometry", ["Geometry", "Studios"]),
        tests("Masks", ["Masks", "Geometry", "Studios"]),
        tests("Cards", ["Cards"]),
        tests("Pipelines", ["Cards", "Pipelines"]),
        tests("Rendering", ["Rendering", "Archives", "Studios", "Pictures", "Geometry"]),
        tests("Drawings", ["Drawings"]),
        tests("Solids", ["Solids", "Drawings", "Findings", "Cards", "Geometry", "Rendering", "Studios"]),
        tests(
            "Objects",
            [
                "Objects", "Drawings", "Findings", "Archives", "Studios", "Pictures", "Geometry", "Masks", "Cards",
                "Pipelines", "Rendering",
            ]),
        tests(
            "Scenes",
            ["Scenes", "Objects", "Rendering", "Pictures", "Geometry", "Masks", "Cards", "Pipelines", "Studios"]),
        tests(
            "Compositing",
            [
                "Compositing", "Scenes", "Objects", "Drawings", "Rendering", "Pictures", "Geometry", "Masks", "Cards",
                "Pipelines",
            ]),
        tests("JSON", ["JSON"]),
        tests("Findings", ["Findings", "JSON"]),
        tests(
            "Datasets",
            ["Datasets", "JSON", "Findings", "Scenes", "Pictures", "Geometry", "Masks", "Cards", "Pipelines"]),
        tests("Labelling", ["Labelling", "Datasets", "Objects"]),
        tests("Facts", ["Facts", "Cards", "Geometry", "Masks", "Scenes"]),
        tests("Sheets", ["Sheets", "Pictures", "Geometry", "Masks"]),
        tests(
            "Diorama",
            [
                "Diorama", "Labelling", "Sheets", "Drawings", "Datasets", "JSON", "Findings", "Compositing", "Scenes",
                "Objects", "Rendering", "Pictures",
                "Geometry",
                "Masks",
                "Cards", "Pipelines", "Studios",
            ]),
        tests("Studio", ["Studio", "Diorama", "Datasets", "JSON", "Pictures", "Studios"]),
        tests(
            "CLI",
            [
                "CLI", "Diorama", "Archives", "Cards", "Geometry", "Objects", "Pictures", "Pipelines", "Rendering",
                "Scenes", "Studios",
            ], exclude: ["Expected"]),
    ]
)

// Fuzzing guided by coverage instruments the whole library, and is built where it is asked for: Tests/Fuzz/run.
if ProcessInfo.processInfo.environment["DIORAMA_FUZZ"] != nil {
    package.targets += [
        .executableTarget(
            name: "Guided", dependencies: ["Diorama", "Cards", "Pipelines", "Pictures"], path: "Tests/Fuzz/Guided",
            swiftSettings: settings)
    ]
}
