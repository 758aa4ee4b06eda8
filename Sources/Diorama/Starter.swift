import Datasets
import Foundation

/// A pipeline to begin with, for `diorama init`.
public enum Starter {
    /// Writes `pipeline.yaml` and an empty folder `photos` into a folder, which is made where it is missing.
    ///
    /// - Returns: the next steps, a line each.
    /// - Throws: `JobError.usage` when there is a pipeline already; `DatasetError` when it cannot be written.
    public static func write(to folder: String) throws -> String {
        try Folder.make(folder)
        let path = folder + "/pipeline.yaml"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw JobError.usage("\(path) is there already; nothing was changed")
        }
        try Folder.make(folder + "/photos")
        try AtomicFile.write(Array(text.utf8), to: path)
        let (pipeline, dataset) = (ShellWord.quoted(path), ShellWord.quoted(folder + "/dataset"))
        return """
            Wrote \(path). Next:
              1. put photos into \(folder)/photos
              2. diorama preview \(pipeline) --out sheet.png    and look at sheet.png
              3. diorama run \(pipeline) --out \(dataset)
            """
    }

    /// A pipeline that runs unchanged once there is a photo.
    static let text = """
        # What a dataset is made of. `diorama check pipeline.yaml` finds mistakes, `diorama schema` helps an editor,
        # `diorama list objects` shows what can stand below.
        diorama: 1
        seed: 1                             # another seed, another dataset; the same seed, the same bytes
        images: 24

        backgrounds:
          photos: [photos]                  # folders, files, globs, catalogues; relative to this file
          resize: {longest: 1280}           # pixels
          flip: {chance: 0.5}

        objects:
          sign:
            category: sign
            from:
              text: {text: {choice: [EXIT, STOP, "24 h"]}, color: white, background: "#0a5c36"}
            size: {log_uniform: [0.1, 0.3]} # its longer side, as a share of the image's shorter side
            pose: {yaw: {normal: [0, 25]}, roll: {normal: [0, 5]}}    # degrees
          # part:                           # your own pictures: PNG or WebP files with a transparent background
          #   from: {cutouts: parts/*.png}
          #   size: {log_uniform: [0.1, 0.4]}

        scene:
          count: {integers: [1, 4]}
          light: {gain: {log_uniform: [0.7, 1.3]}, kelvin: {normal: [6500, 800]}}
          place: anywhere                   # or region, ground, at: `diorama list placers`

        blend: {choice: [alpha, feather]}

        output:
          images: {format: jpeg, quality: 92}
          masks: {instances: png}
          annotations: [coco]

        """
}
