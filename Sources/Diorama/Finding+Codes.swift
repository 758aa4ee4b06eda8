import Findings

/// The findings of a run, a check of a pipeline and a conversion.
extension Finding.Code {
    /// A request on the command line that cannot be carried out.
    static let usage = Self("run.usage")
    /// An error of the system or of a library, which the words name.
    static let failed = Self("run.failed")
    static let noThread = Self("run.no-thread")
    static let interrupted = Self("run.interrupted")
    /// A stream whose reader ended early.
    static let unread = Self("run.unread")
    static let resumable = Self("run.resumable")
    /// Images that other processes have not made yet keep a dataset from being finished.
    static let imagesMissing = Self("merge.images-missing")
    /// A cluster takes no job.
    static let refused = Self("submit.refused")
    static let noPhotoLeft = Self("run.no-photo-left")
    /// The dataset falls short of what the pipeline asks for: too many images are empty.
    static let tooManyEmpty = Self("run.too-many-empty")
    /// The weather hides all objects of too many images.
    static let tooManyVeiled = Self("run.too-many-veiled")
    /// An object of the pipeline is in no image.
    static let absent = Self("run.absent-object")
    /// Too many objects found no room.
    static let tooFew = Self("run.too-few-objects")
    /// A format holds none of the labels.
    static let emptyFormat = Self("format.empty")
    /// A finished dataset fell short when it was made.
    static let shortBefore = Self("run.falls-short")
    static let emptyImage = Self("run.empty-image")
    static let passedOver = Self("run.passed-over")
    static let neverAsked = Self("run.object-never-asked")
    /// A number that varies is not distributed as the pipeline asks.
    static let differs = Self("run.differs")
    static let beyondDepth = Self("run.depth-beyond-png")
    static let keptFile = Self("run.kept-file")
    /// A note about photos, datasets and objects.
    static let note = Self("run.note")
    /// Facts about a photo that cannot all be right.
    static let factsContradict = Self("facts.contradict")
    /// A photo whose straight edges do not tell its facts.
    static let factsUnsure = Self("facts.not-sure")
    static let size = Self("pipeline.object-size")
    static let modelNotice = Self("model.notice")
    static let objectNote = Self("object.note")
    /// A part of a dataset that nothing was compared with.
    static let unproved = Self("verify.unproved")
    static let otherPipeline = Self("verify.other-pipeline")
    static let changed = Self("verify.changed-file")
    static let otherBytes = Self("verify.other-bytes")
    static let otherScene = Self("verify.other-scene")
    static let otherLabels = Self("verify.other-labels")
    static let gone = Self("verify.missing-file")
    /// A picture beside those of the dataset that no run has written.
    static let foreign = Self("verify.foreign-file")
    /// Images of two parts of a dataset show the same.
    static let splitLeak = Self("verify.split-leak")
    static let nothingPlaced = Self("pipeline.nothing-placed")
}
