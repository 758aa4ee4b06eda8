/// Memory that grows to what is asked for and is kept for the next time. A class because it must be freed.
final class Scratch {
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 64)

    deinit {
        memory.deallocate()
    }

    /// At least that many bytes, aligned to 64, of undefined content; what was given out before is no longer valid.
    func reserve(_ byteCount: Int) -> UnsafeMutableRawPointer {
        if memory.count < byteCount {
            memory.deallocate()
            memory = .allocate(byteCount: byteCount, alignment: 64)
        }
        guard let base = memory.baseAddress else { preconditionFailure("the memory is never empty") }
        return base
    }

    /// Room for that many elements of a trivial type.
    func reserve<Element: BitwiseCopyable>(_ count: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
        reserve(count * MemoryLayout<Element>.stride).bindMemory(to: type, capacity: count)
    }
}
