import Foundation

/// A Markdown page for readers: the README, CONTRIBUTING, or one of docs/.
struct Page: CustomStringConvertible {
    /// From the top of the repository.
    let path: String
    let text: String

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    init(_ path: String) throws {
        self.path = path
        text = try String(contentsOf: Page.repository.appendingPathComponent(path), encoding: .utf8)
    }

    static func all() throws -> [Page] {
        let docs = try FileManager.default.contentsOfDirectory(atPath: repository.appendingPathComponent("docs").path)
        return try
            (["README.md", "CONTRIBUTING.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 })
            .map { try Page($0) }
    }

    var description: String { path }

    /// An example of the page.
    struct Block {
        var language: String
        /// Of its first line in the page, counted from 1.
        var line: Int
        var text: String
    }

    var blocks: [Block] {
        var blocks: [Block] = []
        var open: Block?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(block)
                    open = nil
                } else {
                    open = Block(language: String(line.dropFirst(3)), line: index + 2, text: "")
                }
            } else {
                open?.text += line + "\n"
            }
        }
        return blocks
    }

    /// The commands of its examples for a shell, each as its words.
    var commands: [(line: Int, words: [String])] {
        blocks.filter { ["sh", "console"].contains($0.language) }.flatMap { block in
            block.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
                Page.commands(line).map { (block.line + index, $0) }
            }
        }
    }

    /// The parts of a line of shell that `&&`, `;`, `|` and `>` separate, each split into words.
    private static func commands(_ line: Substring) -> [[String]] {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        func end() {
            if let word { commands[commands.count - 1].append(word) }
            word = nil
        }
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == "#", word == nil {
                break
            } else if character == " " {
                end()
            } else if "&;|>".contains(character) {
                end()
                commands.append([])
            } else {
                word = (word ?? "") + String(character)
            }
        }
        end()
        return commands.filter { !$0.isEmpty }
    }

    /// The files of the repository that it links to, without what stands behind `#`.
    var links: [String] {
        text.components(separatedBy: "](").dropFirst().compactMap { rest in
            let target = rest.prefix { $0 != ")" && $0 != "#" }
            return target.isEmpty || target.contains("://") ? nil : String(target)
        }
    }
}
