import Findings

/// The nodes of a glTF file: each has at most one parent, and none is below itself (Khronos, "glTF 2.0 Specification",
/// 2021, §3.5.2). Assimp follows any links that the file has, into circles and through countless branches.
struct GLTFNodes {
    /// The children of each node.
    private let children: [[Int]]

    /// The most nodes. A node with several parents counts once for each use.
    private static let most = 1_000_000

    init(_ document: GLTFDocument) {
        let nodes = document.list("nodes")
        children = nodes.map { node in (node["children"] as? [Int] ?? []).filter(nodes.indices.contains) }
    }

    /// Throws `.inconsistent` where the nodes make no tree.
    func check(_ name: String) throws(RenderingError) {
        // How often each node is a child, and on how many ways it is reached from the roots.
        var uses = [Int](repeating: 0, count: children.count)
        for child in children.joined() { uses[child] += 1 }
        var ways = uses.map { $0 == 0 ? 1 : 0 }
        var open = uses.indices.filter { uses[$0] == 0 }
        var (seen, total) = (0, 0)
        while let node = open.popLast() {
            seen += 1
            total += ways[node]
            guard total <= Self.most else {
                throw RenderingError(
                    .inconsistent, file: name,
                    "its nodes hang on several others each, and make more than \(Self.most): in a glTF file a node hangs on "
                        + "one other")
            }
            for child in children[node] {
                ways[child] = min(Self.most, ways[child]) + min(Self.most, ways[node])
                uses[child] -= 1
                if uses[child] == 0 { open.append(child) }
            }
        }
        guard seen == children.count else {
            let node = uses.firstIndex { $0 > 0 } ?? 0
            throw RenderingError(
                .inconsistent, file: name, "its node \(node) hangs below itself, or below one that does")
        }
    }
}
