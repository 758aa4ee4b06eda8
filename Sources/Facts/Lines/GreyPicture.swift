/// A picture in shades of grey, row by row, 0 to 255.
package struct GreyPicture: Sendable {
    package let width: Int
    package let height: Int
    package var values: [Float]

    package init(width: Int, height: Int, values: [Float]) {
        precondition(values.count == width * height, "a value for each pixel")
        (self.width, self.height, self.values) = (width, height, values)
    }
}
