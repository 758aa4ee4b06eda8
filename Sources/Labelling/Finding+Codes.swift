package import Findings

/// What is found in the datasets of a pipeline.
extension Finding.Code {
    package static let unreadDataset = Self("dataset.unreadable")
    package static let unpairedKeypoint = Self("dataset.unpaired-keypoint")
}
