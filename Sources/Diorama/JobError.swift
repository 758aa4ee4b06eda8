/// Why a run cannot be done, in words for the person who started it.
public enum JobError: Error, Sendable, CustomStringConvertible {
    /// What was asked for cannot be: nothing has been written.
    case usage(String)
    /// A photo or object that cannot be read, in a strict run.
    case unreadable(String)
    /// Some of several models cannot be read; the others have been drawn.
    case undrawn([String], drawn: String)
    /// The system gives no more threads, for the reason that it states.
    case noThread(String)
    /// A run that had begun failed, and can go on: how many of how many images are finished, and in which folder.
    case stopped(any Error, finished: Int, of: Int, in: String)
    /// Nothing came of a dataset; before the reason, what is wrong with it, in lines.
    case fruitless([String], String)
    /// None of the photos can be decoded for this image.
    case noPhotoLeft(Int, [String])

    /// The sentence for the person who started the work: which file or setting, what is wrong, what to do.
    public var description: String {
        switch self {
        case .usage(let sentence): sentence
        case .unreadable(let what): "\(what) (the run is strict, so it ends here)"
        case .undrawn(let reasons, let drawn): "\(drawn), without:\n  " + reasons.joined(separator: "\n  ")
        case .noThread(let reason):
            "a thread cannot be started: \(reason) (raise the limits on processes and memory, or give a smaller --jobs)"
        case .stopped(let error, let finished, let count, let folder):
            "\(error)\n\(finished.grouped) of \(count.counting("image")) are finished in \(folder). Once that is put right, "
                + "the same command with --resume goes on."
        case .fruitless(let lines, let reason): (lines + [reason]).joined(separator: "\n")
        case .noPhotoLeft(let image, let reasons):
            "image \(image): none of the photos can be decoded:\n  " + reasons.joined(separator: "\n  ")
        }
    }
}
