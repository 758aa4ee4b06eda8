import Cards

extension PhotoLibrary {
    /// A photo that was found and not yet opened.
    package struct Listed: Hashable, Sendable {
        /// As the process can open it.
        package let path: String
        /// Whether a catalogue lists it, which may name any file.
        package let isCatalogued: Bool
    }

    /// The photos of files, folders, globs and catalogues, each once, in their order. Neither they nor the files of facts
    /// beside them are opened.
    ///
    /// - Throws: when the list or a catalogue has a mistake, with all of them.
    package static func listed(_ paths: [String]) throws(PhotoLibraryError) -> [Listed] {
        var seen: Set<ExactText> = []
        var mistakes: [Diagnostic] = []
        let listings = PhotoListing.list(paths.map { Positioned($0) }, .photo, &mistakes)
        guard mistakes.isEmpty else { throw .invalid(mistakes) }
        return listings.filter { seen.insert(ExactText($0.path)).inserted }
            .map { Listed(path: $0.path, isCatalogued: $0.entry != nil) }
    }
}
