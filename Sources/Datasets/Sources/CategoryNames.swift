import Cards
import Findings
import Foundation

/// The names of a dataset's categories, and the oddities among them.
struct CategoryNames {
    private(set) var categories: [COCO.Category]
    /// Categories whose id an earlier one has; they are left out, since labels name no more than an id.
    private(set) var repeated: [Finding] = []
    /// Categories without a name.
    private var nameless: [Finding] = []
    /// Names that two categories have, or that a reader may mistake for each other.
    private var likenesses: [Finding] = []
    /// Names with characters that XML and lists of lines do not have.
    private var unwritable: [Finding] = []
    /// All that is odd about names that there are.
    var doubts: [Finding] { likenesses + unwritable }
    var problems: [Finding] { nameless + doubts }

    /// A category without a name gets one from its id: “category 7”.
    init(_ all: [COCO.Category]) {
        var named: [Int: String] = [:]
        var categories: [COCO.Category] = []
        for category in all {
            guard let first = named[category.id] else {
                named[category.id] = category.name
                categories.append(category)
                continue
            }
            repeated.append(
                Finding(
                    .warning, .repeatedID, subject: "category \(category.id)",
                    "the id is used twice, for “\(first)” and “\(category.name)”; its labels go by “\(first)”"))
        }
        self.categories = categories
        var alike: [String: String] = [:]
        var seen: [String: Int] = [:]
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
            if let first = seen[category.name] {
                likenesses.append(
                    Finding(
                        .warning, .alikeNames, subject: "category \(category.id)",
                        "it has the same name as category \(first), “\(category.name)”; they stay two categories"))
                continue
            }
            seen[category.name] = category.id
            if let control = category.name.unicodeScalars.first(where: \.isControl) {
                unwritable.append(
                    Finding(
                        .warning, .badValue, subject: "category \(category.id)",
                        "its name “\(category.name.showingControls)” has the control character \(control.code), which "
                            + "not every format can hold: it is written as \u{FFFD} there"))
            }
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

extension String {
    /// With a sign in place of each control character, as a terminal would obey them.
    var showingControls: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
    }
}
