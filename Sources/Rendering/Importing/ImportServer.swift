internal import Archives
import Findings
internal import Foundation
internal import Glibc

/// The side of a process that only reads models for another one, which talks to it through standard input.
package enum ImportServer {
    /// Answers requests, one after the other, until the other process needs no more or has ended.
    ///
    /// Before each model it sets the limits that end this process where the model needs more.
    package static func serve() -> Never {
        // Files that the other process has open do not belong to this one.
        for descriptor in STDERR_FILENO + 1..<1024 { close(descriptor) }
        // A person's Ctrl-C and a scheduler's request to end are meant for the other process, which may finish its
        // images.
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        limit(RLIMIT_CORE, to: 0)
        // This process writes no files; libvips, which would keep large pictures in files, holds them in memory.
        limit(RLIMIT_FSIZE, to: 0)
        signal(SIGXFSZ, SIG_IGN)
        setenv("VIPS_DISC_THRESHOLD", "1000g", 1)
        limit(RLIMIT_NOFILE, to: 256)
        // The thread that reads requests may be busy with a model when the other process ends.
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

    /// Opens an archive and keeps the last one, since many models of one archive are asked for in a row.
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

    /// Sets the soft limit, not the hard one up to which it may be raised for the next model.
    private static func limit(_ resource: __rlimit_resource, to value: Int) {
        var current = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &current) == 0 else { return }
        current.rlim_cur = min(rlim_t(max(0, value)), current.rlim_max)
        _ = setrlimit(__rlimit_resource_t(resource.rawValue), &current)
    }

    /// The processor time that this process has used.
    private static var processorSeconds: Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The memory that the program holds before it has read any model, in bytes; it counts as a part of the limit.
    private static let ownMemory = pages(1)

    /// A count of pages that the system keeps for this process, in bytes. Field 0 is its address space: the program,
    /// its libraries, and memory kept from earlier models. Field 1 is the memory that it really holds.
    private static func pages(_ field: Int) -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return (fields.count > field ? Int(fields[field]) ?? 0 : 0) * Int(getpagesize())
    }
}
