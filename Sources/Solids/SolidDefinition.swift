package import Cards
package import Drawings
import Findings
import Geometry
import Pictures
package import Rendering
import Synchronization

/// A solid as its file defines it: parameters, materials, parts, and named points.
package struct SolidDefinition: Sendable {
    package var description = ""
    /// The author of the solid, as far as the file names one.
    package var credits = Credits()
    package var parameters: [Named<SolidParameter>] = []
    var lets: [Named<Expression>] = []
    var materials: [Named<SolidMaterial>] = []
    var parts: [any SolidPart] = []
    var keypoints: [Named<[Expression]>] = []
    /// The path as the process opens it.
    let path: String
    let scope: SolidScope
    private let start: Position

    /// Reads a definition file.
    ///
    /// - Throws: `InvalidFile` with every mistake in it.
    package init(_ source: Source) throws(InvalidFile) {
        var folder = source.name.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        if source.name.hasPrefix("/"), folder.isEmpty { folder = "/" }
        var reading = Reading(folder: folder)
        path = source.name
        start = Position(source: source, line: 1, column: 1)
        let node: Node
        do throws(Diagnostic) {
            node = try Node(parsing: source)
        } catch {
            throw InvalidFile([error])
        }
        scope = SolidScope(node)
        let contents = Contents.card(scope).decode(node, &reading)
        guard let contents, reading.diagnostics.isEmpty else { throw InvalidFile(reading.diagnostics) }
        for name in contents.parameters.map({ ($0.name, $0.position) }) + contents.lets.map({ ($0.name, $0.position) })
        where !SolidScope.isName(name.0) {
            reading.report(
                .rule("“\(name.0)” cannot name a number: letters, digits and _ may, pi and functions may not"),
                at: name.1)
        }
        for name in contents.lets where contents.parameters.contains(where: { $0.name == name.name }) {
            reading.report(.duplicateKey(name.name), at: name.position)
        }
        guard reading.diagnostics.isEmpty else { throw InvalidFile(reading.diagnostics) }
        description = contents.description
        credits = contents.credits
        parameters = contents.parameters
        lets = contents.lets
        materials = contents.materials
        parts = contents.parts
        keypoints = contents.keypoints
    }

    /// The keys of the file.
    struct Contents: Defaulted {
        var description = ""
        var credits = Credits()
        var parameters: [Named<SolidParameter>] = []
        var lets: [Named<Expression>] = []
        var materials: [Named<SolidMaterial>] = []
        var parts: [any SolidPart] = []
        var keypoints: [Named<[Expression]>] = []

        static func card(_ scope: SolidScope) -> Card<Contents> {
            Card(
                "a solid", "A procedural object: parts of simple shapes, in metres, y up, its front towards +z.",
                .required("description", \.description, .text(), "A sentence that says what the solid is."),
                .field("author", \.credits.author, .optional(.text()), "Who made it."),
                .field("licence", \.credits.licence, .optional(.block(Licence.card)), "Its licence."),
                .field("source", \.credits.source, .optional(.text()), "Where it comes from."),
                .field(
                    "parameters", \.parameters, .map(.block(SolidParameter.card), of: "names"),
                    "A parameter that a pipeline may set."),
                .field(
                    "let", \.lets, .map(.expression(scope), of: "names"),
                    "More names for numbers, each from those before it."),
                .required(
                    "materials", \.materials, .map(.block(SolidMaterial.card(scope)), of: "names"),
                    "The materials of its parts."),
                .required("parts", \.parts, .parts(scope), "The parts that it is built of."),
                .field(
                    "keypoints", \.keypoints, .map(.triple(scope), of: "names"),
                    "Points to be labelled, [x, y, z] in metres.")
            )
        }
    }

    /// The names of the points to be labelled, in order.
    package var keypointNames: [String] { keypoints.map(\.name) }

    /// The definition in a file, which is read again only when the file has changed.
    package static func read(_ path: String) throws(InvalidFile) -> SolidDefinition {
        let source = try Source(path: path)
        if let known = cache.withLock({ $0[path] }), known.text == source.text { return known.definition }
        let definition = try SolidDefinition(source)
        cache.withLock { $0[path] = (source.text, definition) }
        return definition
    }

    private static let cache = Mutex<[String: (text: String, definition: SolidDefinition)]>([:])

    // MARK: - Making

    /// The values of the names with some parameters set; every other parameter has its default.
    ///
    /// - Returns: the values, and the faults of the settings; a faulty setting counts as not given.
    package func values(_ settings: [Named<String>]) -> (values: SolidValues, problems: [ObjectError]) {
        var values = SolidValues(scope)
        var problems: [ObjectError] = []
        var chosen: [String: SolidParameter.Setting] = [:]
        for setting in settings {
            guard let parameter = parameters.first(where: { $0.name == setting.name })?.value else {
                problems.append(unknown(setting.name))
                continue
            }
            if let value = parameter.setting(setting.value) {
                chosen[setting.name] = value
            } else {
                problems.append(refused(setting.value, for: setting.name, parameter))
            }
        }
        for (name, parameter) in parameters.map({ ($0.name, $0.value) }) {
            switch chosen[name] ?? parameter.standard {
            case .number(let number):
                if let index = scope.index(of: name) { values.numbers[index] = number }
            case .colour(let colour): values.colours[name] = colour
            case .text(let text):
                values.texts[name] = text
                if let index = scope.index(of: "\(name).given") { values.numbers[index] = text.isEmpty ? 0 : 1 }
                for word in parameter.choice ?? [] {
                    if let index = scope.index(of: "\(name).\(word)") { values.numbers[index] = word == text ? 1 : 0 }
                }
            }
        }
        return (values, problems)
    }

    package func unknown(_ name: String) -> ObjectError {
        .unknownParameter(name, known: parameters.map(\.name), file: path)
    }

    package func refused(_ value: String, for name: String, _ parameter: SolidParameter) -> ObjectError {
        ObjectError(
            .badValue, file: path, "“\(name)” cannot be “\(value)”: expected \(parameter.expectation)")
    }

    package func unbounded(_ name: String, _ parameter: SolidParameter) -> ObjectError {
        ObjectError(
            .badValue, file: path,
            "“\(name)” cannot be any number: expected \(parameter.expectation); cut the bell curve by clip: [least, most]"
        )
    }

    /// Builds the solid.
    ///
    /// - Parameter maxTexels: the most texels of a texture's longer side: a few are enough to find mistakes.
    /// - Throws: `InvalidFile` with everything in the file that these values make impossible.
    package func make(_ values: SolidValues, maxTriangles: Int, maxTexels: Int = 1024) throws(InvalidFile) -> ModelShape
    {
        var piece = Workpiece(
            values: values, materials: materials.map(\.name), maxTriangles: maxTriangles, at: start)
        for one in lets {
            guard let index = scope.index(of: one.name) else { continue }
            piece.values.numbers[index] = piece.number(one.value)
        }
        let looks = materials.map { $0.value.look(named: $0.name, &piece, maxTexels: maxTexels) }
        piece.tiles = looks.map { SolidMesh.Tile(size: $0?.tile, isScattered: $0?.isScattered ?? false) }
        piece.add(parts, Pose())
        let points = keypoints.map { Keypoint($0.name, at: piece.vector($0.value)) }
        var palette = SolidPalette()
        for look in looks.compactMap({ $0 }) { palette.add(look, &piece) }
        guard piece.diagnostics.isEmpty else { throw InvalidFile(piece.diagnostics) }
        guard !piece.mesh.triangles.isEmpty else {
            throw InvalidFile([Diagnostic(.rule("the solid has no part to be seen: each has a “when” of 0"), at: start)]
            )
        }
        do throws(RenderingError) {
            let mesh = try Mesh(
                positions: piece.mesh.positions, normals: piece.mesh.normals, coordinates: piece.mesh.coordinates,
                triangles: piece.mesh.triangles, materialIndices: piece.mesh.materials, materials: palette.materials,
                textures: palette.textures, file: path)
            // Each once, however many faces show it.
            let shown = Set(piece.mesh.materials.map(Int.init))
            let texts = looks.enumerated().filter { shown.contains($0.offset) }
                .flatMap { $0.element?.layers.flatMap(\.texts) ?? [] }
            return ModelShape(
                mesh, keypoints: points, writing: Writing(texts), lines: piece.mesh.lines(of: palette.lines))
        } catch {
            throw InvalidFile([Diagnostic(.rule(error.words), at: start)])
        }
    }
}
