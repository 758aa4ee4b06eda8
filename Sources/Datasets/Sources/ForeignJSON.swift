/// Names the kind of a JSON file that is not COCO's, so that its user knows how to read it.
enum ForeignJSON {
    /// The kinds by keys that only such files have.
    private static let kinds: [(keys: Set<String>, name: String)] = [
        (["shapes", "imagePath"], "Labelme's: read its folder with “labelme: FOLDER”"),
        (["dm_format_version", "items"], "Datumaro's: read its folder with “datumaro: FOLDER”"),
        (
            ["objects", "size", "tags"],
            "Supervisely's, a file for each photo, which is not read here; it exports COCO, too"
        ),
        (["_via_img_metadata"], "VIA's, which is not read here; VIA exports COCO, too"),
    ]

    static let panoptic = "it has panoptic labels: read it with “coco_panoptic: FILE”"

    /// The kind of a file whose object has these keys; nil where it is not known.
    static func name(keys: some Sequence<String>) -> String? {
        let keys = Set(keys)
        return kinds.first { $0.keys.isSubset(of: keys) }?.name
    }

    /// A guess at the kind of a file whose text is no object, to be put behind an error.
    static func hint(_ start: [UInt8]) -> String {
        let text = String(decoding: start.prefix(4096), as: UTF8.self)
        guard text.drop(while: \.isWhitespace).first == "[" else { return "" }
        if text.contains("\"data\""), text.contains("\"annotations\"") {
            return "; it looks like Label Studio's, which is not read here; it exports COCO, too"
        }
        return text.contains("\"coordinates\"") ? "; it looks like Create ML's: read it with “createml: FILE”" : ""
    }
}
