package import Cards
package import Drawings
import Findings
package import Rendering
import Solids

/// A solid that a definition file describes: parts of simple shapes with materials, whose measures, colours and texts
/// may vary.
package struct Solid: ModelSource {
    package var file: [String] = []
    package var set: [Named<String>] = []

    package init() {}

    package static let isMadeQuickly = true

    package static let card = Card<Solid>(
        "solid", "A procedural 3D object from a definition file, rendered into the photo's camera and light.",
        .required(
            "file", \.file, .oneOrMore(.shippedPath("solid", extensions: extensions)),
            "The definition (YAML), or the name of one in objects/. From several, from a folder or from a glob, one is drawn each time."
        ),
        .field(
            "set", \.set, .map(.textOrNumber, of: "parameter names"),
            "The definition's parameters. The others keep their defaults.")
    )

    private static let extensions = ["yaml", "yml"]

    /// The most triangles: no object of a photo shows more.
    package static let maxTriangles = 1_000_000

    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> Solid {
        let files = try lists.files(file, extensions: Solid.extensions)
        var one = self
        one.file = [files[stream.integer(0, files.count - 1)]]
        return one
    }

    package func shape(_ lists: FileLists, _ limits: ModelLimits) throws(ObjectError) -> ModelShape {
        let made: Result<ModelShape, ObjectError>
        do throws(InvalidFile) {
            made = try make(limits)
        } catch {
            made = .failure(
                ObjectError(.unreadable, error.diagnostics.map { ObjectError($0).description }.joined(separator: "\n")))
        }
        return try made.get()
    }

    /// Builds the solid.
    ///
    /// - Returns: the first of the settings that the definition does not take as a failure.
    /// - Throws: `InvalidFile` with every mistake in the definition.
    package func make(_ limits: ModelLimits) throws(InvalidFile) -> Result<ModelShape, ObjectError> {
        guard file.count == 1 else { preconditionFailure("one definition is chosen before it is read") }
        let definition = try SolidDefinition.read(file[0])
        let (values, problems) = definition.values(set)
        if let problem = problems.first { return .failure(problem) }
        return .success(try definition.make(values, maxTriangles: min(limits.maxFaces, Solid.maxTriangles)))
    }

    /// Reads each definition and builds it with its defaults and with the pipeline's settings; each mistake is reported
    /// with its place in that file.
    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        var problems: [ObjectError] = []
        for path in values.texts("file") {
            do throws(ObjectError) {
                for file in try lists.files([path], extensions: extensions) {
                    problems += Solid.problems(of: file, values)
                }
            } catch {
                problems.append(error)
            }
        }
        return problems
    }

    package static func origins(in values: DraftValues, _ lists: FileLists) -> [String] {
        values.texts("file").flatMap { (try? lists.files([$0], extensions: extensions)) ?? [] }
    }

    package func origin(_ lists: FileLists) -> String { file.first ?? "" }

    package static func keypointNames(in values: DraftValues, of category: String?, _ lists: FileLists) -> [String] {
        guard category == nil else { return [] }
        let files = values.texts("file").flatMap { (try? lists.files([$0], extensions: extensions)) ?? [] }
        let names = files.flatMap { (try? SolidDefinition.read($0))?.keypointNames ?? [] }
        var known: Set<String> = []
        return names.filter { known.insert($0).inserted }
    }

    package static func licences(in values: DraftValues, _ lists: FileLists) -> [Licence] {
        values.texts("file").flatMap { (try? lists.files([$0], extensions: extensions)) ?? [] }
            .compactMap { lists.credits(ofSolid: $0)?.licence }
    }

    package func credits(_ lists: FileLists) -> [Credits] {
        guard file.count == 1 else { preconditionFailure("one definition is chosen before it is read") }
        return [lists.credits(ofSolid: file[0])].compactMap { $0 }
    }

    private static func problems(of file: String, _ drafts: DraftValues) -> [ObjectError] {
        do throws(InvalidFile) {
            let definition = try SolidDefinition.read(file)
            var problems: [ObjectError] = []
            for setting in drafts.entries("set") {
                guard let parameter = definition.parameters.first(where: { $0.name == setting.name })?.value else {
                    problems.append(definition.unknown(setting.name))
                    continue
                }
                if setting.values.contains(where: { $0.isUnbounded }) {
                    problems.append(definition.unbounded(setting.name, parameter))
                    continue
                }
                for value in setting.values where parameter.setting(value.flowText) == nil {
                    problems.append(definition.refused(value.flowText, for: setting.name, parameter))
                }
            }
            guard problems.isEmpty else { return problems }
            // Once with its defaults, and then so that each value that the pipeline writes out is tried.
            let given = drafts.settings("set")
            for settings in given.first?.isEmpty == false ? [[]] + given : given {
                do throws(InvalidFile) {
                    _ = try definition.make(
                        definition.values(settings).values, maxTriangles: maxTriangles, maxTexels: 16)
                } catch {
                    let written = settings.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
                    for diagnostic in error.diagnostics {
                        var problem = ObjectError(diagnostic)
                        guard !problems.contains(where: { $0.file == problem.file }) else { continue }
                        if !written.isEmpty { problem.words += " (with \(written))" }
                        problems.append(problem)
                    }
                }
            }
            return problems
        } catch {
            return error.diagnostics.map { ObjectError($0) }
        }
    }
}

extension ObjectError {
    /// A mistake in a file that a pipeline names.
    init(_ diagnostic: Diagnostic) {
        let position = diagnostic.position
        if case .unreadable(let path, let reason) = diagnostic.problem {
            self.init(.missing, file: path, reason)
        } else {
            self.init(
                .unreadable, file: "\(position.source.name):\(position.line):\(position.column)",
                diagnostic.problem.message)
        }
    }
}
