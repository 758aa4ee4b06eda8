package import Cards
package import Pictures

/// Something that happens to the whole image once the objects are in it. Labels stay as they are.
package protocol Effect: Part {
    /// - Parameter streams: the effect's own random numbers, for what is drawn pixel by pixel.
    func apply(to image: inout Raster, streams: RandomStreams)
}
