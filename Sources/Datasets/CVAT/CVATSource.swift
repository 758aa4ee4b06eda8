package import Cards
import Findings
import Foundation
import Geometry
import JSON
import Pictures
import Pipelines

/// Labels exported from CVAT as “CVAT for images 1.1”: an XML file that names the photos.
///
/// The source reads boxes, polygons, masks, ellipses and skeletons; it leaves out points, lines, tags and cuboids. It
/// carries along `occluded` and the attributes of a label. Without a stated size labels are those of the upright photo,
/// which CVAT shows.
package struct CVATSource: DatasetSource {
    package var file = ""
    package var images: String?
    package var outside = false

    package init() {}

    package static let card = Card<CVATSource>(
        "cvat", "CVAT for images 1.1: an XML file of boxes, polygons, masks, ellipses and skeletons.",
        .required("file", \.file, .path, "The file, or the folder that holds annotations.xml; relative to this one."),
        .field(
            "images", \.images, .optional(.path),
            "The folder that its names start from; unless given, images/ beside the file or the file's own folder."),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    package static func inFolder(_ folder: String) -> CVATSource? {
        var source = CVATSource()
        source.file = folder + "/annotations.xml"
        return source
    }

    package var named: [String] { [file] + (images.map { [$0] } ?? []) }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        if Folder.isFolder(file) {
            guard let inside = Self.inFolder(file), FileManager.default.fileExists(atPath: inside.file) else {
                throw PhotoFilesDataset.failure(file, "there is no annotations.xml in it; “file” takes the file itself")
            }
            var source = self
            source.file = inside.file
            return try source.open(in: home)
        }
        let opened = try OpenFile(self.file, flags: O_RDONLY, action: "cannot read")
        let document = CVATDocument(try opened.read(count: try opened.size(), at: 0))
        if let error = document.error {
            throw PhotoFilesDataset.failure(self.file, "line \(error.line): \(error.problem)")
        }
        let (all, file) = (document.images, file)
        let splits = Set(all.map(\.subset))
        let photos = all.enumerated().map { index, image in
            DatasetPhoto(
                id: index + 1, path: Self.photo(image, file: file, images: images), width: image.size?.width,
                height: image.size?.height,
                split: image.subset.flatMap { OwnSplits.name($0, amongSeveral: splits.count > 1) })
        }
        let labels = document.labels
        var categories = [COCO.Category](named: labels.map(\.name), from: 1)
        for index in labels.indices where !labels[index].points.isEmpty {
            categories[index].keypoints = labels[index].points
        }
        return RecordsDataset(
            name: file, categories: categories, photos: photos,
            oddities: document.doubt.map { [Finding(.warning, .malformed, file: file, $0)] } ?? [], unit: "shape",
            place: { (file, all[$0].name) },
            read: { index, frame in
                Self.read(all[index], labels, of: file, width: frame.width, height: frame.height)
            })
    }

    /// The photo that an image's name stands for.
    static func photo(_ image: CVATDocument.Image, file: String, images: String?) -> String {
        let own = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let subset = image.subset.map { ["\(own)/images/\($0)", "\(own)/\($0)"] } ?? []
        let folders = images.map { [$0] } ?? ["\(own)/images", own] + subset
        return folders.lazy.compactMap { folder in
            DatasetFolder(root: folder).file(image.name).map { "\(folder)/\($0)" }
        }
        .first ?? "\(folders[0])/\(image.name)"
    }

    private static func read(
        _ image: CVATDocument.Image, _ labels: [(name: String, points: [String])], of file: String, width: Int,
        height: Int
    ) -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        func report(_ code: Finding.Code, _ problem: String) {
            reading.oddities.append(Finding(.warning, code, file: file, subject: image.name, problem))
        }
        for (index, shape) in image.shapes.enumerated() where !CVATDocument.Shape.flatKinds.contains(shape.kind) {
            guard let category = labels.firstIndex(where: { $0.name == shape.label }) else { continue }
            do throws(LabelLineError) {
                var label = try shape.label(width: width, height: height, points: labels[category].points)
                (label.id, label.categoryID) = (index + 1, category + 1)
                if let occluded = shape.attributes["occluded"].flatMap({ Int($0) }) {
                    label.extra.append(JSONMember(name: "occluded", json: occluded.json()))
                }
                if !shape.facts.isEmpty {
                    var writer = JSONWriter()
                    writer.object { writer in for fact in shape.facts { writer.member(fact.name, fact.value) } }
                    label.extra.append(JSONMember(name: "attributes", json: writer.drain()))
                }
                reading.annotations.append(label)
            } catch {
                report(.leftOut, "line \(shape.line): \(error.problem); it is left out")
            }
        }
        let flat = image.shapes.count { CVATDocument.Shape.flatKinds.contains($0.kind) }
        if flat > 0 {
            report(
                .noArea, "\(flat) shape\(flat == 1 ? "" : "s") without an area left out: points, lines, tags, cuboids")
        }
        return reading
    }
}
