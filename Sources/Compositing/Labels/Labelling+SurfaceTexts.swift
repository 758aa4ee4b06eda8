import Geometry
import Masks
import Objects
import Rendering
import Scenes

extension Labelling {
    /// The lines that are written on a rendered instance and that the image shows some of; nil where their places are not
    /// known. The rest, such as what is on its back, is left out.
    ///
    /// - Parameters:
    ///   - instance: the instance, which is labelled in this image.
    ///   - camera: the scene's.
    ///   - library: where the objects come from.
    /// - Returns: the lines, and of each the words and characters that are seen.
    /// - Throws: `ObjectError` for a model that cannot be read, `RenderingError` for what nothing can be rendered with.
    func surfaceTexts(
        on instance: Instance, seenBy camera: Camera, _ library: ObjectLibrary
    ) throws -> [SeenText]? {
        guard case .solid(let pose, _) = instance.object.place, let index = piece(ofObject: instance.index),
            case .solid(let rendered) = marked[index].piece.content
        else { return nil }
        let model = try library.model(of: instance.object.from)
        guard model.writing != nil, let lines = model.lines else { return nil }
        let view = SurfaceView(pose: pose, camera: camera)
        // What is rendered with it, rays meet; all else is laid over it whole.
        let covers = places.overlapping(marked[index].touched).filter { front in
            guard front > index else { return false }
            if case .solid(let other) = marked[front].piece.content { return !rendered.isTogether(with: other) }
            return true
        }.map { cover(of: marked[$0]) }
        let frame = Rect(frame)
        let open = lines.flatMap(\.characters).map { character in
            character.spots.filter { spot in
                guard let image = view.image(of: spot), frame.contains(image) else { return false }
                let (x, y) = (Int(image.x.rounded(.down)), Int(image.y.rounded(.down)))
                return !covers.contains { $0.contains(x: x, y: y) }
            }.map { Vector3($0.point) }
        }
        var isClear = try rendered.sees(open.flatMap { $0 })[...]
        var shares = open.map { spots in
            defer { isClear = isClear.dropFirst(spots.count) }
            return Double(isClear.prefix(spots.count).count { $0 }) / Double(SurfaceText.spotCount)
        }[...]
        return lines.compactMap { view.seen($0, &shares)?.text }
    }
}

extension SurfaceText {
    /// The characters of it, in order.
    fileprivate var characters: [SurfaceText] { parts.isEmpty ? [self] : parts.flatMap(\.characters) }
}

/// A model's surface as a camera sees it.
private struct SurfaceView {
    let pose: Pose
    let camera: Camera

    /// The place of a point that lies on the side towards the camera; nil for any other.
    func image(of spot: SurfaceText.Spot) -> Point? {
        let world = pose(Vector3(spot.point))
        guard (pose.normals * Vector3(spot.normal)).dot(camera.position - world) > 0 else { return nil }
        return camera.image(of: world)
    }

    /// A part of a text as the image shows it; nil where it shows nothing of it.
    ///
    /// - Parameter shares: those of the characters of which spots are seen, in order; what is used is taken off.
    /// - Returns: the part, and the area of its characters on the texture, in all and as far as it is seen.
    func seen(
        _ part: SurfaceText, _ shares: inout ArraySlice<Double>
    ) -> (text: SeenText?, area: Double, seenArea: Double)? {
        var (parts, area, seenArea): ([SeenText], Double, Double) = ([], part.area, 0)
        if part.parts.isEmpty {
            seenArea = part.area * (shares.popFirst() ?? 0)
        } else {
            area = 0
            for part in part.parts {
                guard let own = seen(part, &shares) else { continue }
                (area, seenArea) = (area + own.area, seenArea + own.seenArea)
                if let text = own.text { parts.append(text) }
            }
        }
        guard seenArea > 0, part.parts.isEmpty || !parts.isEmpty, let outline = outline(of: part),
            part.parts.isEmpty || outline.isLargerThanPixels
        else {
            return (nil, area, seenArea)
        }
        var text = SeenText(part.text, outline.quad, visibility: min(1, seenArea / area))
        text.parts = parts
        if outline.isBent { text.outline = outline.upper + outline.lower.reversed() }
        return (text, area, seenArea)
    }

    private func outline(of part: SurfaceText) -> BentOutline? {
        func images(_ points: [Vector3]) -> [Point]? {
            let images = points.compactMap { camera.image(of: pose($0)) }
            // What reaches behind the camera has no box.
            return images.count == points.count ? images : nil
        }
        guard let top = images(part.top), let bottom = images(part.bottom), let left = images(part.left),
            let right = images(part.right)
        else { return nil }
        return BentOutline(top: top, bottom: bottom, left: left, right: right)
    }
}
