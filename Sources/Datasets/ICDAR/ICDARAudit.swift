import Findings
import Geometry

/// Words as the ICDAR 2015 competition has them: files `gt_NAME.txt`.
struct ICDARAudit: FormatAudit {
    static let name = "icdar"

    private let files: ICDARFolder
    private let root: String

    init?(root: String) throws {
        guard let files = try ICDARFolder(root: root) else { return nil }
        (self.files, self.root) = (files, root)
    }

    var sources: [any DatasetSource] {
        var source = ICDARSource()
        source.folder = root
        return [source]
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for label in try files.parts.flatMap(files.labels) {
            var size: (width: Int, height: Int)?
            if let picture = files.picture(of: label) {
                size = pictures.size(of: files.folder.path(picture), named: picture, into: &audit)
            } else {
                audit.add([Finding(.error, .missingPicture, file: label, "there is no picture of that name")])
            }
            guard let text = try files.folder.text(of: label, into: &audit) else { continue }
            let (words, odd) = ICDARWord.words(of: text)
            for line in odd {
                audit.add([
                    Finding(
                        .error, .malformed, file: label, line: line,
                        "it is not x1,y1,x2,y2,x3,y3,x4,y4,text with eight numbers")
                ])
            }
            for (line, word) in words {
                guard let (severity, code, problem) = Self.problem(of: word, in: size) else { continue }
                audit.add([Finding(severity, code, file: label, line: line, problem)])
            }
            audit.count(images: 1, annotations: words.count)
        }
    }

    private static func problem(
        of word: ICDARWord, in size: (width: Int, height: Int)?
    ) -> (Finding.Severity, Finding.Code, String)? {
        let shape = Polygon(word.quad)
        if shape.signedArea < 0 {
            return (.error, .badValue, "its corners do not go clockwise, so the competition's script refuses the file")
        }
        if shape.area == 0 { return (.warning, .noArea, "its box has no area") }
        if shape.crossesItself { return (.warning, .selfCrossing, "its box crosses itself") }
        if let size, let bounds = shape.bounds,
            bounds.intersection(Rect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))) == nil
        {
            return (.error, .boxOutside, "its box lies outside of the picture")
        }
        if word.text?.isEmpty == true {
            return (.error, .missingValue, "its text is empty; ### is a word that is not read")
        }
        return nil
    }
}
