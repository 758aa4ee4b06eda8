package import Findings

/// The findings in the datasets of a pipeline.
extension Finding.Code {
    package static let unlabelledDataset = Self("dataset.unlabelled")
    package static let unreadDataset = Self("dataset.unreadable")
    package static let unpairedKeypoint = Self("dataset.unpaired-keypoint")
}
