import Foundation
import Studios
import Testing

/// What bash's completions offer. Once a command has completions of its own, bash completes nothing else: not even files.
@Suite struct CompletionTests {
    @Test func commandsOptionsAndPathsAreCompleted() throws {
        let studio = try Studio()
        for name in ["a b.yaml", "notes.txt", "page.html", "sheet.png", "data/x"] { try studio.write("", to: name) }
        let script = try Tool.run("--generate-completion-script", "bash").output
        try studio.write(script, to: "completion/diorama")
        // Files and folders of the project by the words so far; of names that begin alike, all.
        let cases: [(words: String, offers: Set<String>)] = [
            ("ver", ["verify"]), ("run --sh", ["--shard"]), ("submit ", ["slurm"]), ("list ob", ["objects"]),
            ("run a", ["a b.yaml"]), ("run 'a b.yaml' --out da", ["data"]), ("preview a", ["a b.yaml"]),
            ("submit slurm a", ["a b.yaml"]), ("submit slurm p.yaml --out d", ["data"]), ("check n", ["notes.txt"]),
            ("check da", ["data"]), ("verify d", ["data"]), ("verify data --pipeline a", ["a b.yaml"]),
            ("merge d", ["data"]), ("merge data --pipeline a", ["a b.yaml"]), ("status d", ["data"]),
            ("convert d", ["data"]), ("report d", ["data"]), ("report data --out p", ["page.html"]),
            ("compare d", ["data"]), ("explain d", ["data"]), ("init d", ["data"]), ("studio d", ["data"]),
            ("facts s", ["sheet.png"]), ("view n", ["notes.txt"]), ("view n --out s", ["sheet.png"]),
            // A pipeline is a YAML file.
            ("run n", []),
        ]
        let calls = cases.map { "offers diorama \($0.words.hasSuffix(" ") ? $0.words + "''" : $0.words)" }
        try studio.write(
            """
            source completion/diorama
            offers() {
                COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=0 COMPREPLY=()
                COMP_POINT=${#COMP_LINE}
                _diorama diorama "${@: -1}" "${@: -2:1}" 2>&1
                local IFS=,
                echo "${COMPREPLY[*]}"
            }
            \(calls.joined(separator: "\n"))

            """, to: "try.sh")
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["try.sh"]
        shell.currentDirectoryURL = URL(fileURLWithPath: studio.path)
        let output = Pipe()
        (shell.standardOutput, shell.standardError) = (output, output)
        try shell.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        shell.waitUntilExit()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == cases.count, "\(text)")
        for (line, wanted) in zip(lines, cases) {
            #expect(Set(line.split(separator: ",").map(String.init)) == wanted.offers, "\(wanted.words)")
        }
    }
}
