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

    /// How many objects the scenes asked for, and how many of them are in the images; nil for a run that was stopped, or
    /// had ended before.
    public var objectsPlaced: (asked: Int, placed: Int)? {
        statistics.map { ($0.objects.asked, $0.objects.placed) }
    }
}
