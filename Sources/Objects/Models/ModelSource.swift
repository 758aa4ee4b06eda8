package import Cards
package import Drawings
package import Pictures
package import Rendering

/// A source whose objects have three dimensions: they are rendered into the photo's camera, under the scene's light.
package protocol ModelSource: ObjectSource {
    /// Makes the object: its surface and its named points.
    ///
    /// In metres, y up, its front towards +z. Placers stand it on its lowest point, over the middle of its footprint,
    /// so where its own origin lies does not matter.
    func shape(_ files: FileLists, _ limits: ModelLimits) throws(ObjectError) -> ModelShape

    /// The names of all keypoints that its objects of this category may have, in order; nil stands for objects without
    /// a category of their own. They are listed with the category before the first object is made. A file that cannot
    /// be read has none; `problems` reports it.
    static func keypointNames(in values: DraftValues, of category: String?, _ files: FileLists) -> [String]

    /// The model files that its objects may be, to be read before a run. `problems` reports files that cannot be
    /// listed.
    static func models(in values: DraftValues, _ files: FileLists) -> [NamedModel]

    /// Whether an object takes so little time to make that few of them are worth their memory.
    static var isMadeQuickly: Bool { get }
}

extension ModelSource {
    package static func needs(of values: DraftValues) -> [Need] { [.rendering] }

    package static func models(in values: DraftValues, _ files: FileLists) -> [NamedModel] { [] }

    package static var isMadeQuickly: Bool { false }
}

/// The limits for a model's files.
package struct ModelLimits: Hashable, Sendable {
    package var maxFaces: Int
    /// The most bytes of one texture.
    package var maxPixels: Int

    package init(maxFaces: Int = 10_000_000, maxPixels: Int = 100_000_000) {
        self.maxFaces = maxFaces
        self.maxPixels = maxPixels
    }
}

/// A 3D object that is ready to be rendered.
package struct ObjectModel: Sendable {
    package let model: Model
    package let keypoints: [Keypoint]
    /// What is written on it, as far as that is known.
    package let writing: Writing?
    /// The lines of it on the surface; nil where their places are not known.
    package let lines: [SurfaceText]?
}
