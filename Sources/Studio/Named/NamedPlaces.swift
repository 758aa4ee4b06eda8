import Foundation

/// The folders and files that the studio may read: those that were named, and nothing else.
///
/// A link that leads out of them is refused, also one that was put there after the start.
struct NamedPlaces: Sendable {
    /// With links resolved.
    private let folders: [String]
    private let files: Set<String>
    /// Whether the user has allowed a dataset to name files anywhere.
    private let allowsOutside: Bool

    /// - Parameters:
    ///   - folders: all that lies in them may be read.
    ///   - files: these alone may be read; links among them count as what they lead to.
    init(folders: [String], files: [String] = [], allowsOutside: Bool = false) {
        self.folders = folders.compactMap(Self.withoutLinks)
        self.files = Set(files.compactMap(Self.withoutLinks))
        self.allowsOutside = allowsOutside
    }

    /// Whether a file exists and may be read.
    func holds(_ path: String) -> Bool {
        guard let place = Self.withoutLinks(path) else { return false }
        return allowsOutside || files.contains(place)
            || folders.contains { place.hasPrefix($0 == "/" ? $0 : $0 + "/") }
    }

    private static func withoutLinks(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
