package import Cards
package import Drawings
import Findings
import Foundation
import Geometry
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
    package var allowsTruncated = false
    package var erode = 1.0
    package var feather = 1.5
    package var allowsSamePhoto = false
    package var instance: String?

    package init() {}

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
        .field("area", \.area, .block(Area.card), "How large an instance's mask is, in pixels of its photo."),
        .field(
            "truncated", \.allowsTruncated, .flag, "Whether instances that reach an edge of their photo are used."),
        .field(
            "erode", \.erode, .number(in: 0...32, .pixels),
            "The width of the mask's rim that is removed, where the background shines through."),
        .field("feather", \.feather, .number(in: 0...32, .pixels), "The width of the soft edge inside the new rim."),
        .field(
            "same_photo", \.allowsSamePhoto, .flag, "Whether an instance may be set into the photo that it is from."),
        .field("instance", \.instance, .optional(.text("a label's id")), "Only the instance with this label id.")
    )

    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> COCOInstances {
        try choose(lists, by: &stream, besides: nil)
    }

    package func choose(
        _ lists: FileLists, by stream: inout RandomStream, besides photo: String?
    ) throws(ObjectError) -> COCOInstances {
        if instance != nil { return self }
        let usable = try usable(lists)
        let elsewhere =
            allowsSamePhoto || photo == nil
            ? usable : usable.filter { $0.path != photo.map(FileLists.resolved) }
        guard !elsewhere.isEmpty else {
            throw ObjectError(
                .samePhoto, file: file,
                "every \(categories.joined(separator: " or ")) is of the photo that it would be set into; "
                    + "“same_photo: true” allows that")
        }
        let chosen = elsewhere[stream.integer(0, elsewhere.count - 1)].instance
        var one = self
        one.instance = String(chosen.id)
        one.categories = [chosen.category]
        return one
    }

    /// The instances that the source stands for.
    private func usable(_ lists: FileLists) throws(ObjectError) -> [FileLists.ListedInstance] {
        let all = try lists.instances(file, images: images)
        let named = all.filter { categories.contains($0.instance.category) }
        let usable = named.filter { listed in
            let instance = listed.instance
            return !instance.isCrowd && (allowsTruncated || !instance.isTruncated)
                && instance.area >= area.min && instance.area <= area.max
        }
        guard !usable.isEmpty else {
            throw ObjectError(
                .missing, file: file,
                "none of \(named.count) instances of \(categories.joined(separator: ", ")) with a mask can be used: "
                    + "crowds, those that reach an edge of their photo (“truncated: true” takes them) and those outside "
                    + "the limits of “area” are left out")
        }
        return usable
    }

    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        var problems: [ObjectError] = []
        let images = values.texts("images").first
        for file in values.texts("file") {
            do throws(ObjectError) {
                let known = Set(try lists.instances(file, images: images).map(\.instance.category)).sorted()
                for name in values.texts("categories") where !known.contains(name) {
                    problems.append(
                        ObjectError(
                            .badValue, file: file,
                            "labels no “\(name)” with a mask"
                                + (name.nearest(among: known).map { "; did you mean “\($0)”?" }
                                    ?? "; known here: \(known.joined(separator: ", "))")))
                }
            } catch {
                problems.append(error)
            }
        }
        return problems
    }

    package static func picturesRead(by values: DraftValues) -> [PicturesRead] {
        let (images, categories) = (values.texts("images").first, values.texts("categories"))
        return values.texts("file").map { .labelled(file: $0, images: images, categories: categories) }
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
        let mask = try lists.reader.mask(of: listed, inCOCO: file, images: images)
        guard let box = mask.box else { throw .nothingVisible(file) }
        // A margin of background, so that the mask's rim is told from the window's edge.
        let window = box.inset(by: -2).intersection(PixelRect(width: mask.width, height: mask.height))
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
        CutoutEdge(Mask(mask), window: window, erode: erode, feather: feather).clean(&raster)
        do throws(SpriteError) { return try Sprite(straight: raster) } catch {
            throw ObjectError(error, file: listed.photo)
        }
    }
}
