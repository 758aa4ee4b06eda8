import Cards
import Geometry
import Pipelines
import Rendering

@testable import Solids

/// A solid that a text defines, with some parameters set.
func solid(_ text: String, _ settings: KeyValuePairs<String, String> = [:]) throws -> ModelShape {
    let definition = try SolidDefinition(Source(name: "s.yaml", text: text))
    let position = Position(source: Source(name: "test", text: ""), line: 1, column: 1)
    let (values, problems) = definition.values(
        settings.map { Named(name: $0.key, value: $0.value, position: position) })
    if let problem = problems.first { throw problem }
    return try definition.make(values, maxTriangles: 100_000, maxTexels: 64)
}

/// A solid of one material and the parts of a YAML list on one line.
func parts(_ list: String) throws -> Mesh {
    try solid("description: A test.\nmaterials: {m: {colour: grey}}\nparts: \(list)\n").mesh
}

/// `LINE:COLUMN: MESSAGE` for everything that is wrong with a definition.
func mistakes(_ text: String) -> [String] {
    do {
        _ = try solid(text)
        return []
    } catch let error as InvalidFile {
        return error.diagnostics.map { "\($0.position.line):\($0.position.column): \($0.problem.message)" }
    } catch {
        return ["\(error)"]
    }
}
