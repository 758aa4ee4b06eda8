import Cards

extension PhotoLibrary {
    /// A photo that was found and not yet opened.
    package struct Listed: Hashable, Sendable {
        /// As the process can open it.
        package let path: String
        /// Whether a catalogue lists it, which may name any file.
        package let isCatalogued: Bool
    }

    /// The photos of files, folders, globs and catalogues, each once, in their order. None of them is opened.
    ///
    /// - Throws: when the list, a catalogue or a file of facts has a mistake, with all of them.
    package static func listed(_ paths: [String]) throws(PhotoLibraryError) -> [Listed] {
        var seen: Set<String> = []
        return try PhotoListing.expand(paths.map { Positioned($0) }, [], facts: [], panoramas: [])
            .filter { seen.insert($0.path).inserted }
            .map { Listed(path: $0.path, isCatalogued: $0.entry != nil) }
    }
}
