extension Decoder {
    /// A list of exactly `count` numbers. Throws `DecodingError.dataCorrupted` when there are fewer or more.
    func numbers(count: Int) throws -> [Double] {
        var list = try unkeyedContainer()
        var numbers: [Double] = []
        numbers.reserveCapacity(count)
        while !list.isAtEnd, numbers.count <= count {
            numbers.append(try list.decode(Double.self))
        }
        guard numbers.count == count else {
            throw DecodingError.dataCorruptedError(in: list, debugDescription: "expected a list of \(count) numbers")
        }
        return numbers
    }
}

extension Encoder {
    func encode(numbers: [Double]) throws {
        var list = unkeyedContainer()
        try list.encode(contentsOf: numbers)
    }
}
