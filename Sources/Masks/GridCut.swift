/// The least cut of a grid graph whose nodes are pixels, each with arcs to its eight neighbours, to a source and to a
/// sink.
///
/// Boykov and Kolmogorov, "An Experimental Comparison of Min-Cut/Max-Flow Algorithms for Energy Minimization in Vision",
/// PAMI 26 (2004), doi:10.1109/TPAMI.2004.60: two search trees grow from the terminals until they touch, the path is
/// filled, and what it cuts off looks for a new parent. Distances to the terminals are kept by time stamps, as in their
/// section 4. The result depends on the capacities alone. All memory is allocated once.
package struct GridCut {
    package let width: Int
    package let height: Int

    /// A ring of nodes without arcs goes round the grid, so that no neighbour has to be checked.
    private let stride: Int
    private let offsets: [Int]
    /// What more can flow from node n in direction d: element 8 · n + d.
    private var residuals: [Float]
    /// What more can flow from the source to a node, less than 0 for what can flow from it to the sink.
    private var terminals: [Float]
    private var parents: [UInt8]
    private var isSink: [Bool]
    private var stamps: [Int32]
    private var distances: [Int32]
    private var isQueued: [Bool]
    private var active: Queue
    private var orphans: Queue
    private var time: Int32 = 0

    /// The neighbours' offsets, opposite ones four apart: direction d comes back by d ^ 4.
    package static let directions: [(x: Int, y: Int)] = [
        (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1),
    ]

    private static let toTerminal: UInt8 = 8
    private static let orphan: UInt8 = 9
    private static let none: UInt8 = 10

    package init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        let stride = width + 2
        self.stride = stride
        offsets = GridCut.directions.map { $0.y * stride + $0.x }
        let count = stride * (height + 2)
        residuals = [Float](repeating: 0, count: count * 8)
        terminals = [Float](repeating: 0, count: count)
        parents = [UInt8](repeating: GridCut.none, count: count)
        isSink = [Bool](repeating: false, count: count)
        stamps = [Int32](repeating: 0, count: count)
        distances = [Int32](repeating: 0, count: count)
        isQueued = [Bool](repeating: false, count: count)
        active = Queue(capacity: count)
        orphans = Queue(capacity: count)
    }

    /// Forgets all capacities and flows.
    package mutating func reset() {
        for index in residuals.indices { residuals[index] = 0 }
        for index in terminals.indices { terminals[index] = 0 }
    }

    /// Sets what may flow between a pixel and its neighbour in a direction, both ways. The neighbour is in the grid.
    package mutating func connect(x: Int, y: Int, direction: Int, capacity: Float) {
        let node = (y + 1) * stride + x + 1
        residuals[node * 8 + direction] = capacity
        residuals[(node + offsets[direction]) * 8 + (direction ^ 4)] = capacity
    }

    /// Sets what may flow from the source to a pixel and from it to the sink. What flows through both is no cut's choice
    /// and is taken off.
    package mutating func attach(x: Int, y: Int, source: Float, sink: Float) {
        terminals[(y + 1) * stride + x + 1] = source - sink
    }

    /// Finds the cut. `isSource` then has the side of each pixel.
    package mutating func cut() {
        time = 0
        active.removeAll()
        orphans.removeAll()
        for node in terminals.indices {
            stamps[node] = 0
            isQueued[node] = false
            parents[node] = terminals[node] == 0 ? GridCut.none : GridCut.toTerminal
            isSink[node] = terminals[node] < 0
            distances[node] = 1
            if terminals[node] != 0 { activate(node) }
        }
        var current = -1
        while true {
            var node = current
            if node < 0 || parents[node] == GridCut.none {
                guard let next = nextActive() else { break }
                node = next
            }
            current = -1
            guard let meeting = grow(from: node) else { continue }
            time &+= 1
            current = node
            augment(meeting.source, meeting.direction)
            while let orphan = orphans.popFirst() { adopt(orphan) }
        }
    }

    /// Whether a pixel is on the source's side. What neither reaches is on the sink's.
    package func isSource(x: Int, y: Int) -> Bool {
        let node = (y + 1) * stride + x + 1
        return parents[node] != GridCut.none && !isSink[node]
    }

    // MARK: - The three stages

    private mutating func activate(_ node: Int) {
        guard !isQueued[node] else { return }
        isQueued[node] = true
        active.append(node)
    }

    private mutating func nextActive() -> Int? {
        while let node = active.popFirst() {
            isQueued[node] = false
            if parents[node] != GridCut.none { return node }
        }
        return nil
    }

    /// Lets the tree of a node take its free neighbours; returns the arc on which it meets the other tree.
    private mutating func grow(from node: Int) -> (source: Int, direction: Int)? {
        let sink = isSink[node]
        for direction in 0..<8 {
            let other = node + offsets[direction]
            let residual = sink ? residuals[other * 8 + (direction ^ 4)] : residuals[node * 8 + direction]
            guard residual > 0 else { continue }
            if parents[other] == GridCut.none {
                isSink[other] = sink
                parents[other] = UInt8(direction ^ 4)
                stamps[other] = stamps[node]
                distances[other] = distances[node] + 1
                activate(other)
            } else if isSink[other] != sink {
                return sink ? (other, direction ^ 4) : (node, direction)
            } else if stamps[other] <= stamps[node], distances[other] > distances[node] {
                // A shorter way to the terminal.
                parents[other] = UInt8(direction ^ 4)
                stamps[other] = stamps[node]
                distances[other] = distances[node] + 1
            }
        }
        return nil
    }

    /// Fills the path through an arc from the source's tree to the sink's.
    private mutating func augment(_ source: Int, _ direction: Int) {
        let sink = source + offsets[direction]
        var least = residuals[source * 8 + direction]
        var node = source
        while parents[node] != GridCut.toTerminal {
            let up = Int(parents[node])
            let parent = node + offsets[up]
            least = min(least, residuals[parent * 8 + (up ^ 4)])
            node = parent
        }
        least = min(least, terminals[node])
        node = sink
        while parents[node] != GridCut.toTerminal {
            let up = Int(parents[node])
            least = min(least, residuals[node * 8 + up])
            node += offsets[up]
        }
        least = min(least, -terminals[node])

        residuals[source * 8 + direction] -= least
        residuals[sink * 8 + (direction ^ 4)] += least
        node = source
        while parents[node] != GridCut.toTerminal {
            let up = Int(parents[node])
            let parent = node + offsets[up]
            residuals[node * 8 + up] += least
            residuals[parent * 8 + (up ^ 4)] -= least
            if residuals[parent * 8 + (up ^ 4)] <= 0 { leave(node) }
            node = parent
        }
        terminals[node] -= least
        if terminals[node] <= 0 { leave(node) }
        node = sink
        while parents[node] != GridCut.toTerminal {
            let up = Int(parents[node])
            let parent = node + offsets[up]
            residuals[parent * 8 + (up ^ 4)] += least
            residuals[node * 8 + up] -= least
            if residuals[node * 8 + up] <= 0 { leave(node) }
            node = parent
        }
        terminals[node] += least
        if terminals[node] >= 0 { leave(node) }
    }

    private mutating func leave(_ node: Int) {
        parents[node] = GridCut.orphan
        orphans.append(node)
    }

    /// Finds a new parent for an orphan in its tree, the one nearest to the terminal; without one it becomes free.
    private mutating func adopt(_ node: Int) {
        let sink = isSink[node]
        var best = (direction: -1, distance: Int32.max)
        for direction in 0..<8 {
            let other = node + offsets[direction]
            let residual = sink ? residuals[node * 8 + direction] : residuals[other * 8 + (direction ^ 4)]
            guard residual > 0, parents[other] != GridCut.none, isSink[other] == sink,
                let distance = distanceToTerminal(other), distance < best.distance
            else { continue }
            best = (direction, distance)
        }
        if best.direction >= 0 {
            parents[node] = UInt8(best.direction)
            stamps[node] = time
            distances[node] = best.distance + 1
            return
        }
        parents[node] = GridCut.none
        for direction in 0..<8 {
            let other = node + offsets[direction]
            guard parents[other] != GridCut.none, isSink[other] == sink else { continue }
            let residual = sink ? residuals[node * 8 + direction] : residuals[other * 8 + (direction ^ 4)]
            if residual > 0 { activate(other) }
            if parents[other] == UInt8(direction ^ 4) { leave(other) }
        }
    }

    /// How far a node is from its terminal; nil where its way there is cut off. The way is marked with the time.
    private mutating func distanceToTerminal(_ node: Int) -> Int32? {
        var (steps, at): (Int32, Int) = (0, node)
        while true {
            if stamps[at] == time, parents[at] != GridCut.orphan {
                steps += distances[at]
                break
            }
            if parents[at] == GridCut.toTerminal {
                stamps[at] = time
                distances[at] = 1
                steps += 1
                break
            }
            if parents[at] == GridCut.orphan { return nil }
            steps += 1
            at += offsets[Int(parents[at])]
        }
        let whole = steps
        at = node
        while stamps[at] != time {
            stamps[at] = time
            distances[at] = steps
            steps -= 1
            at += offsets[Int(parents[at])]
        }
        return whole
    }

    /// A queue that never holds a node twice, in a ring.
    private struct Queue {
        private var nodes: [Int32]
        private var first = 0
        private var count = 0

        init(capacity: Int) { nodes = [Int32](repeating: 0, count: capacity + 1) }

        mutating func removeAll() { (first, count) = (0, 0) }

        mutating func append(_ node: Int) {
            var place = first + count
            if place >= nodes.count { place -= nodes.count }
            nodes[place] = Int32(truncatingIfNeeded: node)
            count += 1
        }

        mutating func popFirst() -> Int? {
            guard count > 0 else { return nil }
            let node = Int(nodes[first])
            first = first + 1 == nodes.count ? 0 : first + 1
            count -= 1
            return node
        }
    }
}
