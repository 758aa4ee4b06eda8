/// What a process does for a run, which decides what helps where the folder holds another one.
package enum RunRole: Sendable {
    /// It makes the whole dataset, or what is missing of it.
    case whole
    /// It makes some blocks, as others do at the same time: nobody may begin anew.
    case shard
    /// It puts together what shards have made.
    case merge

    /// What to do where the folder's run is another one.
    var remedyForOtherRun: String {
        switch self {
        case .whole: "give the same command as before, --overwrite to begin anew, or another folder"
        case .shard: "give all shards of a folder the same pipeline and options, or give another folder"
        case .merge: "merge with the pipeline and the program that the shards had, or make them again in another folder"
        }
    }

    /// What to do where the folder's run cannot be known any more.
    var remedyForDamage: String {
        switch self {
        case .whole: "give --overwrite to begin anew, or another folder"
        case .shard, .merge: "make all shards again in another folder"
        }
    }

    /// What to do where the run reads other files than before.
    var remedyForOtherFiles: String {
        switch self {
        case .whole: "restore those files, give --overwrite to begin anew, or choose another folder"
        case .shard, .merge: "restore those files, or make all shards again in another folder"
        }
    }
}
