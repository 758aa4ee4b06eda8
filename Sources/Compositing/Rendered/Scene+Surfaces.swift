import Drawings
import Geometry
import Objects
import Pictures
import Scenes

extension Scene {
    /// Whether it has objects whose colours depend on the photo at their place.
    func suitsSurfaces(_ library: ObjectLibrary) throws(RenderedObjects.Failure) -> Bool {
        for (index, object) in objects.enumerated() where try object.suitsSurface(library, at: index) { return true }
        return false
    }

    /// The scene with the colours of its objects suited to the photo at their places.
    ///
    /// - Parameters:
    ///   - backdrop: the image without any object.
    ///   - surfaces: the light on drawings and lettering; nil leaves their colours as they are drawn.
    /// - Throws: `RenderedObjects.Failure` for an object that cannot be read.
    func suited(
        to backdrop: Raster, _ library: ObjectLibrary, on surfaces: SurfaceLight?
    ) throws(RenderedObjects.Failure) -> Scene {
        var scene = self
        for (index, object) in objects.enumerated() where try object.suitsSurface(library, at: index) {
            guard case .flat(let imageFromObject, let onGround) = object.place else { continue }
            do throws(ObjectError) {
                let aspect = try library.outline(of: object.from).aspect
                guard let colour = backdrop.mean(ofAspect: aspect, imageFromObject) else { continue }
                let light = self.light(on: object, imageFromObject, onGround, aspect: aspect, surfaces, over: backdrop)
                let gain = 0.2126 * Double(light.gain.x) + 0.7152 * Double(light.gain.y) + 0.0722 * Double(light.gain.z)
                scene.objects[index].from = try library.suited(object.from, to: SeenSurface(colour, gain: gain))
            } catch {
                throw RenderedObjects.Failure(object: index, error: error)
            }
        }
        return scene
    }
}

extension PlacedObject {
    fileprivate func suitsSurface(
        _ library: ObjectLibrary, at index: Int
    ) throws(RenderedObjects.Failure) -> Bool {
        guard view == nil, texture == nil, !place.isSolid else { return false }
        do throws(ObjectError) { return try library.suitsSurface(from) } catch {
            throw RenderedObjects.Failure(object: index, error: error)
        }
    }
}

extension Raster {
    /// The mean colour at points spread evenly over a card; nil where the picture shows nothing of it.
    fileprivate func mean(ofAspect aspect: Double, _ imageFromObject: Homography) -> Colour? {
        let points = light(over: Rect(x: 0, y: 0, width: aspect, height: 1), imageFromObject)
        guard !points.isEmpty else { return nil }
        let sum = points.reduce(Vector3()) { $0 + $1.colour }
        func byte(_ value: Double) -> UInt8 { UInt8((SRGB.encoded(value / Double(points.count)) * 255).rounded()) }
        return Colour(red: byte(sum.x), green: byte(sum.y), blue: byte(sum.z))
    }
}
