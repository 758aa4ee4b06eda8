package import Findings
import Foundation

/// A dataset could not be read or written: the action, the path, and the reason.
package struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure, for a program; the set may grow.
    package struct Code: Hashable, Sendable, RawRepresentable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        /// The output folder is not empty and must not be overwritten, or it is not a dataset of ours.
        package static let occupied = Code(rawValue: "occupied")
        /// The operating system refused a read or a write.
        package static let system = Code(rawValue: "system")
        /// A file is not what it should be.
        package static let malformed = Code(rawValue: "malformed")
    }

    package var code: Code
    /// For example "cannot write".
    package var action: String
    package var path: String
    /// For example "No space left on device".
    package var reason: String

    package init(code: Code, action: String, path: String, reason: String) {
        self.code = code
        self.action = action
        self.path = path
        self.reason = reason
    }

    /// The failure of the C call that has just returned; `errno` is read here.
    static func system(_ action: String, _ path: String) -> DatasetError {
        DatasetError(code: .system, action: action, path: path, reason: String(cString: strerror(errno)))
    }

    package var description: String { "\(action) \(path): \(reason)" }
}

extension DatasetError: ReportableError {
    package var findings: [Finding] {
        [Finding(.error, Finding.Code("dataset.\(code.rawValue)"), file: path, description)]
    }
}
