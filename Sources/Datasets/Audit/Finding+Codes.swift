package import Findings

/// The faults that a dataset can have, whatever its format.
extension Finding.Code {
    /// A file, or a part of it, is not what its format says.
    static let malformed = Self("dataset.malformed")
    static let missingFile = Self("dataset.missing-file")
    static let missingPicture = Self("dataset.missing-picture")
    /// A picture or mask that cannot be decoded.
    static let damagedPicture = Self("dataset.damaged-picture")
    /// A picture outside the dataset's folder, which is not looked at.
    static let outsideFolder = Self("dataset.outside-folder")
    static let pictureSize = Self("dataset.picture-size")
    /// EXIF turns the picture, and its labels do not mention this.
    static let orientation = Self("dataset.orientation")
    static let repeatedID = Self("dataset.repeated-id")
    static let repeatedImage = Self("dataset.repeated-image")
    static let repeatedLabel = Self("dataset.repeated-label")
    /// A category, image, licence or value that is named and does not exist.
    static let unknownReference = Self("dataset.unknown-reference")
    static let missingValue = Self("dataset.missing-value")
    static let badValue = Self("dataset.bad-value")
    static let noArea = Self("dataset.no-area")
    static let boxOutside = Self("dataset.box-outside")
    static let keypointOutside = Self("dataset.keypoint-outside")
    /// The box does not match the mask.
    static let boxMismatch = Self("dataset.box-mismatch")
    static let areaMismatch = Self("dataset.area-mismatch")
    /// Two masks that should agree, or a mask and its description.
    static let maskMismatch = Self("dataset.mask-mismatch")
    static let emptyMask = Self("dataset.empty-mask")
    static let sharedPixels = Self("dataset.shared-pixels")
    static let selfCrossing = Self("dataset.self-crossing")
    /// A layer of depth or normals that does not fit the image or its labels.
    static let layer = Self("dataset.layer")
    /// An archive of samples that is torn, or has other samples than the dataset.
    static let archive = Self("dataset.archive")
    static let alikeNames = Self("dataset.alike-names")
    static let unlabelled = Self("dataset.unlabelled")
    /// A photo or label that is not used, for a reason that the words give.
    static let leftOut = Self("dataset.left-out")
    static let splits = Self("dataset.splits")
    static let unfinished = Self("dataset.unfinished")
    /// None of the labels can be used.
    static let unusable = Self("dataset.unusable")
    /// A fact of a dataset that an annotation format does not hold.
    package static let unsaid = Self("format.unsaid")
    /// Something odd in COCO files that other formats are made from.
    static let odd = Self("format.odd")
    /// A photo or object that was meant to be used and was not, from a record that gives no more detail.
    static let skipped = Self("run.skipped")
}
