import Foundation

/// Writes all bytes to an open file or pipe, in as many writes as the kernel takes.
///
/// - Returns: the error's number, where they cannot be written completely.
package func writeWhole(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written < 0 && errno != EINTR { return errno }
        rest = rest.dropFirst(max(0, written))
    }
    return nil
}
