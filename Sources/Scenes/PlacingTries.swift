/// The tries that it took to place the objects of one image.
package struct PlacingTries: Sendable, Hashable {
    /// Objects that got a later one of the places that their rules drew.
    package var again = 0
    /// Objects that found none of these, and got one of the places that the image has.
    package var searched = 0
    /// Objects for which the photo has no room, whatever else stands there.
    package var unfit: [MissingObject] = []

    /// Whether every window that was drawn cut a labelled thing further than `crop.keep` allows.
    package var cutsThing = false

    package init() {}

    /// Counts an object that was placed.
    ///
    /// - Parameters:
    ///   - attempt: how many places had been refused to it.
    ///   - usual: how many of them its rule drew.
    mutating func count(_ attempt: Int, ofUsual usual: Int) {
        if attempt >= usual { searched += 1 } else if attempt > 0 { again += 1 }
    }
}
