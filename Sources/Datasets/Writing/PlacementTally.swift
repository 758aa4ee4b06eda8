import JSON

/// The fate of all objects that a dataset's images, or a sample of them, asked for.
package struct PlacementTally: Hashable, Sendable {
    /// The objects lost to one photo.
    package struct Photo: Hashable, Sendable {
        /// The number of empty images with this photo.
        package var empty = 0
        /// Objects left out of its images, for each reason.
        package var leftOut: [String: Int] = [:]
        /// Images that used another photo instead, for each reason.
        package var passed: [String: Int] = [:]
        /// Details of a reason, by the reason.
        package var details: [String: String] = [:]
    }

    package private(set) var images = 0
    /// Images that were to hold a labelled object.
    package private(set) var asking = 0
    /// Images in which the pipeline asks for no object.
    package private(set) var negatives = 0
    /// Images whose window cuts a labelled thing of the photo further than the pipeline allows.
    package private(set) var cutting = 0
    /// Images among these that have no label at all.
    package private(set) var empty = 0
    /// Images among these that have labels of their photo, and no object.
    package private(set) var withoutObject = 0
    /// Images in which the weather hides all labelled objects.
    package private(set) var veiled = 0
    /// The counts by the objects' names. An object without an entry was asked for in no image.
    package private(set) var kinds: [String: PlacementRecord.Kind] = [:]
    /// The photos that had no room for some object, by file.
    package private(set) var photos: [String: Photo] = [:]
    package private(set) var again = 0
    package private(set) var searched = 0
    /// Images that show a photo other than the one that was drawn first.
    package private(set) var otherPhoto = 0

    package init() {}

    /// - Parameter labels: the number of labels of the image, those of its photo included.
    package mutating func add(_ record: PlacementRecord, labels: Int) {
        images += 1
        if record.isNegative { negatives += 1 }
        if record.cutsThing { cutting += 1 }
        if record.isVeiled { veiled += 1 }
        let isMissing = record.labelledAsked > 0 && record.labelledPlaced == 0
        if record.labelledAsked > 0 { asking += 1 }
        if isMissing, labels == 0 { empty += 1 }
        if isMissing, labels > 0 { withoutObject += 1 }
        var photo = photos[record.photo] ?? Photo()
        if isMissing, labels == 0 { photo.empty += 1 }
        for (name, kind) in record.kinds {
            kinds[name, default: PlacementRecord.Kind(isLabelled: kind.isLabelled)] += kind
            photo.leftOut.merge(kind.leftOut, uniquingKeysWith: +)
        }
        if !photo.leftOut.isEmpty || photo.empty > 0 {
            photo.details.merge(record.details) { first, _ in first }
            photos[record.photo] = photo
        }
        again += record.again
        searched += record.searched
        if !record.passed.isEmpty { otherPhoto += 1 }
        for passed in record.passed { photos[passed.file, default: Photo()].passed[passed.reason, default: 0] += 1 }
    }

    package var asked: Int { kinds.values.reduce(0) { $0 + $1.asked } }
    package var placed: Int { kinds.values.reduce(0) { $0 + $1.placed } }
}

extension PlacementTally {
    /// The members of `stats.json`'s “objects” that show where objects were lost.
    func encodeMembers(to writer: inout JSONWriter) {
        writer.key("placed_after")
        writer.object { writer in
            writer.member("another_place", again)
            writer.member("a_search_of_the_image", searched)
        }
        writer.member("images_that_ask", asking)
        if negatives > 0 { writer.member("images_negative", negatives) }
        if cutting > 0 { writer.member("images_cut_below_keep", cutting) }
        writer.member("images_empty", empty)
        writer.member("images_with_labels_of_the_photo_only", withoutObject)
        if veiled > 0 { writer.member("images_hidden_by_weather", veiled) }
        writer.member("images_of_another_photo", otherPhoto)
        writer.key("kinds")
        writer.array { writer in
            for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
                writer.object { writer in
                    writer.member("name", name)
                    kind.encodeMembers(to: &writer)
                }
            }
        }
        writer.key("photos")
        writer.array { writer in
            for (file, photo) in photos.sorted(by: { $0.key < $1.key }) {
                writer.object { writer in
                    writer.member("file", file)
                    writer.member("images_empty", photo.empty)
                    writer.member("left_out", byName: photo.leftOut)
                    writer.member("passed_over", byName: photo.passed)
                    writer.member("details", byName: photo.details)
                }
            }
        }
        writer.member("shortfalls", shortfalls)
    }
}
