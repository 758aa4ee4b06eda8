/// Work on a dataset that was not completed.
enum UnfinishedWork {
    case run, replacing, importing

    /// The problem in words, without the folder.
    var words: String {
        switch self {
        case .run: "its run has not ended"
        case .replacing: "it is being replaced by another dataset, whose run has not ended"
        case .importing: "the conversion that makes it has not ended"
        }
    }

    var remedy: String {
        switch self {
        case .run:
            "wait for it, or give the same “diorama run” with --resume; “diorama merge” finishes what shards have made"
        case .replacing: "wait for it, or give the same “diorama run” with --resume"
        case .importing: "wait for it, or give the same “diorama convert --from” again"
        }
    }
}

extension DatasetLayout {
    /// The work that the folder's journal belongs to; nil where there is none.
    var unfinished: UnfinishedWork? {
        let path = path(Self.journal)
        guard Folder.kind(of: path) != .missing else { return nil }
        if ImportJournal.isOne(path) { return .importing }
        // A journal that cannot be read belongs to a run that had hardly begun.
        let isReplacing = (try? Journal.Preamble(of: path))?.replaced.isEmpty == false
        return isReplacing ? .replacing : .run
    }
}
