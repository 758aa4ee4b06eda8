package import Cards
package import Geometry
package import Pipelines

/// Choosing the window and the size by a pipeline's rules.
extension PhotoView {
    /// Draws how an image shows a photo: cropped, then resized, then mirrored. Where both a width and a height are
    /// asked for, the window is cut at its middle to their aspect.
    ///
    /// - Parameters:
    ///   - photoWidth: the width of the photo after EXIF orientation, in pixels.
    ///   - things: the boxes of labelled things in the photo, which `crop.keep` protects.
    ///   - streams: the image's streams for its backdrop; `crop/share`, `crop/aspect`, `crop/x`, `crop/y` and `flip`
    ///     are drawn from; where a window is drawn again, those of `crop/again`.
    package init(
        photoWidth: Int, photoHeight: Int, drawnBy rules: Pipeline.Backgrounds, showing things: [Rect] = [],
        from streams: RandomStreams
    ) {
        var window: Window?
        self.init(
            photoWidth: photoWidth, photoHeight: photoHeight, drawnBy: rules, showing: things, from: streams,
            window: &window)
    }

    /// The numbers of a window, as they were drawn.
    struct Window {
        var share: Double
        /// Nil where it is the photo's.
        var aspect: Double?
    }

    /// The same.
    ///
    /// - Parameter drawn: becomes the window that is shown, where one was drawn.
    init(
        photoWidth: Int, photoHeight: Int, drawnBy rules: Pipeline.Backgrounds, showing things: [Rect],
        from streams: RandomStreams, window drawn: inout Window?
    ) {
        self.init(photoWidth: photoWidth, photoHeight: photoHeight)
        let whole = crop
        func window(_ streams: RandomStreams) -> (PixelRect, Window?) {
            var (rect, drawn) = (whole, Window?.none)
            if let rules = rules.crop {
                let window = Window(drawnBy: rules, from: streams)
                (rect, drawn) = (whole.window(window, from: streams), window)
            }
            guard let width = rules.resize?.width, let height = rules.resize?.height else { return (rect, drawn) }
            return (rect.middle(aspectOf: width, height), drawn)
        }
        (crop, drawn) = window(streams.scope("crop"))
        if let keep = rules.crop?.keep {
            // The window that cuts least, where none of them keeps enough.
            var least = crop.leastShown(of: things)
            for attempt in 1..<PhotoView.windowsTried where least < keep {
                let other = window(streams.scope("crop").scope("again").scope(String(attempt)))
                let shown = other.0.leastShown(of: things)
                if shown > least { (crop, drawn, least) = (other.0, other.1, shown) }
            }
        }
        (width, height) = rules.resize.map { $0.size(of: crop) } ?? (crop.width, crop.height)
        isMirrored = streams.happens("flip", chance: rules.flip.chance)
    }
}

extension PhotoView {
    /// How many windows are drawn for one that keeps labelled things.
    private static let windowsTried = 50

    /// Whether it cuts a labelled thing further than `crop.keep` allows.
    ///
    /// - Parameter things: their boxes in the photo.
    func cuts(_ things: [Rect], by rules: Pipeline.Backgrounds) -> Bool {
        rules.crop?.keep.map { crop.leastShown(of: things) < $0 } ?? false
    }
}

extension PhotoView {
    /// The least shorter side and the least longer side that an image of a photo may have by a pipeline's rules.
    package static func smallestSides(
        photoWidth: Int, photoHeight: Int, drawnBy rules: Pipeline.Backgrounds
    ) -> (shorter: Int, longer: Int) {
        let photo = PixelRect(width: photoWidth, height: photoHeight)
        var windows = [photo]
        if let crop = rules.crop {
            let share = crop.share.extremes.min() ?? 1
            let own = Double(photoWidth) / Double(photoHeight)
            windows = (crop.aspect?.extremes ?? [own]).map { aspect in
                let size = photo.window(share: share, aspect: aspect)
                return PixelRect(width: size.width, height: size.height)
            }
        }
        let sizes = windows.map { window in
            var window = window
            guard let resize = rules.resize else { return (window.width, window.height) }
            if let width = resize.width, let height = resize.height { window = window.middle(aspectOf: width, height) }
            return resize.size(of: window)
        }
        return (sizes.map { min($0.0, $0.1) }.min() ?? 0, sizes.map { max($0.0, $0.1) }.min() ?? 0)
    }
}

