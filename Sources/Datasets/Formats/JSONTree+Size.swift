import JSON

extension JSONTree {
    /// A picture's size in the notation of COCO and Datumaro: height and width, whole numbers from 0.
    var size: (width: Int, height: Int)? {
        guard let elements, elements.count == 2, let height = elements[0].integer, let width = elements[1].integer,
            (0...LabelNumber.longestSide).contains(height), (0...LabelNumber.longestSide).contains(width)
        else { return nil }
        return (width, height)
    }
}
