import Drawings
import Geometry
import Masks

extension LabelPainter {
    /// The drawing of all labels of a picture, as SVG of `width` × `height` pixels.
    ///
    /// From below: fills and contours of the masks; then boxes, large ones first; names on top. The names of large
    /// objects are placed first. A name that finds no place in a crowd is left out: the object's colour still shows its
    /// category.
    func overlay(
        _ labels: [PictureLabel], pictureWidth: Int, pictureHeight: Int, width: Int, height: Int, unit: Double
    ) -> String {
        let (scaleX, scaleY) = (Double(width) / Double(pictureWidth), Double(height) / Double(pictureHeight))
        let order = labels.indices.sorted { (labels[$1].box.area, $0) < (labels[$0].box.area, $1) }
        let boxes = labels.map { label in
            let box = Rect(label.box)
            return Rect(x: box.x * scaleX, y: box.y * scaleY, width: box.width * scaleX, height: box.height * scaleY)
        }
        var body = ""

        // Masks, in the picture's own pixels, so that the path is whole numbers. The contour's dark rim sets it off
        // from a bright photo.
        let (line, rim) = (1.5 * unit / scaleX, 3 * unit / scaleX)
        body += "<g transform=\"scale(\(scaleX) \(scaleY))\" fill-rule=\"evenodd\" stroke-linejoin=\"round\">"
        for index in order {
            precondition(
                labels[index].mask.width == pictureWidth && labels[index].mask.height == pictureHeight,
                "a mask is of its picture's size")
            let path = MaskPath(labels[index].mask).data
            guard !path.isEmpty else { continue }
            let colour = colour(of: labels[index].category).text
            body += "<path d=\"\(path)\" fill=\"\(isTinted ? colour : "none")\" fill-opacity=\"0.35\" stroke=\"#000\" "
            body += "stroke-opacity=\"0.5\" stroke-width=\"\(rim)\"/>"
            body += "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(line)\"/>"
        }
        body += "</g>"

        // Boxes have their lines just outside their pixels, but inside the picture.
        for index in order {
            let colour = colour(of: labels[index].category).text
            let half = unit / 2
            let box = boxes[index]
            let (left, top) = (max(half, box.minX - half), max(half, box.minY - half))
            let (right, bottom) = (
                min(Double(width) - half, box.maxX + half), min(Double(height) - half, box.maxY + half)
            )
            let outline = { (style: String) in
                SVG.rectangle(left, top, max(0, right - left), max(0, bottom - top), radius: unit, style)
            }
            body += outline("fill=\"none\" stroke=\"#000\" stroke-opacity=\"0.45\" stroke-width=\"\(2.5 * unit)\"")
            body += outline("fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(unit)\"")
        }

        body += tags(labels, order: order, boxes: boxes, width: Double(width), height: Double(height), unit: unit)
        return SVG.document(width: width, height: height, body)
    }

    private func tags(
        _ labels: [PictureLabel], order: [Int], boxes: [Rect], width: Double, height: Double, unit: Double
    ) -> String {
        let (nameSize, noteSize) = (13 * unit, 11.5 * unit)
        let (padding, tagHeight) = (5 * unit, 18 * unit)
        let margin = 2 * unit
        var placer = TagPlacer(
            frame: Rect(minX: margin, minY: margin, maxX: width - margin, maxY: height - margin), boxes: boxes,
            gap: unit)
        var body = ""
        for index in order {
            let label = labels[index]
            let hiddenPercent = Int(((label.hiddenShare ?? 0) * 100).rounded())
            let note = hiddenPercent > 0 ? "\(hiddenPercent) % hidden" : ""
            let noteRoom = note.isEmpty ? 0 : regular.width(of: note, size: noteSize) + padding
            // A long name is cut before it hides the picture.
            let room = min(max(0.4 * width, 160 * unit), width - 2 * margin - 2 * padding - noteRoom)
            let name = bold.fitted(label.category, size: nameSize, to: room)
            let nameWidth = bold.width(of: name, size: nameSize)
            guard nameWidth > 0,
                let place = placer.place(width: nameWidth + noteRoom + 2 * padding, height: tagHeight, for: index)
            else { continue }
            body += SVG.rectangle(
                place.x, place.y, place.width, place.height, radius: 3 * unit,
                "fill=\"\(colour(of: label.category).text)\" stroke=\"#000\" stroke-opacity=\"0.5\" "
                    + "stroke-width=\"\(unit)\"")
            let (x, baseline) = (place.x + padding, place.y + 13.5 * unit)
            body += bold.line(name, x: x, baseline: baseline, size: nameSize, fill: Self.ink)
            if !note.isEmpty {
                body += regular.line(
                    note, x: x + nameWidth + padding, baseline: baseline, size: noteSize, fill: Self.ink)
            }
        }
        return body
    }

    private static let ink = "#14181c"
}
