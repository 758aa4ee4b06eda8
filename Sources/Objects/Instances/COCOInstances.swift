package import Cards
package import Drawings
import Findings
import Foundation
package import Geometry
import Masks
import Pictures

/// Things cut out of the photos of a dataset by their masks: copy-paste between photos (Ghiasi et al., "Simple
/// Copy-Paste is a Strong Data Augmentation Method for Instance Segmentation", CVPR 2021).
///
/// An instance is never set into the photo that it comes from, unless that is asked for: its double would stand beside
/// it.
package struct COCOInstances: PixelSource {
    package var file = ""
    package var images: String?
    package var categories: [String] = []
    package var area = Area()
    package var masks = Masks.labels
    package var truncated = Truncated.flush
    package var erode = 1.0
    package var feather = 1.5
    package var allowsSamePhoto = false
    package var instance: String?

    package init() {}

    /// Where the masks of instances come from.
    package enum Masks: String, CaseIterable, Sendable {
        /// From the labels; instances without a mask are not used.
        case labels
        /// The same, and of instances with a box alone from the colours in and around the box.
        case grabcut
    }

    /// The use of instances that reach an edge of their photo, which may cut them off.
    package enum Truncated: String, CaseIterable, Sendable {
        /// They lie at the same edge of the picture; where their place or pose does not let them, they are not used.
        case flush
        /// They are not used.
        case out
        /// They lie where their place says, with the cut edge in the middle of the picture.
        case anywhere
    }

    /// Limits of an instance's area.
    package struct Area: Described {
        package var min = 0.0
        package var max = 1e9

        package init() {}

        package static let card = Card<Area>(
            "area", "How large an instance's mask is, in pixels of its photo.",
            .field("min", \.min, .number(in: 0...1e9, .pixels), "The least area."),
            .field("max", \.max, .number(in: 0...1e9, .pixels), "The greatest area."),
            check: { $0.min > $0.max ? ["“min” is more than “max”"] : [] }
        )
    }

    package static let card = Card<COCOInstances>(
        "coco", "Labelled instances of a COCO file, cut out by their masks. Each time one of them is drawn.",
        .required("file", \.file, .path, "The COCO file."),
        .field(
            "images", \.images, .optional(.path),
            "The folder that its file names start from; found beside the file unless given."),
        .required(
            "categories", \.categories, .oneOrMore(.text("a category's name")),
            "The categories to draw from. Each instance keeps its category, unless the object gives another."),
        .field(
            "masks", \.masks, .word,
            "labels: only instances with a mask are used. grabcut: also those with a box alone, cut out by the colours in and around the box; boxes that give no clean cut-out are left out."
        ),
        .field("area", \.area, .block(Area.card), "How large an instance's mask is, in pixels of its photo."),
        .field(
            "truncated", \.truncated, .truncated,
            "Instances that reach an edge of their photo, which may cut them off. flush: they lie at that edge of the picture, or are left out where their place or pose does not let them; out: they are not used; anywhere: they lie where their place says."
        ),
        .field(
            "erode", \.erode, .number(in: 0...32, .pixels),
            "The width of the mask's rim that is removed, where the background shines through."),
        .field("feather", \.feather, .number(in: 0...32, .pixels), "The width of the soft edge inside the new rim."),
        .field(
            "same_photo", \.allowsSamePhoto, .flag, "Whether an instance may be set into the photo that it is from."),
        .field("instance", \.instance, .optional(.text("a label's id")), "Only the instance with this label id.")
    )

    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> COCOInstances {
        try choose(lists, by: &stream, for: ObjectUse())
    }

    package func choose(
        _ lists: FileLists, by stream: inout RandomStream, for use: ObjectUse
    ) throws(ObjectError) -> COCOInstances {
        if instance != nil { return self }
        let usable = try usable(lists, for: use)
        let elsewhere =
            allowsSamePhoto || use.photo == nil
            ? usable : usable.filter { $0.path != use.photo.map(FileLists.resolved) }
        guard !elsewhere.isEmpty else {
            throw ObjectError(
                .samePhoto, file: file,
                "every \(categories.joined(separator: " or ")) is of the photo that it would be set into; "
                    + "“same_photo: true” allows that")
        }
        let chosen = try cleanCut(of: elsewhere, by: &stream, lists)
        var one = self
        one.instance = String(chosen.id)
        one.categories = [chosen.category]
        return one
    }

    /// One of the instances; of those without a mask one whose box gives a clean cut-out.
    private func cleanCut(
        of instances: [FileLists.ListedInstance], by stream: inout RandomStream, _ lists: FileLists
    ) throws(ObjectError) -> PhotoInstance {
        for _ in 0..<COCOInstances.boxesTried {
            let chosen = instances[stream.integer(0, instances.count - 1)].instance
            guard let box = chosen.box else { return chosen }
            if case .success = lists.boxCuts.cut(box, of: chosen.photo, maxPixels: PhotoFile.defaultMaxPixels) {
                return chosen
            }
        }
        throw ObjectError(
            .missing, file: file,
            "none of \(COCOInstances.boxesTried) boxes of \(categories.joined(separator: " or ")) gave a clean cut-out; "
                + "add masks, or leave such labels out by “masks: labels”")
    }

    /// How many boxes are tried for one object.
    private static let boxesTried = 30

    /// The instances that the source stands for.
    private func usable(_ lists: FileLists, for use: ObjectUse) throws(ObjectError) -> [FileLists.ListedInstance] {
        let all = try lists.instances(file, images: images)
        let named = all.filter { categories.contains($0.instance.category) }
        let usable = named.filter { listed in
            let instance = listed.instance
            return !instance.isCrowd && (masks == .grabcut || instance.box == nil)
                && truncated.takes(instance.edges, for: use)
                && instance.area >= area.min && instance.area <= area.max
        }
        guard !usable.isEmpty else {
            throw ObjectError(
                .missing, file: file,
                "none of \(named.count) instances of \(categories.joined(separator: ", ")) with a mask can be used: "
                    + "crowds, those that their photo's edge cuts off and that cannot lie at that edge of the picture "
                    + "(“truncated: anywhere” takes them), and those outside the limits of “area” are left out")
        }
        return usable
    }

    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        var problems: [ObjectError] = []
        let images = values.texts("images").first
        for file in values.texts("file") {
            do throws(ObjectError) {
                let isBoxUsed = values.usesBoxes
                let known = Set(
                    try lists.instances(file, images: images).map(\.instance).filter { isBoxUsed || $0.box == nil }
                        .map(\.category)
                ).sorted()
                for name in values.texts("categories") where !known.contains(name) {
                    problems.append(
                        ObjectError(
                            .badValue, file: file,
                            "labels no “\(name)”" + (isBoxUsed ? "" : " with a mask")
                                + (name.nearest(among: known).map { "; did you mean “\($0)”?" }
                                    ?? "; known here: \(known.joined(separator: ", "))")))
                }
            } catch {
                problems.append(error)
            }
        }
        return problems
    }

    package func cutEdges(_ lists: FileLists) throws(ObjectError) -> Edges {
        truncated == .flush ? try listed(lists).edges : []
    }

    package func isCutOff(_ lists: FileLists) throws(ObjectError) -> Bool {
        let listed = try listed(lists)
        return listed.isTruncated || !listed.edges.isEmpty
    }

    package static func leftOut(of values: DraftValues, _ lists: FileLists, for use: ObjectUse) -> String? {
        let rules = values.texts("truncated").compactMap(Truncated.init(rawValue:))
        guard rules.isEmpty || rules == [.flush] else { return nil }
        let (images, names) = (values.texts("images").first, values.texts("categories"))
        let named = values.texts("file").flatMap { (try? lists.instances($0, images: images)) ?? [] }
            .map(\.instance).filter { names.contains($0.category) && !$0.isCrowd }
        let cut = named.count { !Truncated.flush.takes($0.edges, for: use) }
        guard cut > 0 else { return nil }
        return "\(cut) of \(named.count) instances of \(names.joined(separator: ", ")) are cut off by an edge of their "
            + "photo and left out: their place or pose does not let them lie at that edge of the picture"
    }

    package static func picturesRead(by values: DraftValues) -> [PicturesRead] {
        let (images, categories) = (values.texts("images").first, values.texts("categories"))
        return values.texts("file").map {
            .labelled(file: $0, images: images, categories: categories, boxes: values.usesBoxes)
        }
    }

    package static func origins(in values: DraftValues, _ lists: FileLists) -> [String] {
        let (images, names) = (values.texts("images").first, Set(values.texts("categories")))
        var known: Set<String> = []
        return values.texts("file").flatMap { (try? lists.instances($0, images: images)) ?? [] }
            .filter { names.contains($0.instance.category) }.map(\.path).filter { known.insert($0).inserted }
    }

    package func origin(_ lists: FileLists) throws(ObjectError) -> String {
        FileLists.resolved(try listed(lists).photo)
    }

    package static func needs(of values: DraftValues) -> [Need] {
        [.photographed] + picturesRead(by: values).map { .picturesRead($0) }
    }

    package func sizeInPhoto(_ lists: FileLists) throws(ObjectError) -> Double? { try listed(lists).size }

    package static func categories(in values: DraftValues, _ lists: FileLists) -> [String?] {
        values.texts("categories")
    }

    package func category(_ lists: FileLists) -> String? { instance == nil ? nil : categories.first }

    package static func licences(in values: DraftValues, _ lists: FileLists) -> [Licence] {
        let (images, names) = (values.texts("images").first, Set(values.texts("categories")))
        var known: Set<Licence> = []
        return values.texts("file").flatMap { file in
            let instances = (try? lists.instances(file, images: images)) ?? []
            return instances.filter { names.contains($0.instance.category) }.flatMap(\.instance.credits)
                .compactMap(\.licence).filter { known.insert($0).inserted }
        }
    }

    package func credits(_ lists: FileLists) throws(ObjectError) -> [Credits] { try listed(lists).credits }

    /// The chosen instance.
    private func listed(_ lists: FileLists) throws(ObjectError) -> PhotoInstance {
        guard let id = instance.flatMap({ Int($0) }),
            let listed = try lists.instances(file, images: images).first(where: { $0.instance.id == id })
        else {
            throw ObjectError(.missing, file: file, "it has no label \(instance ?? "") with a mask")
        }
        return listed.instance
    }

    package func sprite(_ lists: FileLists, maxPixels: Int) throws(ObjectError) -> Sprite {
        let listed = try listed(lists)
        let mask: Mask
        let frame: PixelRect
        if let box = listed.box {
            do {
                let cut = try lists.boxCuts.cut(box, of: listed.photo, maxPixels: maxPixels).get()
                // Beyond its window nothing of the photo is known to it.
                (mask, frame) = (cut.mask, cut.window)
            } catch {
                throw ObjectError(.badValue, file: file, "label \(listed.id) gives no clean cut-out: \(error.words)")
            }
        } else {
            let runs = try lists.reader.mask(of: listed, inCOCO: file, images: images)
            (mask, frame) = (Mask(runs), PixelRect(width: runs.width, height: runs.height))
        }
        guard let box = mask.box else { throw .nothingVisible(file) }
        // A margin of background, so that the mask's rim is told from the window's edge.
        let window = box.inset(by: -2).intersection(frame)
        var raster = Raster()
        do throws(PictureError) {
            try PhotoFile.decode(
                listed.photo,
                PhotoFile.Options(
                    maxPixels: maxPixels,
                    crop: PhotoFile.Crop(
                        left: window.minX, top: window.minY, width: window.width, height: window.height)),
                into: &raster)
        } catch {
            throw ObjectError(error)
        }
        CutoutEdge(mask, window: window, erode: erode, feather: feather).clean(&raster)
        do throws(SpriteError) { return try Sprite(straight: raster) } catch {
            throw ObjectError(error, file: listed.photo)
        }
    }
}

extension COCOInstances.Truncated {
    /// Whether an instance that reaches edges of its photo is used.
    fileprivate func takes(_ edges: Edges, for use: ObjectUse) -> Bool {
        switch self {
        case .anywhere: true
        case .out: edges.isEmpty
        case .flush: edges.isSubset(of: use.edges) && !edges.haveOpposites
        }
    }
}

extension DraftValues {
    /// Whether any of a source's values asks for cut-outs from boxes.
    fileprivate var usesBoxes: Bool { texts("masks").contains(COCOInstances.Masks.grabcut.rawValue) }
}

extension Form where V == COCOInstances.Truncated {
    /// One of the words; `true` and `false`, as older files have them, for `anywhere` and `out`.
    fileprivate static var truncated: Form {
        let (word, flag) = (Form<COCOInstances.Truncated>.word, Form<Bool>.flag)
        return Form(
            expectation: word.expectation, schema: .map(["anyOf": .list([word.schema, flag.schema])]),
            decode: { node, reading in
                var trial = reading
                if let isUsed = flag.decode(node, &trial) { return isUsed ? .anywhere : .out }
                return word.decode(node, &reading)
            },
            encode: { word.encode($0) }, numbers: word.numbers, contents: { word.contents() })
    }
}
