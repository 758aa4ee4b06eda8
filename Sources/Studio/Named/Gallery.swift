import Datasets

/// Pictures to look through: those of a dataset with their labels, or photos without any.
struct Gallery: Sendable {
    /// What was named, for people.
    let name: String
    let dataset: any LabelledDataset
    /// The files that may be read.
    let places: NamedPlaces
    /// Whether it is a dataset, rather than photos.
    let isDataset: Bool
    /// The folder of a dataset that a run of ours has made.
    let root: String?
}
