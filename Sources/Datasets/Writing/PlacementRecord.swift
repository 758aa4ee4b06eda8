package import JSON

/// The fate of the objects that an image asked for, kind by kind, and the effort it took.
package struct PlacementRecord: Hashable, Sendable {
    /// The objects of one name in the pipeline.
    package struct Kind: Hashable, Sendable {
        /// False for a distractor.
        package var isLabelled: Bool
        package var asked = 0
        package var placed = 0
        /// The number of objects missing from the image, for each reason.
        package var leftOut: [String: Int] = [:]
        /// The number of places that were refused to the placed objects before, for each reason.
        package var refused: [String: Int] = [:]
        /// The number of missing objects that fit in no photo that was tried, whatever else stands there.
        package var hopeless = 0

        package init(isLabelled: Bool) { self.isLabelled = isLabelled }
    }

    /// A photo that was replaced by another, since it had no room for an object.
    package struct PassedPhoto: Hashable, Sendable {
        package var file: String
        package var reason: String

        package init(file: String, reason: String) {
            (self.file, self.reason) = (file, reason)
        }
    }

    /// The image's photo or panorama.
    package var photo: String
    /// Whether the pipeline asks for nothing to be set into the photo.
    package var isNegative = false
    /// Whether the photo's window cuts a labelled thing further than the pipeline allows.
    package var cutsThing = false
    package var kinds: [String: Kind] = [:]
    /// Details of a reason, where the photo needs more words.
    package var details: [String: String] = [:]
    /// The number of objects that got a later one of the places that their rules drew for them.
    package var again = 0
    /// The number of objects that found no drawn place, and got one from a search through the image's places.
    package var searched = 0
    package var passed: [PassedPhoto] = []
    /// The number of labelled objects that are there, and that the weather hides.
    package var veiled = 0
    /// The values of the numbers that the pipeline asks to vary, in the order of `Pipeline.askedNumbers`.
    package var numbers: [[Double]] = []

    package init(photo: String) { self.photo = photo }

    /// The number of labelled objects that were asked for.
    package var labelledAsked: Int { kinds.values.reduce(0) { $0 + ($1.isLabelled ? $1.asked : 0) } }
    package var labelledPlaced: Int { kinds.values.reduce(0) { $0 + ($1.isLabelled ? $1.placed : 0) } }
    /// Whether the weather hides all labelled objects that there are.
    package var isVeiled: Bool { labelledPlaced > 0 && veiled >= labelledPlaced }
}

extension PlacementRecord.Kind {
    static func += (total: inout Self, more: Self) {
        total.asked += more.asked
        total.placed += more.placed
        total.leftOut.merge(more.leftOut, uniquingKeysWith: +)
        total.refused.merge(more.refused, uniquingKeysWith: +)
        total.hopeless += more.hopeless
    }
}

// MARK: - A member of a journal's line

extension PlacementRecord: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("photo", photo)
            if isNegative { writer.member("negative", true) }
            if cutsThing { writer.member("cuts_thing", true) }
            writer.member("kinds", byName: kinds)
            if !details.isEmpty { writer.member("details", byName: details) }
            if again > 0 { writer.member("again", again) }
            if searched > 0 { writer.member("searched", searched) }
            if !passed.isEmpty { writer.member("passed", passed) }
            if veiled > 0 { writer.member("veiled", veiled) }
            if !numbers.isEmpty { writer.member("numbers", numbers) }
        }
    }

    init(from reader: inout JSONReader) throws {
        self.init(photo: "")
        try reader.object { reader, name in
            switch name {
            case "photo": photo = try reader.string()
            case "negative": isNegative = try reader.boolean()
            case "cuts_thing": cutsThing = try reader.boolean()
            case "kinds":
                try reader.object { reader, kind in kinds[kind] = try Kind(from: &reader) }
            case "details":
                try reader.object { reader, reason in details[reason] = try reader.string() }
            case "again": again = try reader.integer()
            case "searched": searched = try reader.integer()
            case "veiled": veiled = try reader.integer()
            case "passed":
                try reader.array { reader in
                    passed.append(try PassedPhoto(from: &reader))
                }
            case "numbers":
                try reader.array { reader in
                    var values: [Double] = []
                    try reader.array { reader in values.append(try reader.finite()) }
                    numbers.append(values)
                }
            default: try reader.skip()
            }
        }
    }
}

extension PlacementRecord.Kind: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in encodeMembers(to: &writer) }
    }

    func encodeMembers(to writer: inout JSONWriter) {
        writer.member("labelled", isLabelled)
        writer.member("asked", asked)
        writer.member("placed", placed)
        writer.member("hopeless", hopeless)
        writer.member("left_out", byName: leftOut)
        if !refused.isEmpty { writer.member("places_refused", byName: refused) }
    }

    fileprivate init(from reader: inout JSONReader) throws {
        self.init(isLabelled: true)
        try reader.object { reader, name in
            switch name {
            case "labelled": isLabelled = try reader.boolean()
            case "asked": asked = try reader.integer()
            case "placed": placed = try reader.integer()
            case "hopeless": hopeless = try reader.integer()
            case "left_out":
                try reader.object { reader, reason in leftOut[reason] = try reader.integer() }
            case "places_refused":
                try reader.object { reader, reason in refused[reason] = try reader.integer() }
            default: try reader.skip()
            }
        }
    }
}

extension PlacementRecord.PassedPhoto: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("file", file)
            writer.member("reason", reason)
        }
    }

    init(from reader: inout JSONReader) throws {
        self.init(file: "", reason: "")
        try reader.object { reader, name in
            switch name {
            case "file": file = try reader.string()
            case "reason": reason = try reader.string()
            default: try reader.skip()
            }
        }
    }
}
