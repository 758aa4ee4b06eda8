import Datasets

extension RunSummary {
    /// How often a category is in a dataset.
    public struct CategoryCount: Sendable, Hashable {
        /// The category's name.
        public let name: String
        /// Labels of it.
        public let instances: Int
        /// Images with at least one of them.
        public let images: Int
    }

    /// What is in the finished dataset, category by category; none for a run that was stopped, or had ended before.
    public var categories: [CategoryCount] {
        (statistics?.categories ?? []).map {
            CategoryCount(name: $0.category.name, instances: $0.instances, images: $0.images)
        }
    }

    /// How many images show no label; nil for a run that was stopped, or had ended before.
    public var emptyImages: Int? { statistics?.total.empty }

    /// What became of the photos' own labels.
    public struct RealLabels: Sendable, Hashable {
        /// Those that nothing has changed.
        public let asTheyWere: Int
        /// Those that an object covers in part, or a crop cuts.
        public let changed: Int
        /// Those of which too little is left, which are marked as the pipeline says.
        public let marked: Int
        /// Those that are in no file, as too little is left of them.
        public let dropped: Int
        /// Those in whose place an object was set.
        public let replaced: Int
    }

    /// What became of the photos' own labels; nil for a run that was stopped, or had ended before.
    public var realLabels: RealLabels? {
        statistics.map {
            RealLabels(
                asTheyWere: $0.real.asTheyWere, changed: $0.real.changed, marked: $0.real.marked,
                dropped: $0.real.dropped, replaced: $0.real.replaced)
        }
    }

    /// How many objects the scenes asked for, and how many of them are in the images; nil for a run that was stopped, or
    /// had ended before.
    public var objectsPlaced: (asked: Int, placed: Int)? {
        statistics.map { ($0.objects.asked, $0.objects.placed) }
    }
}
