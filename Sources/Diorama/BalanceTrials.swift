import Datasets
import Labelling
import Scenes

/// Finds out by trials which photos can show the labels that `balance` asks for.
///
/// An object is drawn for each of these labels on a few images of each photo, as a run draws it, and nothing is composited.
/// So what a photo can show is known with all that it depends on: its ground, its crop, its things, the objects' sizes and
/// the limits.
struct BalanceTrials {
    private let drawer: SceneDrawer
    private let photos: PhotoLibrary
    private let datasets: RealDatasets

    /// The most images that are tried. Of more photos, some are tried; the others are taken to be like these on average.
    private static let mostImages = 3000
    /// The most images of one photo that are tried.
    private static let imagesPerPhoto = 6

    init(_ drawer: SceneDrawer, _ photos: PhotoLibrary, _ datasets: RealDatasets) {
        (self.drawer, self.photos, self.datasets) = (drawer, photos, datasets)
    }

    /// The images of one photo.
    private struct Group {
        /// The photo's place in the library.
        let place: Int
        /// The first of its images that get labelled objects.
        var images: [Int] = []
    }

    /// - Parameter slots: how many labelled objects each image asks for.
    /// - Throws: what the parts throw when a drawn value is not one that they take.
    func reach(of demand: BalanceDemand, slots: [Int]) throws -> BalanceReach {
        let (groups, ofImage) = grouped(slots)
        let wishes = demand.wishes
        let step = (groups.count - 1) / BalanceTrials.mostImages + 1
        let perPhoto = min(
            BalanceTrials.imagesPerPhoto, max(1, BalanceTrials.mostImages * step / max(1, groups.count)))
        let tried = Array(stride(from: 0, to: groups.count, by: step)).filter { !groups[$0].images.isEmpty }
        let found = tried.concurrentMap(inChunksOf: 1) { number in
            let group = groups[number]
            return Result {
                try self.chances(of: wishes, on: photos.photos[group.place], in: group.images.prefix(perPhoto))
            }
        }
        var chances = [[Double]?](repeating: nil, count: groups.count)
        var (sums, count) = ([Double](repeating: 0, count: wishes.count), 0)
        for (group, result) in zip(tried, found) {
            guard let own = try result.get() else { continue }
            chances[group] = own
            for (cell, chance) in own.enumerated() { sums[cell] += chance }
            count += 1
        }
        let usual = sums.map { count > 0 ? $0 / Double(count) : 1 }
        return BalanceReach(groups: ofImage, chances: chances.map { $0 ?? usual })
    }

    /// The images by their photos, in the order in which the images come to these, and the group of each image.
    private func grouped(_ slots: [Int]) -> (groups: [Group], ofImage: [Int]) {
        var (groups, ofPlace) = ([Group](), [Int: Int]())
        let ofImage = slots.enumerated().map { image, count in
            let place = photos.mix.photo(forImage: image) ?? 0
            let number = ofPlace[place] ?? groups.count
            if number == groups.count {
                ofPlace[place] = number
                groups.append(Group(place: place))
            }
            if count > 0, groups[number].images.count < BalanceTrials.imagesPerPhoto {
                groups[number].images.append(image)
            }
            return number
        }
        return (groups, ofImage)
    }

    /// The share of a photo's images in which a trial added each label; nil where the photo's labels cannot be read: then
    /// another photo is taken.
    private func chances(
        of wishes: [BalanceWish], on photo: Photo, in images: ArraySlice<Int>
    ) throws -> [Double]? {
        let labels: [RealInstance]
        do { labels = try datasets.labels(of: photo)?.instances ?? [] } catch is DatasetError { return nil }
        var counts = [Double](repeating: 0, count: wishes.count)
        for image in images {
            let reached = try drawer.reaches(wishes, inImage: image, on: LabelledPhoto(photo, showing: labels))
            for (cell, isReached) in reached.enumerated() where isReached { counts[cell] += 1 }
        }
        return counts.map { $0 / Double(images.count) }
    }
}
