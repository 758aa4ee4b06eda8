import Findings
import Foundation

/// The names of a dataset's categories, and the oddities among them.
struct CategoryNames {
    private(set) var categories: [COCO.Category]
    /// Categories without a name.
    private var nameless: [Finding] = []
    /// Names that a reader may mistake for each other.
    private(set) var likenesses: [Finding] = []
    var problems: [Finding] { nameless + likenesses }

    /// A category without a name gets one from its id: “category 7”.
    init(_ categories: [COCO.Category]) {
        self.categories = categories
        var alike: [String: String] = [:]
        var seen: Set<String> = []
        for index in categories.indices {
            let category = categories[index]
            guard category.name.contains(where: { !$0.isWhitespace }) else {
                self.categories[index].name = "category \(category.id)"
                nameless.append(
                    Finding(
                        .warning, .missingValue, subject: "category \(category.id)",
                        "it has no name, and goes by “category \(category.id)”"))
                continue
            }
            guard seen.insert(category.name).inserted else { continue }
            let key = Self.key(category.name)
            if let other = alike[key] {
                likenesses.append(
                    Finding(
                        .warning, .alikeNames, subject: "category \(category.id)",
                        "“\(category.name)” differs from “\(other)” by case or blanks alone; they stay two categories"))
            } else {
                alike[key] = category.name
            }
        }
    }

    /// The same key for names that a reader may mistake for each other.
    private static func key(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .precomposedStringWithCompatibilityMapping
    }
}
