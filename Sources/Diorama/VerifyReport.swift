public import Findings
import JSON

/// The result of a proof that a dataset's pictures and labels agree.
public struct VerifyReport: CommandReport {
    /// The dataset, by the name that was given.
    public let dataset: String
    /// The audit of its files.
    public let audit: DatasetReport
    /// What the proof found besides.
    let proof: FindingList
    /// The number of images that were made again.
    public let compared: Int

    /// The number of errors.
    public var errors: Int { audit.errors + proof.errors }
    /// The number of warnings.
    public var warnings: Int { audit.warnings + proof.warnings }
    /// Whether there are no errors.
    public var isSound: Bool { errors == 0 }
    /// The worst findings of each kind, with counts of the others.
    public var findings: [Finding] { audit.findings + proof.counted }

    /// The audit, the findings of the proof, and a sentence about the images that were made again.
    public var description: String {
        let made =
            compared == 0
            ? "no image was made again"
            : "\(compared.counting("image")) made again"
                + (proof.errors == 0 ? ": pictures, scenes and labels are the same, byte for byte" : "")
        let found = proof.errors == 0 ? "" : "; \(proof.errors.counting("error")) found by it"
        return ([audit.description] + proof.counted.map(\.description) + [made + found]).joined(separator: "\n")
    }

    /// The findings as a document.
    public var json: String {
        ReportDocument(command: "verify", isSound: isSound, findings: findings) { writer in
            writer.member("dataset", dataset)
            writer.member("images", audit.images)
            writer.member("annotations", audit.annotations)
            writer.member("images_made_again", compared)
            writer.member("errors", errors)
            writer.member("warnings", warnings)
        }.text
    }
}
