package import Cards
package import Drawings
package import Geometry

/// A source of objects. `PixelSource` and `VectorSource` are the two kinds that give flat objects, `ModelSource` gives
/// solid ones.
///
/// As drawn from a pipeline a source may still stand for many objects, such as a folder of cut-outs; `choose` leaves
/// one, which always looks the same.
package protocol ObjectSource: Part {
    /// The source of one object, which the stream chooses.
    func choose(_ files: FileLists, by stream: inout RandomStream) throws(ObjectError) -> Self

    /// The mistakes that show without drawing or decoding anything: missing files and unknown names.
    ///
    /// - Parameter values: everything that the pipeline writes out for each key, all choices included.
    static func problems(in values: DraftValues, _ files: FileLists) -> [ObjectError]

    /// Flat objects that such values may give, to be read before a run: every picture, drawing and text at least once.
    static func samples(in values: DraftValues, _ files: FileLists) -> [any ObjectSource]

    /// Makes the same choice among the objects that suit their use.
    func choose(
        _ files: FileLists, by stream: inout RandomStream, for use: ObjectUse
    ) throws(ObjectError) -> Self

    /// The edges of its photo that cut a chosen object off: it has to lie at the same edges of the picture.
    func cutEdges(_ files: FileLists) throws(ObjectError) -> Edges

    /// Whether an edge of its photo may have cut the thing off, or its dataset says that a part is missing: nobody knows
    /// how much.
    func isCutOff(_ files: FileLists) throws(ObjectError) -> Bool

    /// A sentence about objects that are left out because of what the pipeline does with the others; nil for none.
    ///
    /// - Parameter values: everything that the pipeline writes out for each key, all choices included.
    static func leftOut(of values: DraftValues, _ files: FileLists, for use: ObjectUse) -> String?

    /// The categories that its objects can have of their own, by everything that the pipeline writes out; nil among
    /// them where some have none.
    static func categories(in values: DraftValues, _ files: FileLists) -> [String?]

    /// The category that a chosen object has of its own.
    func category(_ files: FileLists) throws(ObjectError) -> String?

    /// The longer side of a chosen object in the photo that it was cut out of, over the square root of the photo's area;
    /// nil where that is not known.
    func sizeInPhoto(_ files: FileLists) throws(ObjectError) -> Double?

    /// The licences that its objects can have, by everything that the pipeline writes out: they are listed before the
    /// first object is chosen.
    static func licences(in values: DraftValues, _ files: FileLists) -> [Licence]

    /// The files, texts and models that its objects can be, and the photos that they can be cut out of, by everything
    /// that the pipeline writes out: no two parts of a split by object share one.
    static func origins(in values: DraftValues, _ files: FileLists) -> [String]

    /// The one of them that a chosen object is.
    func origin(_ files: FileLists) throws(ObjectError) -> String

    /// The credits of a chosen object, and of its parts that others have made; none where none are known.
    func credits(_ files: FileLists) throws(ObjectError) -> [Credits]
}

extension ObjectSource {
    package static func samples(in values: DraftValues, _ files: FileLists) -> [any ObjectSource] { [] }

    package func choose(
        _ files: FileLists, by stream: inout RandomStream, for use: ObjectUse
    ) throws(ObjectError) -> Self {
        try choose(files, by: &stream)
    }

    package func cutEdges(_ files: FileLists) throws(ObjectError) -> Edges { [] }
    package func isCutOff(_ files: FileLists) throws(ObjectError) -> Bool { false }

    package static func leftOut(of values: DraftValues, _ files: FileLists, for use: ObjectUse) -> String? { nil }

    package static func categories(in values: DraftValues, _ files: FileLists) -> [String?] { [nil] }

    package func category(_ files: FileLists) throws(ObjectError) -> String? { nil }

    package func sizeInPhoto(_ files: FileLists) throws(ObjectError) -> Double? { nil }

    package static func licences(in values: DraftValues, _ files: FileLists) -> [Licence] { [] }

    package func credits(_ files: FileLists) throws(ObjectError) -> [Credits] { [] }
}

/// A source whose objects have pixels of their own: one sprite serves every size.
package protocol PixelSource: ObjectSource {
    /// - Parameter maxPixels: the most pixels of a file.
    func sprite(_ files: FileLists, maxPixels: Int) throws(ObjectError) -> Sprite

    /// The pictures whose pixels its objects may show, by everything that the pipeline writes out. Objects bring
    /// private content of these pictures along, so no source may leave a picture out.
    static func picturesRead(by values: DraftValues) -> [PicturesRead]

    /// A sentence about an oddity of a chosen object's picture.
    func note(on sprite: Sprite) -> String?
}

extension PixelSource {
    package static func needs(of values: DraftValues) -> [Need] { picturesRead(by: values).map { .picturesRead($0) } }

    package func note(on sprite: Sprite) -> String? { nil }
}

/// A source whose objects can be rendered at any size.
package protocol VectorSource: ObjectSource {
    /// Measures the object, once for all resolutions.
    func outline() throws(ObjectError) -> ObjectOutline

    /// Renders it `heightPixels` high, cut to exactly `outline.reach`.
    func sprite(_ outline: ObjectOutline, heightPixels: Int) throws(ObjectError) -> Sprite

    /// Whether the colours of a chosen object depend on the photo at its place.
    var suitsSurface: Bool { get }

    /// The chosen object in the colours that suit the photo at its place, which then depend on it no more.
    func suited(to surface: SeenSurface) -> Self
}

extension VectorSource {
    package static func needs(of values: DraftValues) -> [Need] { [.drawing] }

    package var suitsSurface: Bool { false }

    package func suited(to surface: SeenSurface) -> Self { self }
}
