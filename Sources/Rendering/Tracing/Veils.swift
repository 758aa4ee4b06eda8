/// What share of the light of eight samples each of the instances stops that their rays meet one behind the other, for
/// every layer on the way.
///
/// For one thread at a time.
final class Veils {
    private let memory: UnsafeMutablePointer<(instance: Int32, share: Float)>
    private var count = 0

    init() {
        // For every ray all layers, and what it ends on.
        memory = .allocate(capacity: 8 * (PathTracer.mostLayers + 1))
    }

    deinit {
        memory.deallocate()
    }

    @inline(__always) func append(_ instance: Int32, _ share: Float) {
        memory[count] = (instance, share)
        count += 1
    }

    func removeAll() { count = 0 }

    @inline(__always) func each(_ body: (_ instance: Int32, _ share: Float) -> Void) {
        for index in 0..<count { body(memory[index].instance, memory[index].share) }
    }
}
