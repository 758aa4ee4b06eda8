import Datasets
import Findings
import Scenes

extension PlacementReport {
    /// The whole report for a program: shortfalls, empty images by photo, missing objects by name and reason, photos
    /// that were replaced, and objects that no image asked for.
    ///
    /// - Parameter severity: the severity of shortfalls.
    func findings(shortfalls severity: Finding.Severity) -> [Finding] {
        let short = lacks.map { lack in
            Finding(
                severity, lack.code, subject: lack.subject, lack.words,
                remedy: lack.remedies.isEmpty ? nil : lack.remedies.joined(separator: "; or "))
        }
        return short + empty + missing + passedOver + neverAsked
    }

    private var photos: [(file: String, photo: PlacementTally.Photo)] {
        tally.photos.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var empty: [Finding] {
        photos.filter { $0.photo.empty > 0 }.map { file, photo in
            let reason = PlacementReport.main(photo.leftOut)
            let detail = reason.flatMap { photo.details[$0] }.map { " (\($0))" } ?? ""
            return Finding(
                .warning, .emptyImage, file: file, "its image is empty: \(reason ?? "")\(detail)",
                remedy: reason.flatMap(MissingObject.Reason.init(rawValue:))?.remedy, count: photo.empty)
        }
    }

    private var missing: [Finding] {
        tally.kinds.sorted { $0.key < $1.key }.flatMap { name, kind in
            kind.leftOut.sorted { $0.key < $1.key }.map { words, count in
                let reason = MissingObject.Reason(rawValue: words)
                return Finding(
                    .note, reason?.findingCode ?? .absent, subject: name, words, remedy: reason?.remedy, count: count)
            }
        }
    }

    private var passedOver: [Finding] {
        photos.flatMap { file, photo in
            photo.passed.sorted { $0.key < $1.key }.map { reason, count in
                Finding(.note, .passedOver, file: file, "another photo took its place: \(reason)", count: count)
            }
        }
    }

    private var neverAsked: [Finding] {
        guard tally.asked > 0 else { return [] }
        return undrawn.map { Finding(.note, .neverAsked, subject: $0, "none of these images asked for it") }
    }
}
