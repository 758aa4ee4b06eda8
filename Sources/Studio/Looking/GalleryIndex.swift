import Datasets
import Dispatch
import Geometry
import Pictures
import Synchronization

/// What filters need to know of every image and label, gathered in the background while the page is used already.
///
/// It is sent as columns of numbers, some fifteen bytes a label: 100,000 images are a few megabytes.
final class GalleryIndex: Sendable {
    /// The columns of images in their order, and of their labels.
    fileprivate struct Columns {
        var widths: [UInt16] = []
        var heights: [UInt16] = []
        var counts: [UInt16] = []
        /// The sun's direction from 1 to 360: a degree right of what lies behind the camera is 1. 0 without a sun.
        var sunAzimuths: [UInt16] = []
        /// The sun's height in degrees above the nadir, and 1; 0 without a sun.
        var sunElevations: [UInt16] = []
        /// The brightness of the scene's light in hundredths; 0 where it is not known.
        var gains: [UInt16] = []
        var categories: [UInt16] = []
        /// The square root of the area, in pixels.
        var sides: [UInt16] = []
        /// In decimetres; 0 where it is not known.
        var distances: [UInt16] = []
        /// In two hundredths; 255 where it is not known.
        var visibilities: [UInt8] = []
        var truncations: [UInt8] = []
        /// The place of the blend's name in the list, from 1; 0 where it is not known.
        var blends: [UInt8] = []
    }

    private struct State {
        /// Runs of images, each ready to be sent.
        var parts: [(images: Range<Int>, bytes: [UInt8])] = []
        var blends: [String] = []
        var isDone = false
    }

    private let gallery: Gallery
    private let scenes: GalleryScenes
    private let placeOfCategory: [Int: Int]
    private let state = Mutex(State())

    /// The sizes of parts: a small one first, so that there is something to filter soon, then ever larger ones.
    private static let (firstSize, largestSize) = (64, 1024)

    init(_ gallery: Gallery, _ scenes: GalleryScenes) {
        (self.gallery, self.scenes) = (gallery, scenes)
        placeOfCategory = Dictionary(
            gallery.dataset.categories.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { a, _ in a })
    }

    /// Begins to read all labels, on a thread that gives way to those of the page.
    func start() {
        DispatchQueue(label: "diorama.studio.index", qos: .utility).async { [self] in
            let scenes = (try? scenes.read()) ?? nil
            let count = gallery.dataset.photos.count
            var (start, size) = (0, Self.firstSize)
            while start < count {
                let images = start..<min(count, start + size)
                (start, size) = (images.upperBound, min(size * 2, Self.largestSize))
                var columns = Columns()
                for index in images { add(index, scenes, to: &columns) }
                let bytes = columns.bytes
                state.withLock { $0.parts.append((images, bytes)) }
            }
            state.withLock { $0.isDone = true }
        }
    }

    /// The names of the blends that have been met.
    var blends: [String] { state.withLock { $0.blends } }

    /// What is ready from an image on: 1 where no more will come, the numbers of images and of labels, and the columns.
    func bytes(from first: Int) -> [UInt8] {
        let (part, isLast) = state.withLock { state in
            let place = state.parts.firstIndex { $0.images.lowerBound == first }
            let last = state.isDone && (place.map { $0 == state.parts.count - 1 } ?? true)
            return (place.map { state.parts[$0] }, last)
        }
        return [UInt32(isLast ? 1 : 0)].littleEndianBytes + (part?.bytes ?? [UInt32(0), 0].littleEndianBytes)
    }

    private func add(_ index: Int, _ scenes: SceneLines?, to columns: inout Columns) {
        let photo = gallery.dataset.photos[index]
        // A photo whose size is stated need not be opened.
        let frame =
            photo.size.map { PhotoFrame(width: $0.width, height: $0.height) }
            ?? (gallery.isDataset ? try? PhotoFile.probe(photo.path).frame : nil)
        columns.widths.append(UInt16(clamping: frame?.width ?? 0))
        columns.heights.append(UInt16(clamping: frame?.height ?? 0))
        let scene = try? scenes?.scene(ofImage: photo.id)
        columns.addLight(of: scene)
        guard let frame, let labels = try? gallery.dataset.checkedLabels(ofPhoto: index, in: frame).annotations else {
            columns.counts.append(0)
            return
        }
        let kept = labels.prefix(Int(UInt16.max))
        columns.counts.append(UInt16(kept.count))
        for label in kept {
            let place = placeOfCategory[label.categoryID] ?? 0
            columns.categories.append(UInt16(clamping: place))
            columns.sides.append(UInt16(clamping: Int((label.area ?? label.box?.area ?? 0).squareRoot().rounded())))
            columns.visibilities.append(Self.share(label.visibility))
            columns.truncations.append(Self.share(label.truncation))
            let object = scene?.object(of: label, category: gallery.dataset.categories[place].name)
            let metres = object?.distanceMetres ?? label.pose?.translation.length
            columns.distances.append(UInt16(clamping: Int(min((metres ?? 0) * 10, 65_535).rounded())))
            columns.blends.append(object?.blend.map(place(ofBlend:)) ?? 0)
        }
    }

    private func place(ofBlend name: String) -> UInt8 {
        state.withLock { state in
            if let place = state.blends.firstIndex(of: name) { return UInt8(clamping: place + 1) }
            state.blends.append(name)
            return UInt8(clamping: state.blends.count)
        }
    }

    private static func share(_ value: Double?) -> UInt8 {
        value.map { UInt8(min(max($0, 0), 1) * 200) } ?? 255
    }
}

extension GalleryIndex.Columns {
    fileprivate mutating func addLight(of scene: SceneLines.Scene?) {
        // From behind, over the left, ahead and the right.
        let turned = scene?.sunAzimuthDegrees.map { ($0 + 179).truncatingRemainder(dividingBy: 360) }
        let azimuth = turned.map { ($0 < 0 ? $0 + 360 : $0).rounded(.down) + 1 }
        sunAzimuths.append(UInt16(clamping: Int(azimuth ?? 0)))
        let elevation = scene?.sunElevationDegrees.map { (min(max($0, -90), 90) + 90).rounded() + 1 }
        sunElevations.append(UInt16(clamping: Int(elevation ?? 0)))
        gains.append(UInt16(clamping: Int((min(max(scene?.gain ?? 0, 0), 600) * 100).rounded())))
    }

    /// The numbers of images and labels, then each column; those of two bytes come first, so that each lies at a multiple
    /// of its size.
    fileprivate var bytes: [UInt8] {
        [UInt32(counts.count), UInt32(categories.count)].littleEndianBytes
            + [widths, heights, counts, sunAzimuths, sunElevations, gains, categories, sides, distances].flatMap(
                \.littleEndianBytes)
            + visibilities + truncations + blends
    }
}

extension Array where Element: FixedWidthInteger {
    fileprivate var littleEndianBytes: [UInt8] {
        flatMap { number in Swift.withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) } }
    }
}
