package import Datasets
package import JSON

/// The members about the datasets of a run, for the file that it writes: nothing is lost, and the members of several
/// datasets stand side by side.
package enum CarriedMembers {
    /// The `info` of each dataset that has one, in order, as the member `datasets` of the new one.
    package static func info(of datasets: [any LabelledDataset]) -> [JSONMember] {
        let infos = datasets.compactMap(\.info)
        return infos.isEmpty ? [] : [JSONMember(name: "datasets", json: infos.json())]
    }

    /// The members at the top of the files, without COCO's own. Where several datasets have one of the same name, it
    /// appears once if the values are equal; otherwise their lists are joined, and other values become a list, in the
    /// order of the datasets.
    package static func top(of datasets: [any LabelledDataset]) throws -> [JSONMember] {
        var names: [String] = []
        var values: [String: [[UInt8]]] = [:]
        for member in datasets.flatMap(\.extra) {
            if values[member.name] == nil { names.append(member.name) }
            if values[member.name]?.contains(member.json) ?? false { continue }
            values[member.name, default: []].append(member.json)
        }
        return try names.map { JSONMember(name: $0, json: try merged(values[$0] ?? [])) }
    }

    private static func merged(_ values: [[UInt8]]) throws -> [UInt8] {
        if values.count == 1 { return values[0] }
        let lists = try values.compactMap { try elements(of: $0) }
        let joined = lists.count == values.count ? lists.flatMap { $0 } : values
        return Array("[".utf8) + Array(joined.joined(separator: ", ".utf8)) + Array("]".utf8)
    }

    /// The elements of a list as they are written; nil for another value.
    private static func elements(of json: [UInt8]) throws -> [[UInt8]]? {
        var reader = JSONReader(json)
        guard try reader.kind() == .array else { return nil }
        var elements: [[UInt8]] = []
        try reader.array { reader in elements.append(try reader.raw()) }
        return elements
    }
}
