import Cards
package import Scenes

/// The text of a file that states facts about photos, with other facts put in: other keys, their order and all comments
/// stay, and so does the writing of every fact that does not change.
package enum FactsText {
    /// The text of a file beside a photo.
    ///
    /// - Parameters:
    ///   - text: the file's text; empty for a new one.
    ///   - name: its path, for messages.
    ///   - facts: all facts; a key of one that is not known is taken out.
    /// - Throws: `InvalidFile` for a text that is no such file; `Undetermined` where it is written in a way that cannot be
    ///   kept.
    package static func sidecar(_ text: String, named name: String, stating facts: PhotoFacts) throws -> String {
        try updated(text, name, photo: nil, facts) { try PhotoSidecar.decode($0, named: name).facts }
    }

    /// The text of a catalogue, with the facts of one of its photos.
    ///
    /// - Parameters:
    ///   - photo: the number of the photo in the catalogue's list `photos`, from 0.
    ///   - facts: all facts of it.
    package static func catalogue(
        _ text: String, named name: String, photo: Int, stating facts: PhotoFacts
    ) throws -> String {
        try updated(text, name, photo: photo, facts) {
            let photos = try PhotoCatalogue.decode($0, named: name).photos
            guard photos.indices.contains(photo) else {
                throw Undetermined("\(name) lists \(photos.count) photos, and no photo \(photo + 1)")
            }
            return photos[photo].facts
        }
    }

    fileprivate static let photosKey = "photos"
    fileprivate static let factsKey = "facts"
    /// The keys of a catalogue's entry that its facts come behind.
    private static let entryKeys = ["file", "package", "title", "author", "licence", "source"]

    private static func updated(
        _ text: String, _ name: String, photo: Int?, _ facts: PhotoFacts, decode: (String) throws -> PhotoFacts
    ) throws -> String {
        var yaml = YAMLText(text, name: name)
        let old = try yaml.parsed()
        let before = old.isNull && photo == nil ? PhotoFacts() : try decode(text)
        for key in FactKey.allCases {
            let value = key.value(in: facts)
            guard value != key.value(in: before) else { continue }
            guard try set(key, to: value, ofPhoto: photo, in: &yaml) else { throw unwritable(name) }
        }
        let result = yaml.text
        guard result != text else { return text }
        // What was written is read again: the new facts are there, and nothing else has changed.
        let after = try yaml.parsed()
        let now = after.isNull ? PhotoFacts() : try decode(result)
        guard FactKey.allCases.allSatisfy({ $0.value(in: now) == $0.value(in: facts) }),
            after.value.withoutFacts(ofPhoto: photo) == old.value.withoutFacts(ofPhoto: photo)
        else { throw unwritable(name) }
        return result
    }

    private static func unwritable(_ name: String) -> Undetermined {
        Undetermined(
            "\(name) is written in a way that facts cannot be put into without changing the rest: write its keys one a line, "
                + "or put the facts in by hand")
    }

    /// Gives one fact a value, or takes it out.
    ///
    /// - Returns: false where the text is written in a way that this does not know.
    private static func set(
        _ key: FactKey, to value: Value?, ofPhoto photo: Int?, in yaml: inout YAMLText
    ) throws -> Bool {
        let document = try yaml.parsed()
        if document.isNull, photo == nil {
            if let value { yaml.append(key.rawValue, value) }
            return true
        }
        guard let whole = yaml.place(of: document, end: yaml.lines.count) else { return false }
        guard let photo else { return set(key, to: value, of: document, whole, in: &yaml) }
        guard let list = whole.keys.firstIndex(where: { $0.name == photosKey }),
            let entries = document[photosKey]?.elements, entries.indices.contains(photo),
            let entry = yaml.place(
                of: entries[photo],
                end: photo + 1 < entries.count
                    ? entries[photo + 1].position.line - 1 : yaml.extent(of: list, in: whole).upperBound)
        else { return false }
        guard let index = entry.keys.firstIndex(where: { $0.name == factsKey }),
            let facts = entries[photo][factsKey]
        else {
            if let value {
                // In lines of its own, as the rest of the facts will be.
                yaml.insert(block: factsKey, key.rawValue, value, behind: entryKeys, in: entry)
            }
            return true
        }
        guard let own = yaml.place(of: facts, end: yaml.extent(of: index, in: entry).upperBound) else {
            yaml.replace(index, in: entry, by: facts.value.setting(key, to: value))
            return true
        }
        return set(key, to: value, of: facts, own, in: &yaml)
    }

    /// - Parameters:
    ///   - facts: the map that holds the facts.
    ///   - place: its lines.
    private static func set(
        _ key: FactKey, to value: Value?, of facts: Node, _ place: YAMLText.Place, in yaml: inout YAMLText
    ) -> Bool {
        guard let index = place.keys.firstIndex(where: { $0.name == key.rawValue }) else {
            let before = FactKey.allCases.prefix { $0 != key }.map(\.rawValue)
            if let value { yaml.insert(key.rawValue, value, behind: before, in: place) }
            return true
        }
        guard let value else {
            yaml.remove(index, in: place)
            return true
        }
        if case .map(let wanted) = value, let old = facts[key.rawValue],
            let own = yaml.place(of: old, end: yaml.extent(of: index, in: place).upperBound)
        {
            setEach(wanted, of: old, own, in: &yaml)
        } else {
            yaml.replace(index, in: place, by: value)
        }
        return true
    }

    /// Changes a map name by name, so that the others stay as they are written.
    private static func setEach(
        _ wanted: [Value.Entry], of old: Node, _ place: YAMLText.Place, in yaml: inout YAMLText
    ) {
        let new = wanted.filter { old[$0.key] == nil }
        // What is put behind the last key does not become a part of it.
        var place = place
        if let last = place.keys.indices.last { place.end = yaml.extent(of: last, in: place).upperBound }
        // From the last line to the first, so that the lines before stay where they are.
        for entry in new.reversed() {
            yaml.insert(entry.key, entry.value, behind: place.keys.map(\.name), in: place)
        }
        for index in place.keys.indices.reversed() {
            let name = place.keys[index].name
            if let entry = wanted.first(where: { $0.key == name }) {
                if old[name]?.value.rounded != entry.value { yaml.replace(index, in: place, by: entry.value) }
            } else {
                yaml.remove(index, in: place)
            }
        }
    }
}

