import Foundation

/// Two groups of labels side by side, measure by measure.
struct ComparedGroups {
    private let real: LabelGroup
    private let synthetic: LabelGroup
    /// The largest distance that does not count as a difference.
    let chance: Double

    typealias Difference = LabelComparison.Difference

    init(_ real: LabelGroup, _ synthetic: LabelGroup, chance: Double) {
        (self.real, self.synthetic, self.chance) = (real, synthetic, chance)
    }

    // MARK: - Numbers of labels

    func counts(_ real: LabelStatistics, _ synthetic: LabelStatistics) -> Difference {
        func mean(_ statistics: LabelStatistics) -> Double {
            Double(statistics.all.instances) / Double(max(1, statistics.images))
        }
        return difference(
            "count", "labels per image", real.labelsPerImage.distance(to: synthetic.labelsPerImage), mean(real),
            mean(synthetic)
        ) { real, synthetic in
            "synthetic images have \(Self.number(synthetic)) labels on average, real ones \(Self.number(real))"
        }
    }

    func empty(_ real: LabelStatistics, _ synthetic: LabelStatistics) -> Difference {
        func share(_ statistics: LabelStatistics) -> Double? {
            statistics.images > 0 ? Double(statistics.empty) / Double(statistics.images) : nil
        }
        return shares("empty", "images without labels", share(real), share(synthetic)) { real, synthetic in
            "\(synthetic) of the synthetic images have no label, \(real) of the real ones"
        }
    }

    // MARK: - Boxes

    var size: Difference {
        ratios("size", "box size", \.sideShare) { ratio, real, synthetic in
            "\(Self.longer(ratio, "boxes are", "times as large")) (the median side is \(Self.percent(synthetic)) of the "
                + "image's side, real: \(Self.percent(real)))"
        }
    }

    var pixels: Difference {
        ratios("pixels", "box size in pixels", \.sidePixels) { ratio, real, synthetic in
            "\(Self.longer(ratio, "boxes are", "times as large")) in pixels (the median side is "
                + "\(Self.number(synthetic)) pixels, real: \(Self.number(real)))"
        }
    }

    var aspect: Difference {
        ratios("aspect", "box aspect", \.aspect) { ratio, real, synthetic in
            "\(Self.longer(ratio, "boxes are", "times as wide for their height")) (the median of width by height is "
                + "\(Self.number(synthetic)), real: \(Self.number(real)))"
        }
    }

    var row: Difference {
        places("row", "box row", \.row) { real, synthetic in
            "synthetic boxes lie \(synthetic > real ? "lower" : "higher") in the image: their median middle is "
                + "\(Self.percent(synthetic)) of the height from the top, real: \(Self.percent(real))"
        }
    }

    var column: Difference {
        places("column", "box column", \.column) { real, synthetic in
            "synthetic boxes lie farther \(synthetic > real ? "right" : "left"): their median middle is "
                + "\(Self.percent(synthetic)) of the width from the left, real: \(Self.percent(real))"
        }
    }

    var edge: Difference {
        func share(_ group: LabelGroup) -> Double? {
            group.boxes > 0 ? Double(group.atEdge) / Double(group.boxes) : nil
        }
        return shares("edge", "boxes at an edge", share(real), share(synthetic)) { real, synthetic in
            "\(synthetic) of the synthetic boxes end at an edge of the image, \(real) of the real ones"
        }
    }

    var visibility: Difference {
        places("visibility", "visibility", \.visibility) { real, synthetic in
            "synthetic objects are \(synthetic > real ? "less" : "more") hidden: \(Self.percent(synthetic)) of the median "
                + "one is visible, real: \(Self.percent(real))"
        }
    }

    var truncation: Difference {
        places("truncation", "truncation", \.truncation) { real, synthetic in
            "synthetic objects are cut off \(synthetic > real ? "more" : "less") by the image's edge: "
                + "\(Self.percent(synthetic)) of the median one is outside, real: \(Self.percent(real))"
        }
    }

    /// The places of boxes, by nine fields of the image.
    var place: Difference {
        let (here, there) = (real.fields, synthetic.fields)
        guard let here, let there else {
            return difference("place", "box place", nil, nil, nil) { _, _ in "" }
        }
        let changes = zip(here, there).map { $1 - $0 }
        let distance = changes.reduce(0) { $0 + abs($1) } / 2
        let most = changes.indices.max { (changes[$0], $1) < (changes[$1], $0) } ?? 0
        let least = changes.indices.min { (changes[$0], $0) < (changes[$1], $1) } ?? 0
        func words(_ field: Int) -> String {
            "\(LabelGroup.fieldNames[field]) (\(Self.percent(there[field])), real: \(Self.percent(here[field])))"
        }
        return difference("place", "box place", distance, nil, nil) { _, _ in
            "too many synthetic boxes lie \(words(most)), too few \(words(least))"
        }
    }

