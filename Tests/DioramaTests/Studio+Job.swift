import Cards
import Compositing
import Datasets
import Foundation
import Pictures
import Pipelines
import Scenes
import Studios

@testable import Diorama

extension Studio {
    /// Runs a pipeline of this studio into a folder of it.
    @discardableResult
    func run(
        _ pipeline: String = "pipeline.yaml", to output: String, changes: [String] = [],
        _ adjust: (inout Job.Options) -> Void = { _ in }
    ) throws -> RunSummary {
        var options = Job.Options(pipeline: path(pipeline), output: path(output))
        options.changes = changes
        adjust(&options)
        return try Job(options).run()
    }

    /// Writes a pipeline and runs it.
    @discardableResult
    func run(text: String, to output: String) throws -> RunSummary {
        try write(text, to: output + ".yaml")
        return try run(output + ".yaml", to: output)
    }

    func dataset(_ folder: String, split: String? = nil) throws -> WrittenDataset {
        try WrittenDataset(path(folder), split: split)
    }

    /// The scenes of a finished dataset, decoded from what it holds of them.
    func scenes(_ folder: String) throws -> [Scene] {
        try text(folder + "/scenes.jsonl").split(separator: "\n").map {
            try JSONDecoder().decode(Scene.self, from: Data($0.utf8)).opened(FileNames(pipeline: path("pipeline.yaml")))
        }
    }
}

extension String {
    /// Two kinds of objects anywhere in a few small photos; lossless, so that pixels can be compared.
    static let everyday = """
        diorama: 1
        seed: 11
        images: 10
        backgrounds: {photos: [photos], flip: {chance: 0.5}}
        objects:
          disc:
            from: {cutouts: cutouts/disc.png}
            size: {uniform: [0.2, 0.5]}
            pose: {yaw: {uniform: [-50, 50]}, roll: {uniform: [0, 360]}}
          wedge:
            from: {cutouts: cutouts/wedge.png}
            size: {uniform: [0.2, 0.5]}
            pose: {flip: {chance: 0.5}}
        scene:
          count: {integers: [1, 5]}
          light: {gain: {uniform: [0.8, 1.2]}, sun: {elevation: 40}}
          overlap: {max: 0.5, visible: {min: 0.3}}
        blend: {choice: [alpha, feather]}
        output: {images: {format: png}, masks: {instances: png}}

        """
}

extension Studio {
    /// A studio in which the everyday pipeline runs.
    static func everyday() throws -> Studio {
        let studio = try Studio()
        try studio.photos(3)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.cutout("cutouts/wedge.png", .triangle, colour: [40, 90, 220])
        try studio.write(.everyday, to: "pipeline.yaml")
        return studio
    }
}
