import Findings
import Geometry

/// Why a line is no label.
struct LabelLineError: Error {
    let problem: String
}

/// A line of a YOLO label.
struct YOLOLine {
    let category: Int
    /// All numbers after the class: shares of the image's width and height, and the state of keypoints.
    let numbers: [Double]
    private let keypoints: (count: Int, numbers: Int)?

    /// - Parameter keypoints: The number of keypoints and of numbers for each, where the task is pose.
    init(_ line: Substring, keypoints: (count: Int, numbers: Int)?) throws(LabelLineError) {
        var numbers: [Double] = []
        for word in line.split(whereSeparator: \.isWhitespace) {
            guard let number = Double(word) else { throw LabelLineError(problem: "“\(word)” is not a number") }
            guard number.isFinite else { throw LabelLineError(problem: "“\(word)” is not a finite number") }
            numbers.append(number)
        }
        guard let category = Int(exactly: numbers[0]) else {
            throw LabelLineError(problem: "the class \(numbers[0].text) is not a whole number")
        }
        self.category = category
        self.numbers = Array(numbers.dropFirst())
        self.keypoints = keypoints
        let count = numbers.count
        if let keypoints {
            let expected = 5 + keypoints.count * keypoints.numbers
            guard count == expected else {
                throw LabelLineError(problem: "it has \(count) numbers, kpt_shape asks for \(expected)")
            }
        } else {
            guard count == 5 || count >= 7 && !count.isMultiple(of: 2) else {
                throw LabelLineError(
                    problem: "it has \(count) numbers: a box has 5, an outline an odd number from 7 on")
            }
        }
    }

    /// The faults of its numbers.
    ///
    /// Trainers leave out a picture whose labels are not shares of it.
    ///
    /// - Parameter size: the picture's size in pixels; where it is not known, the message uses a picture of 640 pixels
    ///   to say how far a box reaches out.
    func problems(in size: (width: Int, height: Int)?) -> [LabelProblem] {
        var problems: [LabelProblem] = []
        func mustBeShares(_ numbers: some Sequence<Double>, within range: ClosedRange<Double> = 0...1) {
            if let number = numbers.first(where: { !range.contains($0) }) {
                problems.append(
                    LabelProblem(.error, .badValue, "\(number.text) is not a share of the image from 0 to 1"))
            }
        }
        guard numbers.count == 4 || keypoints != nil else {
            // The corners of a turned box may lie outside.
            mustBeShares(numbers, within: numbers.count == 8 ? -1...2 : 0...1)
            let polygon = Polygon(ring: numbers)
            if polygon.crossesItselfBesidesBridges {
                problems.append(LabelProblem(.note, .selfCrossing, "the outline crosses itself"))
            } else if polygon.area == 0 {
                problems.append(LabelProblem(.error, .noArea, "the outline has no area"))
            }
            return problems
        }
        mustBeShares(numbers.prefix(4))
        let (width, height) = (Double(size?.width ?? 640), Double(size?.height ?? 640))
        let outside = max(
            (numbers[2] / 2 - numbers[0]) * width, (numbers[0] + numbers[2] / 2 - 1) * width,
            (numbers[3] / 2 - numbers[1]) * height, (numbers[1] + numbers[3] / 2 - 1) * height)
        if numbers[2] <= 0 || numbers[3] <= 0 {
            problems.append(LabelProblem(.error, .noArea, "the box has no area"))
        } else if outside > 0.01 {
            problems.append(
                LabelProblem(
                    outside > 1 ? .warning : .note, .boxOutside, "the box reaches outside the image", weight: outside))
        }
        if let keypoints {
            for index in 0..<keypoints.count {
                let start = 4 + index * keypoints.numbers
                mustBeShares(numbers[start..<start + 2])
                if keypoints.numbers == 3, ![0, 1, 2].contains(numbers[start + 2]) {
                    problems.append(LabelProblem(.error, .badValue, "keypoint \(index + 1) is neither 0, 1 nor 2"))
                }
            }
        }
        return problems
    }
}

/// The fault of a label.
struct LabelProblem {
    let severity: Finding.Severity
    let code: Finding.Code
    let words: String
    /// See `Finding.weight`.
    let weight: Double

    init(_ severity: Finding.Severity, _ code: Finding.Code, _ words: String, weight: Double = 0) {
        (self.severity, self.code, self.words, self.weight) = (severity, code, words, weight)
    }
}