    // MARK: - Kinds of measures

    /// Of numbers whose medians are compared by their ratio.
    private func ratios(
        _ key: String, _ name: String, _ histogram: KeyPath<LabelGroup, Histogram>,
        _ words: (_ ratio: Double, _ real: Double, _ synthetic: Double) -> String
    ) -> Difference {
        let (here, there) = (real[keyPath: histogram], synthetic[keyPath: histogram])
        return difference(key, name, here.distance(to: there), here.median, there.median) { real, synthetic in
            let ratio = synthetic / real
            return abs(log2(ratio)) < 0.1 ? spread(here, there) : words(ratio, real, synthetic)
        }
    }

    /// Of shares whose medians are compared by their difference.
    private func places(
        _ key: String, _ name: String, _ histogram: KeyPath<LabelGroup, Histogram>,
        _ words: (_ real: Double, _ synthetic: Double) -> String
    ) -> Difference {
        let (here, there) = (real[keyPath: histogram], synthetic[keyPath: histogram])
        return difference(key, name, here.distance(to: there), here.median, there.median) { real, synthetic in
            abs(synthetic - real) < 0.02 ? spread(here, there) : words(real, synthetic)
        }
    }

    /// Two medians are alike, and the distributions are not.
    private func spread(_ real: Histogram, _ synthetic: Histogram) -> String {
        func width(_ histogram: Histogram) -> Double {
            (histogram.quantile(0.9) ?? 0) - (histogram.quantile(0.1) ?? 0)
        }
        return "the medians are alike, but synthetic boxes vary \(width(synthetic) < width(real) ? "less" : "more")"
    }

    private func shares(
        _ key: String, _ name: String, _ real: Double?, _ synthetic: Double?,
        _ words: (_ real: String, _ synthetic: String) -> String
    ) -> Difference {
        let distance = real.flatMap { real in synthetic.map { abs($0 - real) } }
        return difference(key, name, distance, real, synthetic) { words(Self.percent($0), Self.percent($1)) }
    }

    func difference(
        _ key: String, _ name: String, _ distance: Double?, _ real: Double?, _ synthetic: Double?,
        _ words: (_ real: Double, _ synthetic: Double) -> String
    ) -> Difference {
        let differs = (distance ?? 0) > chance
        let sentence: String =
            if distance == nil {
                switch (real, synthetic) {
                case (nil, nil): "neither dataset states it"
                case (nil, _): "the real dataset does not state it"
                default: "the synthetic dataset does not state it"
                }
            } else if !differs {
                "alike, as far as this many images can show"
            } else {
                words(real ?? 0, synthetic ?? 0)
            }
        return Difference(
            key: key, name: name, distance: distance, isDifferent: differs, real: real, synthetic: synthetic,
            sentence: sentence)
    }

    // MARK: - Words

    /// “synthetic boxes are 1.8 times as large as real ones”, or the other way round.
    private static func longer(_ ratio: Double, _ subject: String, _ rest: String) -> String {
        ratio >= 1
            ? "synthetic \(subject) \(number(ratio)) \(rest) as real ones"
            : "real \(subject) \(number(1 / ratio)) \(rest) as synthetic ones"
    }

    static func percent(_ share: Double) -> String {
        let percent = share * 100
        return "\(String(format: percent > 0 && percent < 9.95 ? "%.1f" : "%.0f", percent)) %"
    }

    private static func number(_ value: Double) -> String {
        String(format: abs(value) >= 100 ? "%.0f" : "%.2g", value)
    }
}

extension LabelGroup {
    /// The fields of the image, row by row, in words.
    static let fieldNames = [
        "top left", "top middle", "top right", "middle left", "in the middle", "middle right", "bottom left",
        "bottom middle", "bottom right",
    ]

    /// The share of boxes whose middle is in each of nine fields of one size, row by row; nil without boxes.
    fileprivate var fields: [Double]? {
        guard boxes > 0 else { return nil }
        var counts = [Int](repeating: 0, count: 9)
        for (place, count) in places.enumerated() where count > 0 {
            let (row, column) = place.quotientAndRemainder(dividingBy: Self.mapSide)
            counts[(row * 3 / Self.mapSide) * 3 + column * 3 / Self.mapSide] += count
        }
        return counts.map { Double($0) / Double(boxes) }
    }
}
