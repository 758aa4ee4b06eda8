import Diorama

/// Moves the nearest object of an image and says where everything is then.
func describe(_ path: String, image: Int, picture file: String) throws -> [String] {
    let pipeline = try PipelineFile(path)
    var scene = try pipeline.scene(image)

    // The last one is painted last, so it is the nearest.
    if let nearest = scene.objects.indices.last {
        if scene.objects[nearest].isPlacedInMetres {
            try scene.moveObject(nearest, right: 0.5, nearer: 0.2)
        } else {
            try scene.shiftObject(nearest, x: 40, y: 0)
        }
    }

    let picture = try pipeline.makePictureMaker().picture(of: scene)
    try picture.write(to: file)
    return picture.instances.map { instance in
        let mask = picture.mask(ofInstance: instance.id)
        let pixels = mask.count { $0 == 1 }
        let box = instance.box
        return "\(instance.category) at \(box.x), \(box.y), \(box.width) × \(box.height): \(pixels) pixels"
    }
}

/// Makes at most so many images, and goes on where an earlier call has stopped.
func makeSome(_ count: Int, of pipeline: String, in folder: String) throws -> Int {
    var options = Job.Options(pipeline: pipeline, output: folder)
    options.resumes = true
    let summary = try Job(options).run { progress in progress.finished < count }
    return summary.made
}

/// What breaks a reader of a dataset, the worst first, by the codes that stay the same from version to version.
func errors(inDataset folder: String) throws -> [String] {
    let report = try DatasetReport(folder)
    return report.findings.filter { $0.severity == .error }.map { finding in
        "\(finding.code.rawValue) in \(finding.file ?? folder): \(finding.advice)"
    }
}