extension Value {
    /// The numbers to four digits, as facts are compared.
    fileprivate var rounded: Value {
        switch self {
        case .number(let number): .number((number * 10_000).rounded() / 10_000 + 0)
        case .list(let values): .list(values.map(\.rounded))
        case .map(let entries): .map(entries.map { Entry(key: $0.key, value: $0.value.rounded) })
        default: self
        }
    }

    private var entries: [Entry] { if case .map(let entries) = self { entries } else { [] } }

    /// The map with one fact changed; the order of the others stays.
    fileprivate func setting(_ key: FactKey, to value: Value?) -> Value {
        var entries = entries
        let index = entries.firstIndex { $0.key == key.rawValue }
        if let index {
            if let value { entries[index].value = value } else { entries.remove(at: index) }
        } else if let value {
            let before = FactKey.allCases.prefix { $0 != key }.map(\.rawValue)
            let last = entries.lastIndex { before.contains($0.key) }
            entries.insert(Entry(key: key.rawValue, value: value), at: last.map { $0 + 1 } ?? 0)
        }
        return .map(entries)
    }

    /// The document without a photo's facts.
    fileprivate func withoutFacts(ofPhoto photo: Int?) -> Value {
        guard let photo else {
            return .map(entries.filter { FactKey(rawValue: $0.key) == nil })
        }
        return .map(
            entries.map { entry in
                guard entry.key == FactsText.photosKey, case .list(var photos) = entry.value,
                    photos.indices.contains(photo)
                else { return entry }
                photos[photo] = .map(photos[photo].entries.filter { $0.key != FactsText.factsKey })
                return Entry(key: entry.key, value: .list(photos))
            })
    }
}
