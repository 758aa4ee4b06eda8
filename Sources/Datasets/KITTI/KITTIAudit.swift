import Findings
import Foundation
import Geometry

/// KITTI's labels, 2D and 3D: folders `label_2` with `image_2`, or `labels` with `images`, and, for 3D, `calib` beside
/// them, in the dataset's folder or up to two levels below it.
struct KITTIAudit: FormatAudit {
    static let name = "kitti"

    private let folder: DatasetFolder
    private let root: String

    init?(root: String) throws {
        (folder, self.root) = (DatasetFolder(root: root), root)
        if try KITTIFolder.parts(in: root).isEmpty { return nil }
    }

    private static func join(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }

    var sources: [any DatasetSource] {
        ((try? KITTIFolder.parts(in: root)) ?? []).map { part in
            var source = KITTISource()
            source.folder = folder.path(part.part)
            return source
        }
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for part in try KITTIFolder.parts(in: root) {
            if part.images == nil {
                audit.add([
                    Finding(
                        .warning, .missingPicture, file: Self.join(part.part, "image_2"),
                        "there is no such folder of pictures")
                ])
            }
            var types: Set<String> = []
            for label in try part.labelFiles() {
                var size: (width: Int, height: Int)?
                if let images = part.images {
                    if let picture = part.photo(of: label) {
                        size = pictures.size(of: folder.path(picture), named: picture, into: &audit)
                    } else {
                        audit.add([
                            Finding(
                                .error, .missingPicture, file: label,
                                "there is no picture of that name in \(images.lastPart)")
                        ])
                    }
                }
                let read = try check(label, size, &types, into: &audit)
                audit.count(images: 1, annotations: read.count)
                if read.isInSpace || folder.holdsFolder(Self.join(part.part, "calib")) {
                    try checkCalibration(Self.join(part.part, "calib/\(part.stem(of: label)).txt"), into: &audit)
                }
            }
            audit.check(names: types, in: part.labels)
        }
    }

    private func check(
        _ label: String, _ size: (width: Int, height: Int)?, _ types: inout Set<String>, into audit: inout Audit
    ) throws -> (count: Int, isInSpace: Bool) {
        var (count, isInSpace, lines) = (0, false, RepeatedLabels<Substring>())
        guard let text = try folder.text(of: label, into: &audit) else { return (0, false) }
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            do throws(LabelLineError) {
                let read = try KITTILine(line)
                types.insert(read.type)
                isInSpace = isInSpace || read.isInSpace
                if read.type != "DontCare" { count += 1 }
                for problem in read.problems(in: size) {
                    audit.add([
                        Finding(
                            problem.severity, problem.code, file: label, line: number + 1, problem.words,
                            weight: problem.weight)
                    ])
                }
                if read.type != "DontCare", let first = lines.earlier(line, at: number + 1) {
                    audit.add([
                        Finding(
                            .warning, .repeatedLabel, file: label, line: number + 1, "it is the same as line \(first)")
                    ])
                }
            } catch {
                count += 1
                audit.add([Finding(.error, .malformed, file: label, line: number + 1, error.problem)])
            }
        }
        return (count, isInSpace)
    }

    /// Checks that P2 is there: three rows of four numbers.
    private func checkCalibration(_ file: String, into audit: inout Audit) throws {
        guard folder.holdsFile(file) else {
            // Detection in the image alone needs no camera.
            audit.add([
                Finding(
                    .warning, .missingFile, file: file,
                    "there is no such file; it would hold the camera of the 3D boxes")
            ])
            return
        }
        guard let text = try folder.text(of: file, into: &audit) else { return }
        let lines = text.split(whereSeparator: \.isNewline)
        guard let row = lines.first(where: { $0.hasPrefix("P2:") }) else {
            audit.add([Finding(.error, .missingValue, file: file, "it has no P2, the camera of image_2")])
            return
        }
        let numbers = row.dropFirst(3).split(whereSeparator: \.isWhitespace).map { Double($0) ?? .nan }
        if numbers.count != 12 || !numbers.allSatisfy(\.isFinite) {
            audit.add([Finding(.error, .badValue, file: file, "P2 is not twelve finite numbers")])
        }
    }
}

/// A line of a KITTI label.
struct KITTILine {
    let type: String
    /// Truncated, occluded, alpha, four numbers for the box, three for the size, three for the place, rotation_y.
    let numbers: [Double]

    init(_ line: Substring) throws(LabelLineError) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 15 || words.count == 16 else {
            throw LabelLineError(problem: "it has \(words.count) fields, not 15")
        }
        var numbers: [Double] = []
        for word in words.dropFirst() {
            guard let number = Double(word), number.isFinite else {
                throw LabelLineError(problem: "“\(word)” is not a finite number")
            }
            numbers.append(number)
        }
        type = String(words[0])
        self.numbers = numbers
    }

    var box: Rect { Rect(minX: numbers[3], minY: numbers[4], maxX: numbers[5], maxY: numbers[6]) }

    /// Whether size and place are known.
    var isInSpace: Bool { type != "DontCare" && numbers[7...9].allSatisfy { $0 > 0 } && numbers[10] > -1000 }

    /// The faults of its numbers.
    func problems(in size: (width: Int, height: Int)?) -> [LabelProblem] {
        var problems: [LabelProblem] = []
        // An unknown value is −1.
        if !(0...1).contains(numbers[0]), numbers[0] != -1 {
            problems.append(LabelProblem(.error, .badValue, "truncated is \(numbers[0].text), not a share from 0 to 1"))
        }
        if ![-1, 0, 1, 2, 3].contains(numbers[1]) {
            problems.append(LabelProblem(.error, .badValue, "occluded is \(numbers[1].text), not 0, 1, 2 or 3"))
        }
        for (name, angle) in [("alpha", numbers[2]), ("rotation_y", numbers[13])]
        where abs(angle) > Double.pi + 0.01 && angle != -10 {
            problems.append(LabelProblem(.error, .badValue, "\(name) is \(angle.text), not an angle from −π to π"))
        }
        // In KITTI's own boxes the far edges are at the middle of the last pixel.
        if let wild = LabelNumber.wild(numbers) {
            problems.append(LabelProblem(.error, .badValue, "it has \(wild.text), which is beyond 2²⁸"))
        } else if let size {
            if let problem = BoxProblem(box, width: size.width, height: size.height) {
                problems.append(LabelProblem(problem.severity, problem.code, problem.words, weight: problem.weight))
            }
        } else if box.width <= 0 || box.height <= 0 {
            problems.append(LabelProblem(.error, .noArea, "the box \(box.text) has no area"))
        }
        if type != "DontCare", numbers[7...9].contains(where: { $0 > 0 }), !isInSpace {
            problems.append(LabelProblem(.error, .missingValue, "a part of its size or place is missing"))
        }
        if isInSpace, numbers[12] <= 0 {
            problems.append(LabelProblem(.warning, .badValue, "the box's middle lies behind the camera"))
        }
        return problems
    }
}
