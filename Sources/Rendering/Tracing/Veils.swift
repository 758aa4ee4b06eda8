/// For eight samples, each layer that their rays meet: its instance, and the share of the light that it stops.
///
/// One thread uses it at a time.
final class Veils {
    private let memory: UnsafeMutablePointer<(instance: Int32, share: Float)>
    private var count = 0

    init() {
        // For every ray all layers, and the surface that it ends on.
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
