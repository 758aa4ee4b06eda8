internal import Archives
import Findings
internal import Foundation
internal import Glibc

/// The side of a process that does nothing but read models for another one, which speaks to it through standard input.
package enum ImportServer {
    /// Answers requests, one after the other, until the other process wants no more or has ended.
    ///
    /// Before each model the limits are set that end this process where the model takes more.
    package static func serve() -> Never {
        // Files that the other process has open are none of this one's.
        for descriptor in STDERR_FILENO + 1..<1024 { close(descriptor) }
        // A person's Ctrl-C and a scheduler's request to end are for the other process, which may finish its images.
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        limit(RLIMIT_CORE, to: 0)
        // Nothing is ever written; and libvips, which would keep large pictures in files, has them in memory.
        limit(RLIMIT_FSIZE, to: 0)
        signal(SIGXFSZ, SIG_IGN)
        setenv("VIPS_DISC_THRESHOLD", "1000g", 1)
        limit(RLIMIT_NOFILE, to: 256)
        // The thread of the requests may be deep in a model when the other process ends.
        let end = dup(STDIN_FILENO)
        Thread.detachNewThread {
            SocketStream(end).waitForEnd()
            _exit(0)
        }
        var stream = SocketStream(dup(STDIN_FILENO))
        var archive: Archive?
        while let request = try? ImportRequest(from: &stream) {
            let answer = answer(request, &archive)
            guard (try? answer.write(to: &stream)) != nil else { break }
        }
        _exit(0)
    }

    private static func answer(_ request: ImportRequest, _ archive: inout Archive?) -> ImportAnswer {
        limit(RLIMIT_CPU, to: Int((processorSeconds + request.limits.seconds).rounded(.up)))
        limit(RLIMIT_AS, to: pages(0) + max(0, request.limits.memory - ownMemory))
        if FileManager.default.currentDirectoryPath != request.folder {
            _ = FileManager.default.changeCurrentDirectoryPath(request.folder)
        }
        do throws(RenderingError) {
            let place: ModelPlace
            if let member = request.member {
                place = .archive(try open(request.path, &archive), member: member)
            } else {
                place = .disk(request.path)
            }
            return .parts(try MeshParts(ImportedFiles(place), request.options))
        } catch {
            return .failure(error)
        }
    }

    /// An archive, with the list of the last one kept, since many models of one are asked for in a row.
    private static func open(_ path: String, _ last: inout Archive?) throws(RenderingError) -> Archive {
        if let last, last.path == path { return last }
        do throws(ArchiveError) {
            let archive = try Archive(path: path)
            last = archive
            return archive
        } catch {
            throw RenderingError(.unreadable, file: error.file, error.words)
        }
    }

    /// Sets the limit that counts, not the one up to which it may be raised for the next model.
    private static func limit(_ resource: __rlimit_resource, to value: Int) {
        var current = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &current) == 0 else { return }
        current.rlim_cur = min(rlim_t(max(0, value)), current.rlim_max)
        _ = setrlimit(__rlimit_resource_t(resource.rawValue), &current)
    }

    /// What this process has had of the processor.
    private static var processorSeconds: Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// In bytes: what the program itself holds before it has read any model, which is a part of what it may hold.
    private static let ownMemory = pages(1)

    /// A number of pages that the system counts for this process, in bytes: 0 for its address space, that of the program,
    /// its libraries, and what is kept of models that were read before; 1 for what is held in memory.
    private static func pages(_ field: Int) -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return (fields.count > field ? Int(fields[field]) ?? 0 : 0) * Int(getpagesize())
    }
}
