/// A sink for bytes, such as a file or a socket.
protocol ByteSink {
    /// Throws where the bytes cannot be written.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(BrokenStream)
}

/// A source of bytes, one after the other.
protocol ByteSource {
    /// Fills the whole buffer. Throws where too few bytes are left.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BrokenStream)

    /// The most bytes that may still come: a larger stated count is not believed.
    var left: Int { get }
}

/// Why a stream cannot be read or written on.
enum BrokenStream: Error, Hashable {
    /// The other end is gone.
    case ended
    /// Nothing arrived in time.
    case late
    /// The bytes are not the expected ones: in words for a developer.
    case malformed(String)
}

extension ByteSink {
    /// Writes a plain value. Its bits mean the same at both ends: the same program on the same machine.
    mutating func write<Value: BitwiseCopyable>(_ value: Value) throws(BrokenStream) {
        try write([value][...])
    }

    /// Writes a count, and then the values as they lie in memory.
    mutating func write<Value: BitwiseCopyable>(list: [Value]) throws(BrokenStream) {
        try write(UInt64(list.count))
        try write(list[...])
    }

    mutating func write(_ text: String) throws(BrokenStream) {
        try write(list: Array(text.utf8))
    }

    private mutating func write<Value: BitwiseCopyable>(_ values: ArraySlice<Value>) throws(BrokenStream) {
        let result = values.withUnsafeBytes { bytes in
            Result { () throws(BrokenStream) in try self.write(bytes) }
        }
        try result.get()
    }
}

extension ByteSource {
    /// A number of a type for which any bits are valid.
    mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) throws(BrokenStream) -> Value {
        try list(of: Value.self, count: 1)[0]
    }

    mutating func float() throws(BrokenStream) -> Float {
        let value = Float(bitPattern: try read(UInt32.self))
        guard value.isFinite else { throw .malformed("a number is not finite") }
        return value
    }

    /// Integers, floats or vectors of them, for which any bits are valid.
    mutating func list<Value: BitwiseCopyable>(of type: Value.Type) throws(BrokenStream) -> [Value] {
        let stated = try read(UInt64.self)
        guard let count = Int(exactly: stated) else { throw .malformed("a list states \(stated) values") }
        return try list(of: type, count: count)
    }

    mutating func text() throws(BrokenStream) -> String {
        String(decoding: try list(of: UInt8.self), as: UTF8.self)
    }

    private mutating func list<Value: BitwiseCopyable>(
        of type: Value.Type, count: Int
    ) throws(BrokenStream) -> [Value] {
        let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Value>.stride)
        guard !overflows, bytes <= left else { throw .malformed("a list states \(count) values, more than may come") }
        var result = Result<Void, BrokenStream>.success(())
        let values = [Value](unsafeUninitializedCapacity: count) { buffer, filled in
            result = Result { () throws(BrokenStream) in
                try self.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<bytes]))
            }
            if case .success = result { filled = count }
        }
        try result.get()
        return values
    }
}
