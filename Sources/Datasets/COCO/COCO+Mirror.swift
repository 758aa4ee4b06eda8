import JSON

extension COCO.Category {
    /// The member that gives, for each keypoint, the index of its partner in a mirror; the name comes from YOLO.
    package static let mirrorName = "flip_idx"

    /// Whether `flip_idx` is given.
    var saysMirror: Bool { writtenMirror != nil }

    private var writtenMirror: [Int]? { extra[Self.mirrorName]?.elements?.compactMap(\.integer) }

    /// For each of a number of keypoints, the index of the one that it becomes in a mirrored picture: as `flip_idx`
    /// says, otherwise by the names, `left_eye` for `right_eye`. A keypoint without such a partner keeps its index.
    package func mirrored(count: Int) -> [Int] {
        if let written = writtenMirror, written.sorted() == Array(0..<count) { return written }
        guard let names = keypoints, names.count == count else { return Array(0..<count) }
        return KeypointSides(names).partners.enumerated().map { $1 ?? $0 }
    }

    /// The keypoints whose names say a side although the other side has no keypoint: in a mirror they keep their names.
    package var keypointsWithoutPartner: [String] {
        guard let names = keypoints else { return [] }
        if let written = writtenMirror, written.sorted() == Array(names.indices) { return [] }
        let sides = KeypointSides(names)
        return names.indices.filter { sides.saysSide[$0] && sides.partners[$0] == nil }.map { names[$0] }
    }
}

/// Which keypoints change places in a mirror, by their names.
///
/// A side is a word of the name: `left` or `right`, or the letter `l` or `r`, wherever the word stands: `left_eye`,
/// `Left Eye`, `eyeLeft`, `l_eye`, `LEye`, `eye.R`. Where a name is one word, its beginning or end may be the side:
/// `lefteye`, `reye`, `eyel`; a single letter is taken for one only where both names are there. Two names are partners
/// where they are the same but for their sides.
struct KeypointSides {
    /// For each keypoint the index of the other side; nil where there is none.
    private(set) var partners: [Int?]
    /// For each keypoint, whether the name says a side in a word of its own.
    private(set) var saysSide: [Bool]

    private enum Side: Hashable { case left, right }

    /// A name without its side.
    private struct Reading: Hashable {
        /// Its words in small letters, with nothing in place of the side.
        var words: [String]
        var place: Int
        /// Whether the side is a single letter.
        var isLetter: Bool
    }

    init(_ names: [String]) {
        partners = Array(repeating: nil, count: names.count)
        saysSide = []
        var known: [Reading: (left: [Int], right: [Int])] = [:]
        var readings: [[(Reading, Side)]] = []
        for (index, name) in names.enumerated() {
            let words = Self.words(of: name)
            let own = Self.sides(amongst: words)
            readings.append(own + Self.sides(within: words))
            saysSide.append(!own.isEmpty)
            for (reading, side) in readings[index] {
                if side == .left { known[reading, default: ([], [])].left.append(index) }
                if side == .right { known[reading, default: ([], [])].right.append(index) }
            }
        }
        for index in names.indices {
            for (reading, side) in readings[index] where partners[index] == nil {
                guard let both = known[reading], both.left.count == 1, both.right.count == 1 else { continue }
                let partner = side == .left ? both.right[0] : both.left[0]
                guard partners[partner] == nil, partner != index else { continue }
                (partners[index], partners[partner]) = (partner, index)
            }
        }
    }

    /// A name's words in small letters. A word ends at a character that is no letter or digit, at a capital after a
    /// small letter, and before the last of several capitals that a small letter follows.
    private static func words(of name: String) -> [String] {
        var (words, word): ([String], [Character]) = ([], [])
        let letters = Array(name)
        for (index, letter) in letters.enumerated() {
            guard letter.isLetter || letter.isNumber else {
                words.append(String(word))
                word = []
                continue
            }
            if letter.isUppercase, let last = word.last {
                let next = index + 1 < letters.count ? letters[index + 1] : " "
                if !last.isUppercase || next.isLowercase {
                    words.append(String(word))
                    word = []
                }
            }
            word.append(letter)
        }
        words.append(String(word))
        return words.filter { !$0.isEmpty }.map { $0.lowercased() }
    }

    /// The readings in which a whole word is a side.
    private static func sides(amongst words: [String]) -> [(Reading, Side)] {
        words.enumerated().compactMap { index, word in
            let side: Side? = ["left", "l"].contains(word) ? .left : ["right", "r"].contains(word) ? .right : nil
            guard let side else { return nil }
            var rest = words
            rest[index] = ""
            return (Reading(words: rest, place: index, isLetter: word.count == 1), side)
        }
    }

    /// The readings in which a word begins or ends with a side.
    private static func sides(within words: [String]) -> [(Reading, Side)] {
        words.enumerated().flatMap { place, word -> [(Reading, Side)] in
            [("left", Side.left), ("right", .right), ("l", .left), ("r", .right)].flatMap { side, value in
                var found: [(Reading, Side)] = []
                func add(_ rest: Substring, _ mark: (String) -> String) {
                    guard rest.count >= 2 else { return }
                    var others = words
                    others[place] = mark(String(rest))
                    found.append((Reading(words: others, place: place, isLetter: side.count == 1), value))
                }
                if word.hasPrefix(side) { add(word.dropFirst(side.count)) { "-" + $0 } }
                if word.hasSuffix(side) { add(word.dropLast(side.count)) { $0 + "-" } }
                return found
            }
        }
    }
}
