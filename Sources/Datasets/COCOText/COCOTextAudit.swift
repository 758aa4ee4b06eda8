import Findings
import Foundation
import Geometry
import JSON

/// A file of COCO-Text v2, as diorama writes it: `cocotext.v2.json`, in the folder itself or in `coco_text/`, with `images/`
/// beside it.
struct COCOTextAudit: FormatAudit {
    static let name = "coco_text"

    private let folder: DatasetFolder
    private let part: String

    init?(root: String) throws {
        let folder = DatasetFolder(root: root)
        guard let part = ["", "coco_text/"].first(where: { folder.holdsFile($0 + "cocotext.v2.json") }) else {
            return nil
        }
        (self.folder, self.part) = (folder, part)
    }

    var sources: [any DatasetSource] { [] }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        let file = part + "cocotext.v2.json"
        guard let tree = try folder.tree(of: file, into: &audit) else { return }
        guard let images = tree["imgs"]?.members,
            let words = tree["anns"]?.members, let lists = tree["imgToAnns"]?.members
        else {
            audit.add([Finding(.error, .malformed, file: file, "it has no imgs, anns and imgToAnns in JSON")])
            return
        }
        func report(_ problem: String) { audit.add([Finding(.error, .badValue, file: file, problem)]) }
        var sizes: [String: Rect] = [:]
        for (id, image) in images {
            guard image["id"]?.integer.map(String.init) == id, let name = image["file_name"]?.text,
                let width = image["width"]?.number, let height = image["height"]?.number
            else {
                report("image \(id) has no file name and size, or another id")
                continue
            }
            sizes[id] = Rect(x: 0, y: 0, width: width, height: height)
            let picture = "\(part)images/\(name)"
            if let size = pictures.size(of: folder.path(picture), named: picture, into: &audit),
                (Double(size.width), Double(size.height)) != (width, height)
            {
                report("image \(id) is \(size.width) × \(size.height) pixels, and not as large as it says")
            }
        }
        var listed: [String: String] = [:]
        for (image, list) in lists {
            for word in list.elements ?? [] {
                let id = word.integer.map(String.init) ?? ""
                if listed.updateValue(image, forKey: id) != nil { report("word \(id) is listed twice") }
            }
        }
        for (id, word) in words {
            if let problem = Self.problem(of: word, id, sizes, listed[id]) { report("word \(id): \(problem)") }
        }
        if let lost = listed.keys.filter({ tree["anns"]?[$0] == nil }).min() {
            report("word \(lost) is listed, and is none of anns")
        }
        audit.count(images: images.count, annotations: words.count)
    }

    private static func problem(
        of word: JSONTree, _ id: String, _ sizes: [String: Rect], _ list: String?
    ) -> String? {
        guard word["id"]?.integer.map(String.init) == id else { return "it has another id" }
        guard let image = word["image_id"]?.integer.map(String.init), let frame = sizes[image] else {
            return "its image is none of imgs"
        }
        guard list == image else { return "it is not listed for its image" }
        guard let numbers = word["mask"]?.numbers(), numbers.count >= 6, numbers.count.isMultiple(of: 2) else {
            return "its mask has not three points or more"
        }
        guard let box = word["bbox"]?.numbers(4) else { return "its box has not four numbers" }
        let bounds = Polygon(ring: numbers).bounds
        if bounds?.intersection(frame) == nil { return "it lies outside of the picture" }
        if let bounds,
            [bounds.x - box[0], bounds.y - box[1], bounds.width - box[2], bounds.height - box[3]]
                .contains(where: { abs($0) > 1 })
        {
            return "its box is not that of its mask"
        }
        switch (word["legibility"]?.text, word["utf8_string"]?.text) {
        case ("legible", let text): return text?.isEmpty == false ? nil : "it is legible, and has no text"
        case ("illegible", _): return nil
        default: return "its legibility is neither legible nor illegible"
        }
    }
}
