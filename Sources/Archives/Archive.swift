internal import CMinizip
import Findings
internal import Foundation

/// A zip archive, whose members are read into memory one by one; nothing is unpacked to the disk.
///
/// Any thread may use it: each read opens the file for itself.
package struct Archive: Sendable {
    /// The path as the process opens it.
    package let path: String
    /// The names of all files in it, in the archive's order; folders are left out.
    package let members: [String]
    private let entries: [String: Entry]

    private struct Entry: Sendable {
        /// The offset in the list of members, in minizip's count.
        let offset: UInt64
        let number: UInt64
        /// The unpacked size that the archive states.
        let byteCount: Int
        let isEncrypted: Bool
    }

    /// The most bytes of a member's name: the limit of the format.
    private static let longestName = 65_535

    /// Reads the list of members.
    ///
    /// Throws `.missing` and `.unreadable`, and `.unsafe` where a member's name leads outside the archive or is written
    /// with backslashes. Of two members with the same name the first counts.
    package init(path: String) throws(ArchiveError) {
        self.path = path
        let file = try Archive.open(path)
        defer { unzClose(file) }
        var members: [String] = []
        var entries: [String: Entry] = [:]
        var name = [UInt8](repeating: 0, count: Archive.longestName + 1)
        var status = unzGoToFirstFile(file)
        while status == UNZ_OK {
            var info = unz_file_info64()
            var position = unz64_file_pos()
            let found = name.withUnsafeMutableBytes { buffer in
                unzGetCurrentFileInfo64(
                    file, &info, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), UInt(buffer.count), nil, 0,
                    nil, 0)
            }
            guard found == UNZ_OK, unzGetFilePos64(file, &position) == UNZ_OK else {
                throw ArchiveError(.unreadable, file: path, "its list of members is damaged")
            }
            let text = String(decoding: name.prefix(Int(info.size_filename)), as: UTF8.self)
            if let fault = Archive.fault(ofName: text) {
                throw ArchiveError(.unsafe, file: path + "#" + text, fault)
            }
            if !text.hasSuffix("/"), entries[text] == nil {
                members.append(text)
                entries[text] = Entry(
                    offset: position.pos_in_zip_directory, number: position.num_of_file,
                    byteCount: Int(clamping: info.uncompressed_size), isEncrypted: info.flag & 1 != 0)
            }
            status = unzGoToNextFile(file)
        }
        guard status == UNZ_END_OF_LIST_OF_FILE else {
            throw ArchiveError(.unreadable, file: path, "its list of members is damaged")
        }
        self.members = members
        self.entries = entries
    }

    /// The name of a member in errors.
    package func reference(_ member: String) -> String { path + "#" + member }

    package func has(_ member: String) -> Bool { entries[member] != nil }

    /// The bytes of a member.
    ///
    /// Throws `.noMember`, `.tooLarge` for more than `limit` bytes, before any of them is unpacked, and `.damaged`.
    package func read(_ member: String, atMost limit: Int) throws(ArchiveError) -> [UInt8] {
        func failure(_ code: ArchiveFailure, _ words: String) -> ArchiveError {
            ArchiveError(code, file: reference(member), words)
        }
        guard let entry = entries[member] else { throw failure(.noMember, "there is no such file in the archive") }
        guard !entry.isEncrypted else { throw failure(.damaged, "is encrypted") }
        guard entry.byteCount <= limit else {
            throw failure(.tooLarge, "has \(entry.byteCount) bytes unpacked, more than the \(limit) that are taken")
        }
        let file = try Archive.open(path)
        defer { unzClose(file) }
        var position = unz64_file_pos(pos_in_zip_directory: entry.offset, num_of_file: entry.number)
        guard unzGoToFilePos64(file, &position) == UNZ_OK, unzOpenCurrentFile(file) == UNZ_OK else {
            throw failure(.damaged, "cannot be unpacked")
        }
        var bytes: [UInt8] = []
        // An archive may state any size, so memory is allocated as bytes come.
        let step = 1 << 20
        var count: Int32 = 1
        while count > 0, bytes.count <= entry.byteCount {
            let start = bytes.count
            let room = min(step, entry.byteCount - start + 1)
            bytes.append(contentsOf: repeatElement(0, count: room))
            count = bytes.withUnsafeMutableBytes { buffer in
                unzReadCurrentFile(file, buffer.baseAddress.map { $0 + start }, UInt32(room))
            }
            bytes.removeLast(room - Int(max(0, count)))
        }
        // Closing compares the checksum.
        let closed = unzCloseCurrentFile(file)
        guard count == 0, bytes.count == entry.byteCount, closed == UNZ_OK else {
            throw failure(
                .damaged,
                closed == UNZ_CRCERROR ? "is damaged: its checksum is wrong" : "is damaged: it cannot be unpacked whole"
            )
        }
        return bytes
    }

    /// The fault of a member's name. By PKWARE's APPNOTE.TXT 6.3, section 4.4.17, paths are relative, with slashes; and
    /// none may leave its folder.
    private static func fault(ofName name: String) -> String? {
        var fault: String?
        if name.contains("\\") {
            fault = "a backslash, which no zip archive's may"
        } else if name.hasPrefix("/") {
            fault = "a slash at its start, which leads outside the archive"
        } else if name.split(separator: "/").contains("..") {
            fault = "“..”, which leads outside the archive"
        }
        return fault.map { "a member's name has \($0); pack the archive anew without it" }
    }

    private static func open(_ path: String) throws(ArchiveError) -> unzFile {
        guard FileManager.default.fileExists(atPath: path) else {
            throw ArchiveError(.missing, file: path, "there is no such file")
        }
        guard let file = unzOpen64(path) else { throw ArchiveError(.unreadable, file: path, "is not a zip archive") }
        return file
    }
}
