import Cards
import Pipelines

extension PhotoListing {
    /// Every photo and panorama of some sources, source by source.
    ///
    /// - Parameter labelled: the photos of all datasets, those of the first source's datasets first.
    static func expand(
        _ sources: [Pipeline.Backgrounds], _ labelled: [ListedPhoto]
    ) throws(PhotoLibraryError) -> [PhotoListing] {
        var listings: [PhotoListing] = []
        var diagnostics: [Diagnostic] = []
        var first = 0
        for (index, source) in sources.enumerated() {
            let datasets = first..<first + source.datasets.count
            first = datasets.upperBound
            let own = labelled.filter { datasets.contains($0.dataset) }.map { photo in
                var photo = photo
                photo.dataset -= datasets.lowerBound
                return photo
            }
            do throws(PhotoLibraryError) {
                listings += try expand(
                    source.photos, own, facts: source.datasets.map(\.facts), panoramas: source.panoramas?.files ?? []
                ).map { listing in
                    var listing = listing
                    listing.source = index
                    return listing
                }
            } catch {
                guard case .invalid(let own) = error else { throw error }
                diagnostics += own
            }
        }
        guard diagnostics.isEmpty else { throw .invalid(diagnostics) }
        return listings
    }
}
