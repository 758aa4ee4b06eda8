import Cards
import Drawings
import Findings
import Foundation
import Pictures

/// The words that a pipeline's lists give to one font, with the chance of each.
struct Corpus: Sendable {
    let words: [String]
    /// The sum of the chances up to each word, of which the last is 1.
    private let sums: [Double]

    /// - Parameter balance: the share of drawn words that each character is to be in, at least.
    init(_ words: [String], balance: Double) {
        self.words = words
        var (sums, sum) = ([Double](), 0.0)
        for chance in Self.chances(words, balance: balance) {
            sum += chance
            sums.append(sum)
        }
        self.sums = sums.map { $0 / max(sum, .leastNonzeroMagnitude) }
    }

    func draw(by stream: inout RandomStream) -> String {
        let wanted = stream.unit()
        var (low, high) = (0, words.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return words[low]
    }

    /// The chance of each word, so that every character is in the wanted share of the words, as far as that can be.
    ///
    /// The need of a character is known before anything is drawn, so an image's words depend on no other image. Each round
    /// raises the chances of the words with the characters that are lacking: iterative proportional fitting, after Deming
    /// and Stephan, "On a least squares adjustment of a sampled frequency table" (1940), for lower bounds alone.
    private static func chances(_ words: [String], balance: Double) -> [Double] {
        var chances = [Double](repeating: 1 / Double(max(1, words.count)), count: words.count)
        guard balance > 0, !words.isEmpty else { return chances }
        var (numbers, members) = ([Character: Int](), [[Int]]())
        for (place, word) in words.enumerated() {
            for character in Set(word) where !character.isWhitespace {
                if let number = numbers[character] {
                    members[number].append(place)
                } else {
                    numbers[character] = members.count
                    members.append([place])
                }
            }
        }
        // The order of a set of characters must not reach the sums.
        members.sort { $0.lexicographicallyPrecedes($1) }
        // All chances have this factor, so that a round touches only the words that gain.
        var factor = 1.0
        for _ in 0..<rounds {
            var isLacking = false
            for places in members {
                let share = factor * places.reduce(0) { $0 + chances[$1] }
                guard share < balance * (1 - 1e-3) else { continue }
                isLacking = true
                // The others give up what these gain.
                let (up, down) = (balance / share, (1 - balance) / max(1e-9, 1 - share))
                factor *= down
                for place in places { chances[place] *= up / down }
            }
            if !isLacking { break }
        }
        return chances.map { $0 * factor }
    }

    private static let rounds = 60
}
