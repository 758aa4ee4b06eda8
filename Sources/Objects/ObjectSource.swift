package import Cards
package import Drawings

/// Where objects come from. `PixelSource` and `VectorSource` are the two kinds of flat ones, `ModelSource` gives solid
/// ones.
///
/// As drawn from a pipeline a source may still stand for many objects, such as a folder of cut-outs; `choose` leaves
/// one, which always looks the same.
package protocol ObjectSource: Part {
    /// The same source for one object, chosen by the stream.
    func choose(_ files: FileLists, by stream: inout RandomStream) throws(ObjectError) -> Self

    /// What can be seen to be wrong without drawing or decoding anything: files that are missing, names that are
    /// unknown.
    ///
    /// - Parameter values: everything that the pipeline writes out for each key, all choices included.
    static func problems(in values: DraftValues, _ files: FileLists) -> [ObjectError]

    /// Flat objects that such values may give, to be read before a run: every picture, drawing and text at least once.
    static func samples(in values: DraftValues, _ files: FileLists) -> [any ObjectSource]

    /// What a chosen object has written on it, plainly; nil for what is not lettering.
    var lettering: String? { get }

    /// The same choice, of what does not come from the photo that it will be set into.
    func choose(
        _ files: FileLists, by stream: inout RandomStream, besides photo: String?
    ) throws(ObjectError) -> Self

    /// The categories that its objects can have of their own, by everything that the pipeline writes out; nil among
    /// them where some have none.
    static func categories(in values: DraftValues, _ files: FileLists) -> [String?]

    /// The category that a chosen object has of its own.
    func category(_ files: FileLists) throws(ObjectError) -> String?

    /// The licences that its objects can have, by everything that the pipeline writes out: they are listed before the
    /// first object is chosen.
    static func licences(in values: DraftValues, _ files: FileLists) -> [Licence]

    /// Whose a chosen object is, and whose the parts of it are that others have made; none where nothing says so.
    func credits(_ files: FileLists) throws(ObjectError) -> [Credits]
}

extension ObjectSource {
    package static func samples(in values: DraftValues, _ files: FileLists) -> [any ObjectSource] { [] }

    package var lettering: String? { nil }

    package func choose(
        _ files: FileLists, by stream: inout RandomStream, besides photo: String?
    ) throws(ObjectError) -> Self {
        try choose(files, by: &stream)
    }

    package static func categories(in values: DraftValues, _ files: FileLists) -> [String?] { [nil] }

    package func category(_ files: FileLists) throws(ObjectError) -> String? { nil }

    package static func licences(in values: DraftValues, _ files: FileLists) -> [Licence] { [] }

    package func credits(_ files: FileLists) throws(ObjectError) -> [Credits] { [] }
}

/// A source whose objects have pixels of their own: one sprite serves every size.
package protocol PixelSource: ObjectSource {
    /// - Parameter maxPixels: what a file may hold.
    func sprite(_ files: FileLists, maxPixels: Int) throws(ObjectError) -> Sprite

    /// The pictures whose pixels its objects may show, by everything that the pipeline writes out. What is private there
    /// comes along with the objects, so that no source may leave one out.
    static func picturesRead(by values: DraftValues) -> [PicturesRead]

    /// What is odd about a chosen object's picture, a sentence.
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
}
