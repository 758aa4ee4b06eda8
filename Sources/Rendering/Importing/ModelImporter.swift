internal import Dispatch
import Findings
internal import Glibc
internal import Synchronization

/// Reads models for all threads of a job so that no model can end or stop the job's process.
///
/// Assimp, which reads them, trusts its files: a broken one makes it crash, spin for ever or take all memory. So it
/// runs in child processes, which have limits. A child reads model after model, since starting one costs as much as
/// reading a small model. A child that crashes or has to be stopped is reported as the fault of its model. Where the
/// child had read others before, a new one tries the model again, so that the report depends on this model alone.
///
/// Failures are kept, since a file that spins does so each time; `ObjectLibrary` keeps the models that are made of
/// answers.
package final class ModelImporter: Sendable {
    private let host: ImportHost
    private let limits: ImportLimits
    private let resting = Resting()
    private let failures = Mutex([ImportRequest: RenderingError]())

    package init(_ host: ImportHost = .standard, limits: ImportLimits = ImportLimits()) {
        self.host = host
        self.limits = limits
    }

    /// A mesh, and contents of its file that the mesh lacks, a sentence each.
    package struct Imported: Sendable {
        package var mesh: Mesh
        package var notices: [String]

        fileprivate init(_ parts: MeshParts, _ name: String) throws(RenderingError) {
            mesh = try Mesh(parts, file: name)
            notices = parts.notices
        }
    }

    /// Reads a model with its textures.
    ///
    /// Throws like `Mesh.init(file:_:)`, and `.crashed`, `.tookTooLong` and `.outOfMemory` where the child failed so.
    package func read(
        _ place: ModelPlace, _ options: Mesh.Options = Mesh.Options()
    ) throws(RenderingError) -> Imported {
        guard case .child(let executable, let arguments) = host else {
            return try Imported(MeshParts(ImportedFiles(place), options), place.name)
        }
        let request = ImportRequest(place, options, limits)
        if let known = failures.withLock({ $0[request] }) { throw known }
        do throws(RenderingError) {
            if let used = resting.take(), let answer = try answer(of: used, to: request, place.name) {
                return try Imported(try parts(answer, place.name), place.name)
            }
            return try Imported(parts(try ask(executable, arguments, request, place.name), place.name), place.name)
        } catch {
            failures.withLock { $0[request] = error }
            throw error
        }
    }

    /// The answer of a child that has read other models before; nil where a new child has to be asked, since those
    /// other models may have caused the fault.
    private func answer(
        of used: ImportChild, to request: ImportRequest, _ name: String
    ) throws(RenderingError) -> ImportAnswer? {
        do throws(BrokenStream) {
            let answer = try used.ask(request)
            if case .parts = answer { resting.add(used) }
            return answer.isShortage ? nil : answer
        } catch {
            let end = used.waitForEnd()
            guard end.isLate || error == .late else { return nil }
            throw failure(error, end, name)
        }
    }

    private func ask(
        _ executable: String, _ arguments: [String], _ request: ImportRequest, _ name: String
    ) throws(RenderingError) -> ImportAnswer {
        let child: ImportChild
        do throws(ImportChild.Errno) {
            child = try ImportChild(executable: executable, arguments: arguments)
        } catch {
            throw RenderingError(.crashed, file: name, "its importer, \(executable), cannot be started: \(error)")
        }
        do throws(BrokenStream) {
            let answer = try child.ask(request)
            // After a failure, a parser may have left its memory in any state.
            if case .parts = answer { resting.add(child) }
            return answer
        } catch {
            throw failure(error, child.waitForEnd(), name)
        }
    }

    private func parts(_ answer: ImportAnswer, _ name: String) throws(RenderingError) -> MeshParts {
        switch answer {
        case .parts(let parts): return parts
        case .failure(let error) where error.code == .outOfMemory: throw outOfMemory(name)
        case .failure(let error): throw error
        }
    }

    // MARK: - Ends

    /// Why there is no answer.
    private func failure(_ stream: BrokenStream, _ end: ImportChild.End, _ name: String) -> RenderingError {
        if end.isLate || stream == .late {
            return RenderingError(.tookTooLong, file: name, "its importer took more than \(limits.secondsText)")
        }
        if end.isShort || end.memory > limits.memory / 10 * 9 { return outOfMemory(name) }
        if case .malformed(let reason) = stream {
            return RenderingError(
                .crashed, file: name, "its importer gave an answer that makes no sense: \(reason)")
        }
        if let signal = end.signal {
            return RenderingError(
                .crashed, file: name,
                "its importer crashed (\(ImportChild.name(ofSignal: signal))): the file is damaged, or of a kind that "
                    + "Assimp cannot read; export it anew")
        }
        return RenderingError(.crashed, file: name, "its importer ended without an answer")
    }

    private func outOfMemory(_ name: String) -> RenderingError {
        RenderingError(.outOfMemory, file: name, "its importer ran out of its \(limits.memoryText) of memory")
    }
}

/// The children that wait for their next model.
private final class Resting: Sendable {
    private let children = Mutex([ImportChild]())

    /// How long a child waits before it is ended.
    private static let rest = Duration.seconds(2)

    func take() -> ImportChild? { children.withLock { $0.popLast() } }

    func add(_ child: ImportChild) {
        children.withLock { $0.append(child) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(2100)) { [weak self] in
            self?.endThoseAtRest()
        }
    }

    private func endThoseAtRest() {
        let old = children.withLock { children -> [ImportChild] in
            let old = children.filter { ContinuousClock.now - $0.lastUse >= Self.rest }
            children.removeAll { child in old.contains { $0 === child } }
            return old
        }
        for child in old { _ = child.end() }
    }
}