extension PhotoView.Window {
    fileprivate init(drawnBy rules: Pipeline.Crop, from streams: RandomStreams) {
        self.init(share: streams.draw("share", rules.share), aspect: rules.aspect.map { streams.draw("aspect", $0) })
    }
}

extension Pipeline.Resize {
    /// The size of an image that shows a window.
    ///
    /// Without `enlarge` the image is never larger than the window: it then has the window's own size. A side that is
    /// not given follows from the window's aspect, rounded, at least 1.
    fileprivate func size(of window: PixelRect) -> (width: Int, height: Int) {
        let fits =
            longest.map { $0 <= max(window.width, window.height) }
            ?? ((width ?? 0) <= window.width && (height ?? 0) <= window.height)
        guard enlarge || fits else { return (window.width, window.height) }
        if let width, let height { return (width, height) }
        let scale =
            if let longest {
                Double(longest) / Double(max(window.width, window.height))
            } else if let width {
                Double(width) / Double(window.width)
            } else if let height {
                Double(height) / Double(window.height)
            } else {
                1.0
            }
        // The side that was asked for comes out as exactly that, for rounding takes back what the division lost.
        func scaled(_ side: Int) -> Int { max(1, Int((Double(side) * scale).rounded())) }
        return (scaled(window.width), scaled(window.height))
    }
}

extension PixelRect {
    /// The least share of a thing's box that the window shows, among the things that it shows anything of; 1 where there
    /// are none. What lies outside the photo, as labels sometimes do, counts for nothing.
    fileprivate func leastShown(of things: [Rect]) -> Double {
        things.reduce(1) { least, thing in
            guard thing.area > 0, let shown = thing.intersection(Rect(self)), shown.area > 0 else { return least }
            return min(least, shown.area / thing.area)
        }
    }

    /// A window at a random place. Its size is `share` of the largest window of its aspect that fits, in width and in
    /// height alike, rounded to whole pixels; every place where it fits is equally likely.
    fileprivate func window(_ drawn: PhotoView.Window, from streams: RandomStreams) -> PixelRect {
        let (windowWidth, windowHeight) = window(
            share: drawn.share, aspect: drawn.aspect ?? Double(width) / Double(height))
        var (xs, ys) = (streams.stream("x"), streams.stream("y"))
        let left = minX + xs.integer(0, width - windowWidth)
        let top = minY + ys.integer(0, height - windowHeight)
        return PixelRect(minX: left, minY: top, maxX: left + windowWidth, maxY: top + windowHeight)
    }

    /// The size of a window that is a share of the largest one of its aspect, in width and in height alike.
    fileprivate func window(share: Double, aspect: Double) -> (width: Int, height: Int) {
        let largestWidth = min(Double(width), Double(height) * aspect)
        func pixels(_ length: Double, atMost limit: Int) -> Int { min(limit, max(1, Int(length.rounded()))) }
        return (
            pixels(largestWidth * share, atMost: width), pixels(largestWidth / aspect * share, atMost: height)
        )
    }

    /// The largest part of this aspect about the middle; where pixels are left over by an odd number, one more on the
    /// right or below.
    fileprivate func middle(aspectOf aspectWidth: Int, _ aspectHeight: Int) -> PixelRect {
        var rect = self
        if width * aspectHeight > height * aspectWidth {
            let kept = max(1, (2 * height * aspectWidth + aspectHeight) / (2 * aspectHeight))
            rect.minX += (width - kept) / 2
            rect.maxX = rect.minX + kept
        } else {
            let kept = max(1, (2 * width * aspectHeight + aspectWidth) / (2 * aspectWidth))
            rect.minY += (height - kept) / 2
            rect.maxY = rect.minY + kept
        }
        return rect
    }
}
