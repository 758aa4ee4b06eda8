import Datasets

extension RunSummary {
    /// The counts of a category in a dataset.
    public struct CategoryCount: Sendable, Hashable {
        /// The category's name.
        public let name: String
        /// The number of labels of the category.
        public let instances: Int
        /// The number of images with at least one of them.
        public let images: Int
    }

    /// The counts of the finished dataset by category; none for a run that was stopped, or had ended before.
    public var categories: [CategoryCount] {
        (statistics?.labels.categories ?? []).map {
            CategoryCount(name: $0.category.name, instances: $0.labels.instances, images: $0.labels.images)
        }
    }

    /// The number of images without a label; nil for a run that was stopped, or had ended before.
    public var emptyImages: Int? { statistics?.total.empty }

    /// The fate of the photos' own labels.
    public struct RealLabels: Sendable, Hashable {
        /// Labels that nothing has changed.
        public let asTheyWere: Int
        /// Labels that an object covers in part, or a crop cuts.
        public let changed: Int
        /// Labels of which too little is left, and which are marked as the pipeline asks.
        public let marked: Int
        /// Labels that are in no file, since too little of them is left.
        public let dropped: Int
        /// Labels whose place an object has taken.
        public let replaced: Int
    }

    /// The fate of the photos' own labels; nil for a run that was stopped, or had ended before.
    public var realLabels: RealLabels? {
        statistics.map {
            RealLabels(
                asTheyWere: $0.real.asTheyWere, changed: $0.real.changed, marked: $0.real.marked,
                dropped: $0.real.dropped, replaced: $0.real.replaced)
        }
    }

    /// The number of objects that the scenes asked for, and the number of those in the images; nil for a run that was
    /// stopped, or had ended before.
    public var objectsPlaced: (asked: Int, placed: Int)? {
        statistics.map { ($0.objects.asked, $0.objects.placed) }
    }
}
