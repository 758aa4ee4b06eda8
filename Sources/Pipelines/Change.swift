import Cards

/// One `--set key.path=value`.
struct Change {
    let path: [String]
    let value: Node
    let position: Position

    /// - Throws: when there is no `=`, or the value is not YAML.
    init(_ text: String) throws(Diagnostic) {
        let source = Source(name: "--set \(text)", text: text)
        position = Position(source: source, line: 1, column: 1)
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw Diagnostic(.rule("expected key.path=value, such as scene.count=3"), at: position)
        }
        path = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        // Spaces stand for the key, so that positions in the value are those in the option.
        let value =
            String(repeating: " ", count: text.distance(from: text.startIndex, to: equals) + 1)
            + text[text.index(after: equals)...]
        self.value = try Node(parsing: Source(name: source.name, text: value)).moved(to: source)
    }
}

extension Node {
    /// Puts a change's value where its path points: at a key of a map, or at an element of a list by its number from 0.
    /// Maps on the way are made where they are missing.
    mutating func apply(_ change: Change) throws(Diagnostic) {
        try apply(change, depth: 0)
    }

    private mutating func apply(_ change: Change, depth: Int) throws(Diagnostic) {
        guard depth < change.path.count else {
            self = change.value
            return
        }
        let key = change.path[depth]
        switch content {
        case .sequence(var nodes):
            guard let index = Int(key), nodes.indices.contains(index) else {
                let before = change.path[..<depth].joined(separator: ".")
                throw Diagnostic(
                    .rule("“\(before)” is a list of \(nodes.count): expected a number from 0, found “\(key)”"),
                    at: change.position)
            }
            try nodes[index].apply(change, depth: depth + 1)
            content = .sequence(nodes)
        case .mapping(var pairs):
            if let index = pairs.firstIndex(where: { $0.key == key }) {
                try pairs[index].value.apply(change, depth: depth + 1)
            } else {
                var value = Node(.mapping([]), at: change.position)
                try value.apply(change, depth: depth + 1)
                pairs.append(Pair(key: key, keyPosition: change.position, value: value))
            }
            content = .mapping(pairs)
        case .scalar:
            self = Node(.mapping([]), at: change.position)
            try apply(change, depth: depth)
        }
    }

    fileprivate func moved(to source: Source) -> Node {
        func move(_ position: Position) -> Position {
            Position(source: source, line: position.line, column: position.column)
        }
        var moved = self
        moved.position = move(position)
        switch content {
        case .scalar: break
        case .sequence(let nodes): moved.content = .sequence(nodes.map { $0.moved(to: source) })
        case .mapping(let pairs):
            moved.content = .mapping(
                pairs.map {
                    Pair(key: $0.key, keyPosition: move($0.keyPosition), value: $0.value.moved(to: source))
                })
        }
        return moved
    }
}
