package import Cards

extension Pipeline {
    /// The path of the pipeline file that a command names: the path itself, or that of a worked pipeline which comes with
    /// the program, by its bare name, such as `quickstart`. A file of that name is taken first; a folder is not.
    package static func path(of name: String) throws(InvalidFile) -> String {
        guard ShippedFiles.isBare(name), !FilePattern.isFile(name) else { return name }
        if let file = ShippedFiles.file(named: name, in: "pipelines", extensions: ["yaml"]) { return file }
        let names = ShippedFiles.names(in: "pipelines", extensions: ["yaml"])
        // Of what is there and no file, reading it tells more.
        guard !FilePattern.exists(name) else { return name }
        let meant =
            name.nearest(among: names).map { "did you mean “\($0)”?" } ?? "there are " + names.joined(separator: ", ")
        let position = Position(source: Source(name: name, text: ""), line: 1, column: 1)
        let reason =
            "there is no such file, and no worked pipeline of this name; "
            + (names.isEmpty ? ShippedFiles.absence : meant)
        throw InvalidFile([Diagnostic(.unreadable(path: name, reason: reason), at: position)])
    }
}
