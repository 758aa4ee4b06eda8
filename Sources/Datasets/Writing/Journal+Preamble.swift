import Foundation
import JSON

extension Journal {
    /// The lines of a run's journal.
    struct Preamble {
        /// The first line; nil where it is not whole.
        var header: JSONTree?
        /// The files that the run read when it began; nil where the journal does not list them.
        var inputs: RunInputs?
        /// The files of the dataset that the run replaces, as long as they are not all gone.
        var replaced: [DatasetFiles] = []
        /// The command that began the run; nil where the journal does not have it.
        var command: RunCommand?
        /// Whether the dataset is finished, and only the blocks' folder and the journal are still to be removed.
        var isFinished = false

        /// Nil where there is no journal.
        init?(of path: String) throws {
            guard Folder.kind(of: path) == .file else { return nil }
            let file = try OpenFile(path, flags: O_RDONLY, action: "cannot read")
            for (number, line) in try Journal.lines(of: file).enumerated() {
                guard let tree = try? JSONTree(line) else { continue }
                if number == 0 { header = tree }
                if let files = tree["inputs"]?.elements { inputs = RunInputs(files.compactMap { InputFile($0) }) }
                if let files = tree["replaced"]?.elements { replaced = files.compactMap { DatasetFiles($0) } }
                if tree["removed"] != nil { replaced = [] }
                if let stated = tree["command"] { command = RunCommand(stated) }
                if tree["finished"] != nil { isFinished = true }
            }
        }

        /// All files that the run made, and those that remain of the dataset that it replaces.
        var files: [DatasetFiles] { [header.flatMap(DatasetFiles.init(journal:))].compactMap { $0 } + replaced }

        /// The lines behind the header of a new journal.
        static func lines(inputs: RunInputs?, replaced: [DatasetFiles], command: RunCommand? = nil) -> [UInt8] {
            func line(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
                var writer = JSONWriter()
                writer.object(members)
                return writer.drain() + [UInt8(ascii: "\n")]
            }
            return (inputs.map { inputs in line { $0.member("inputs", inputs.files) } } ?? [])
                + (command.map { command in line { $0.member("command", command) } } ?? [])
                + (replaced.isEmpty ? [] : line { $0.member("replaced", replaced) })
        }

        /// The line that follows once nothing of the replaced dataset is left.
        static let removed = Array("{\"removed\":true}\n".utf8)
        /// The line that follows once every file of the dataset is on the disk.
        static let finished = Array("{\"finished\":true}\n".utf8)
    }
}
