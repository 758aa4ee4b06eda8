import Foundation
import JSON
import Pictures

/// A file of an image in its record: enough to see after a power cut whether the file is whole.
struct WrittenFile: Hashable, Sendable {
    /// Relative to the dataset's folder.
    var name: String
    var bytes: Int
    var checksum: UInt64

    init(_ name: String, _ content: [UInt8]) {
        self.name = name
        bytes = content.count
        checksum = Checksum.of(content)
    }

    /// - Returns: nil where the file cannot be read.
    init?(_ name: String, in root: String) {
        var status = stat()
        guard stat("\(root)/\(name)", &status) == 0, let checksum = Checksum.of(file: "\(root)/\(name)") else {
            return nil
        }
        self.init(name: name, bytes: Int(status.st_size), checksum: checksum)
    }

    /// The proof that is needed that a file is whole.
    enum Proof {
        /// The file was put on the disk before its record: a file of the right size is whole.
        case size
        case content
    }

    /// - Parameter roots: the folders that it may lie in; the first of them that has it counts.
    func isWhole(in roots: [String], by proof: Proof) -> Bool {
        for root in roots {
            let path = "\(root)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            guard status.st_size == bytes else { return false }
            guard proof == .content else { return true }
            return Checksum.of(file: path) == checksum
        }
        return false
    }
}

extension WrittenFile {
    /// Encodes several files for a record's line: one flat list.
    static func encode(_ files: [WrittenFile], to writer: inout JSONWriter) {
        writer.array { writer in
            for file in files {
                writer.value(file.name)
                writer.value(file.bytes)
                writer.value(String(file.checksum, radix: 16))
            }
        }
    }

    /// The files in a record's line, of which only this part is read; nil where it has none.
    static func read(fromLine line: ArraySlice<UInt8>) -> [WrittenFile]? {
        let marker = Array("\"files\":".utf8)
        // The files stand behind the number at the beginning of the line.
        guard let comma = line.firstIndex(of: UInt8(ascii: ",")), line[(comma + 1)...].starts(with: marker),
            let end = line[comma...].firstIndex(of: UInt8(ascii: "]")),
            let elements = (try? JSONTree(Array(line[(comma + 1 + marker.count)...end])))?.elements,
            elements.count % 3 == 0
        else { return nil }
        return stride(from: 0, to: elements.count, by: 3).map { place in
            WrittenFile(
                name: elements[place].text ?? "", bytes: elements[place + 1].integer ?? -1,
                checksum: elements[place + 2].text.flatMap { UInt64($0, radix: 16) } ?? 0)
        }
    }

    init(name: String, bytes: Int, checksum: UInt64) {
        (self.name, self.bytes, self.checksum) = (name, bytes, checksum)
    }
}
