import Foundation

/// The files that a finished dataset must hold.
struct FinishedFiles {
    private let layout: DatasetLayout
    private let run: RunDescription

    init(_ layout: DatasetLayout, _ run: RunDescription) {
        (self.layout, self.run) = (layout, run)
    }

    /// The files that are missing or empty, relative to the dataset's folder.
    func missing() throws -> [String] {
        let subsets = layout.splits.isEmpty ? [nil] : layout.splits.map(Optional.some)
        var names = [DatasetLayout.scenes] + subsets.map { DatasetLayout.annotationsName(split: $0) }
        var missing = names.filter { !isThere($0) }
        guard missing.isEmpty else { return missing }
        names = []
        for index in run.numbers.indices(below: run.images) {
            // Only the COCO files, which are large, say which split an image belongs to.
            let places = subsets.map { layout.imageName(index, split: $0) }
            if !places.contains(where: isThere) { missing.append(places[0]) }
            if layout.hasMasks { names.append(layout.maskName(index)) }
            names += layout.layers.map { layout.layerName(index, $0) }
        }
        return missing + names.filter { !isThere($0) }
    }

    private func isThere(_ name: String) -> Bool {
        var status = stat()
        return stat(layout.path(name), &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
    }
}
