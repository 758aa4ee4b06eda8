import Cards
package import Datasets
package import Geometry

/// Chooses the images of a report while the dataset is read: the worst of several kinds, some at random, and some of
/// each category. It keeps numbers, and neither pixels nor labels; the same dataset gives the same choice.
package struct ReportSelection: Sendable {
    /// An image, and the label that it is chosen for.
    package struct Choice: Hashable, Sendable {
        package let photo: Int
        package let label: Int?
        fileprivate let rank: Double
    }

    /// The lowest of all that were offered, each photo once.
    package struct Lowest: Hashable, Sendable {
        fileprivate let limit: Int
        package fileprivate(set) var choices: [Choice] = []

        fileprivate mutating func offer(_ choice: Choice) {
            if let known = choices.firstIndex(where: { $0.photo == choice.photo }) {
                guard choice.rank < choices[known].rank else { return }
                choices.remove(at: known)
            } else if choices.count == limit {
                guard let last = choices.last, choice.rank < last.rank else { return }
                choices.removeLast()
            }
            let place = choices.firstIndex { choice.rank < $0.rank } ?? choices.count
            choices.insert(choice, at: place)
        }
    }

    package private(set) var hidden = Lowest(limit: 8)
    package private(set) var smallest = Lowest(limit: 8)
    package private(set) var cutOff = Lowest(limit: 8)
    package private(set) var crowded = Lowest(limit: 8)
    package private(set) var random = Lowest(limit: 24)
    /// For each category some images, in the order of the categories.
    package private(set) var examples: [Lowest]

    /// The most images that are chosen for their categories.
    private static let mostExamples = 60

    /// - Parameter categories: the number of categories.
    package init(categories: Int) {
        let each = min(4, max(1, Self.mostExamples / max(1, categories)))
        examples = [Lowest](repeating: Lowest(limit: each), count: min(categories, Self.mostExamples))
    }

    /// - Parameter categories: places of categories by their ids.
    package mutating func add(_ photo: DatasetSurvey.Photo, categories: [Int: Int]) {
        guard photo.hasPicture else { return }
        let labels = photo.labels.annotations
        func choice(_ label: Int?, _ rank: Double) -> Choice { Choice(photo: photo.index, label: label, rank: rank) }
        random.offer(choice(nil, Self.chance(photo.index, 0)))
        if labels.count > 1 { crowded.offer(choice(nil, -Double(labels.count))) }
        for (place, label) in labels.enumerated() where !label.isCrowd {
            guard let box = label.box else { continue }
            smallest.offer(choice(place, box.area))
            if let share = label.visibility, share < 0.99 { hidden.offer(choice(place, share)) }
            if let share = label.truncation, share > 0.01 { cutOff.offer(choice(place, -share)) }
        }
        for place in Set(labels.compactMap { categories[$0.categoryID] }).sorted() where place < examples.count {
            examples[place].offer(choice(nil, Self.chance(photo.index, place + 1)))
        }
    }

    /// A number below 1 that is the same for the same image.
    private static func chance(_ photo: Int, _ purpose: Int) -> Double {
        let hash = SplitMix.hash(SplitMix.hash(UInt64(photo)) &+ UInt64(purpose))
        return Double(hash >> 11) * 0x1p-53
    }

    /// The part of a photo around a label that shows it with its surroundings.
    package static func view(of box: Rect, width: Int, height: Int) -> PixelRect {
        let side = max(max(box.width, box.height) * 3, 200, Double(min(width, height)) / 6)
        let (shownWidth, shownHeight) = (min(width, Int(side * 4 / 3)), min(height, Int(side)))
        let left = min(max(0, Int(box.center.x) - shownWidth / 2), width - shownWidth)
        let top = min(max(0, Int(box.center.y) - shownHeight / 2), height - shownHeight)
        return PixelRect(minX: left, minY: top, maxX: left + shownWidth, maxY: top + shownHeight)
    }
}
