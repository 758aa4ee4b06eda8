internal import Foundation

/// The transfer curve of sRGB: IEC 61966-2-1.
package enum SRGB {
    /// The linear value of an encoded one; below 0 counts as 0.
    package static func linear(_ value: Float) -> Float {
        let value = max(0, value)
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// The same in double precision.
    package static func linear(_ value: Double) -> Double {
        let value = max(0, value)
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// The encoded value of a linear one, 0…1; values outside are cut off.
    package static func encoded(_ value: Float) -> Float {
        let value = min(1, max(0, value))
        return value <= 0.003_130_8 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
    }

    /// The same in double precision.
    package static func encoded(_ value: Double) -> Double {
        let value = min(1, max(0, value))
        return value <= 0.003_130_8 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
    }

    /// The linear value of each of the 256 bytes.
    package static let linearOfByte: [Float] = (0..<256).map { linear(Float($0) / 255) }

    /// `encoded` of a linear value, 0…1, as a byte, rounded: the same number as with the curve's power, from tables.
    @inline(__always) package static func byte(ofLinear value: Float) -> UInt8 {
        bytes.byte(ofLinear: value)
    }

    private static let bytes = Bytes()

    /// The linear values at which the byte changes, and the byte at the beginning of each of 4096 equal steps, in which
    /// it changes at most once or twice.
    ///
    /// `@unchecked Sendable`: the tables are never freed, and only read once they are made.
    private struct Bytes: @unchecked Sendable {
        private static let steps = 4096
        private let first: UnsafePointer<UInt8>
        /// For each byte, the smallest linear value that is encoded as a larger one; infinity for the last.
        private let ends: UnsafePointer<Float>

        init() {
            func kept<Number>(_ list: [Number]) -> UnsafePointer<Number> {
                let memory = UnsafeMutablePointer<Number>.allocate(capacity: list.count)
                memory.initialize(from: list, count: list.count)
                return UnsafePointer(memory)
            }
            first = kept((0...Self.steps).map { Self.byte(Float($0) / Float(Self.steps)) })
            let ends = (0..<255).map { byte in
                // Between numbers above 0, bit patterns are in the order of the numbers.
                var (low, high) = (UInt32(0), Float(1).bitPattern)
                while low < high {
                    let middle = (low + high) / 2
                    if Self.byte(Float(bitPattern: middle)) > byte { high = middle } else { low = middle + 1 }
                }
                return Float(bitPattern: low)
            }
            self.ends = kept(ends + [.infinity])
        }

        private static func byte(_ value: Float) -> UInt8 { UInt8(encoded(value) * 255 + 0.5) }

        @inline(__always) func byte(ofLinear value: Float) -> UInt8 {
            let value = min(1, max(0, value))
            var byte = first[Int(value * Float(Self.steps))]
            while value >= ends[Int(byte)] { byte += 1 }
            return byte
        }
    }
}
