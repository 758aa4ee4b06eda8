import Cards
package import Geometry
package import Scenes

extension ViewGuess {
    /// What the guess adds to what is known: nothing where it is not sure.
    ///
    /// - Parameter known: facts that are not guessed.
    package func facts(besides known: PhotoFacts) -> PhotoFacts {
        var facts = PhotoFacts()
        guard isSure else { return facts }
        if known.horizon == nil, known.pitch == nil {
            facts.horizon = horizon
            if known.roll == nil { facts.roll = rollThatCounts }
        }
        if known.fieldOfView == nil, isFieldSure { facts.fieldOfView = fieldOfView }
        return facts
    }

    /// The roll; nil for one of less than half a degree, which is within the error.
    package var rollThatCounts: Angle? { abs(roll.degrees) >= 0.5 ? roll : nil }

    /// A guess for a person, without the end of its sentence.
    ///
    /// - Parameter guess: nil where there are next to no straight edges.
    package static func words(_ guess: ViewGuess?) -> String {
        guard let guess else { return "horizon by straight edges: not sure, for there are next to none" }
        let row = guess.horizon.asShare
        guard guess.isSure else { return "horizon by straight edges: not sure (perhaps \(row))" }
        return "horizon by straight edges: \(row), roll \(guess.roll.degrees.inThreeDigits)°; "
            + "\(Int((guess.explained * 100).rounded())) % of the edges fit"
    }
}

extension Double {
    /// A share of a photo's height as people write it.
    package var asShare: String { ((self * 1000).rounded() / 1000).plainText }
}
