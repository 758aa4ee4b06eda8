import Diorama
import Studios
import Testing

@testable import CLI

/// What a person meets first: help, and what the tool says of wrong usage.
@Suite struct UsageTests {
    @Test(
        arguments: [["--help"], ["help"], ["help", "preview"], ["check", "-h"], ["--version"], ["schema"]]
            + DioramaCommand.commandNames.map { [$0, "--help"] } + Listing.allCases.map { ["list", $0.rawValue] })
    func askingForHelpIsNoMistake(arguments: [String]) throws {
        let outcome = try Tool.Running(arguments, in: nil).wait()
        #expect(outcome.status == 0)
        #expect(outcome.output.count > 4)
        #expect(outcome.errors.isEmpty)
    }

    @Test func helpNamesEveryCommandAndEveryExitCode() throws {
        let help = try Tool.run("--help").output
        #expect(DioramaCommand.commandNames.count > 8)
        for command in DioramaCommand.commandNames {
            #expect(help.contains("\n  \(command) "), "\(command)")
        }
        for code in ["0 done", "1 the work failed", "2 wrong usage", "75 “merge” waits", "130 interrupted"] {
            #expect(help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(code), "\(code)")
        }
    }

    @Test(arguments: [
        (["--frob"], "Unknown option '--frob'"),
        (["run"], "Missing expected argument"),
        (["run", "p.yaml"], "where to? “--out DIR” for a folder, or “--stream -” for a pipe"),
        (["run", "p.yaml", "--stream", "a.tar"], "--stream takes “-”, standard output; to write files, give --out"),
        (["run", "p.yaml", "--stream", "-", "--out", "o"], "--out is for a dataset in a folder"),
        (["run", "p.yaml", "--out", "o", "--epochs", "2"], "--epochs is for a stream: give “--stream -” with it"),
        (["run", "p.yaml", "--stream", "-", "--epochs", "0"], "The value '0' is invalid for '--epochs <N>'"),
        (["run", "p.yaml", "--stream", "-", "--epoch", "-1"], "--epoch takes a number from 0, found -1"),
        (["run", "p.yaml", "--out", "o", "--images", "-1"], "--images takes a number from 1, found -1"),
        (["run", "p.yaml", "--out", "o", "--seed", "-1"], "The value '-1' is invalid for '--seed <seed>'"),
        (["run", "p.yaml", "--out", "o", "--shard", "-1/2"], "expected K/N with K from 0 to N − 1"),
        (["verify", "o", "--sample", "-1"], "--sample takes a number from 1, found -1"),
        (["run", "p.yaml", "--stream", "-", "--shard", "8/8"], "expected K/N with K from 0 to N − 1"),
        (["run", "p.yaml", "--stream", "-", "--shard", "0/0"], "expected K/N with K from 0 to N − 1"),
        (["run", "p.yaml", "--out", "o", "--frobnicate"], "Unknown option '--frobnicate'"),
        (["run", "p.yaml", "--out", "o", "--jobs", "two"], "The value 'two' is invalid for '--jobs <jobs>'"),
        (["run", "p.yaml", "--out", "o", "--jobs", "0"], "--jobs takes a number from 1, found 0"),
        (["run", "p.yaml", "--out", "o", "--max-pixels", "0"], "--max-pixels takes a number from 1, found 0"),
        (["run", "p.yaml", "--out", "o", "--only", "7-3"], "expected numbers and ranges from 0, such as 7 or 3,10-12"),
        (["run", "p.yaml", "--out", "o", "--only", "9-9223372036854775808"], "expected numbers and ranges from 0"),
        (["run", "p.yaml", "--out", "o", "--only", ""], "expected numbers and ranges from 0, such as 7 or 3,10-12"),
        (
            ["run", "p.yaml", "--out", "o", "--resume", "--overwrite"],
            "--resume keeps what is there and --overwrite removes it: give one"
        ),
        (["run", "p.yaml", "--out", "o", "--shard", "8/8"], "expected K/N with K from 0 to N − 1"),
        (["run", "p.yaml", "--out", "o", "--shard", "0/0"], "expected K/N with K from 0 to N − 1"),
        (["run", "p.yaml", "--out", "o", "--shard", "0/2", "--overwrite"], "--overwrite does not go with --shard"),
        (["preview", "p.yaml", "--images", "0"], "--images takes a number from 1 to 200, found 0"),
        (["list", "colours"], "expected one of objects, placers, blends, effects, formats, datasets"),
    ])
    func wrongUsageIsNamedAndEndsWithTwo(arguments: [String], words: String) throws {
        let studio = try Studio()
        let outcome = try Tool.Running(arguments, in: studio.path).wait()
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("Error: "))
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.errors.contains("Usage: diorama"))
        #expect(try studio.names("").isEmpty)
    }

    @Test func aPipelineThatIsNotThereIsNamed() throws {
        let studio = try Studio()
        for command in [["run", "none.yaml", "--out", "out"], ["check", "none.yaml"], ["preview", "none.yaml"]] {
            let outcome = try Tool.Running(command, in: studio.path).wait()
            #expect(outcome.status == 2)
            #expect(outcome.errors == "error: cannot read none.yaml: there is no such file\n")
        }
        #expect(try studio.names("").isEmpty)
    }

    @Test func aMistypedCommandGetsASuggestion() throws {
        let studio = try Studio()
        let outcome = try Tool.run("rnu", "pipeline.yaml", in: studio)
        #expect(outcome.status == 2)
        #expect(outcome.errors == "error: unknown command “rnu”; did you mean “run”?\n")
        #expect(try Tool.run("help", "run", in: studio).status == 0)
    }

    @Test func filesThatArePassedOverAreNamed() throws {
        let studio = try Studio()
        try studio.photo("images/a.jpg")
        try studio.write("nothing", to: "images/b.HEIC")
        try studio.write("horizon: 0.5\n", to: "images/a.scene.yml")
        try studio.write("0 0.5 0.5 0.1 0.1\n", to: "labels/a.txt")
        try studio.write("diorama: 1\nbackgrounds: {photos: [images]}\n", to: "pipeline.yaml")
        let checked = try Tool.run("check", "pipeline.yaml", in: studio)
        #expect(checked.status == 0)
        #expect(
            checked.output.contains(
                "  skipped images/b.HEIC: pictures of this kind are not read; save it as one of .jpeg"))
        #expect(
            checked.output.contains(
                "  skipped images/a.scene.yml: facts of a photo are not read from this name; rename it to images/a.scene.yaml"
            ))
        #expect(
            checked.output.contains("  warning: the photos in images/ have labels beside them (images/../labels/a.txt)")
        )
    }

    @Test(arguments: [
        ("a.txt", "0 0.5 0.5 0.1 0.1\n", true), ("a.xml", "<annotation><object/></annotation>", true),
        ("a.json", #"{"version": "5", "shapes": []}"#, true), ("a.txt", "A dog in the rain, 5 years old\n", false),
    ]) func labelsBetweenThePhotosAreTold(name: String, text: String, areLabels: Bool) throws {
        let studio = try Studio()
        try studio.photo("images/a.jpg")
        try studio.write(text, to: "images/\(name)")
        try studio.write("diorama: 1\nbackgrounds: {photos: [images]}\n", to: "pipeline.yaml")
        let words = "the photos in images/ have labels beside them (images/\(name)), which are not read"
        #expect(try Tool.run("check", "pipeline.yaml", in: studio).output.contains(words) == areLabels)
    }

    @Test(arguments: ["\"\"", "\"  \"", "\"<b> </b>\""]) func aTextWithoutLettersIsAMistake(text: String) throws {
        let studio = try Studio()
        try studio.photo("a.jpg")
        try studio.write(
            "diorama: 1\nbackgrounds: {photos: [a.jpg]}\nobjects: {t: {from: {text: \(text)}, size: 0.3}}\n",
            to: "pipeline.yaml")
        let checked = try Tool.run("check", "pipeline.yaml", in: studio)
        #expect(checked.status == 2)
        let words =
            text == "\"\"" ? "nothing to write: give “text”, “words” or “numbers”" : "shows nothing: write at least"
        #expect(checked.errors.contains("pipeline.yaml:3:") && checked.errors.contains(words))
    }

    @Test func sizesThatAreLeftToChanceAreToldByTheCheck() throws {
        let studio = try Studio()
        try studio.photo("photos/a.jpg")
        try studio.write(
            """
            diorama: 1
            images: 2
            backgrounds: {photos: [photos]}
            objects:
              tall: {from: {text: {text: A, background: red}}, height: 2}
              bare: {from: {text: {text: A, background: red}}}
              sound: {from: {text: {text: A, background: red}}, size: 0.3}

            """, to: "pipeline.yaml")
        let output = try Tool.run("check", "pipeline.yaml", in: studio).output
        #expect(
            output.contains(
                "  warning: “tall” has a “height”, which gives no size to an object that does not stand on the ground"))
        #expect(output.contains("  warning: “bare” has neither “size” nor “height”"))
        #expect(!output.contains("“sound” has"))
    }

    @Test func theFilesThatComeWithItAreNamedWhereTheyAreNotFound() throws {
        let studio = try Studio()
        let outcome = try Tool.Running(
            ["run", "quickstart", "--out", "out"], in: studio.path, environment: ["DIORAMA_SHARE": "/nowhere"]
        ).wait()
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.contains(
                "no worked pipeline of this name; the files that come with diorama are not in /nowhere"),
            "\(outcome.errors)")
    }

    /// As where a script names it by a variable that is not set.
    @Test(arguments: [["init"], ["run", "pipeline.yaml", "--out"]])
    func aFolderWithoutANameIsWrongUsage(arguments: [String]) throws {
        let studio = try Studio()
        try studio.photo("photos/a.jpg")
        try studio.write("diorama: 1\nbackgrounds: {photos: [photos]}\n", to: "pipeline.yaml")
        let outcome = try Tool.Running(arguments + [""], in: studio.path).wait()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("error: cannot make the folder “”: its name is empty"), "\(outcome.errors)")
    }

    @Test func theStarterRunsOnceThereIsAPhoto() throws {
        let studio = try Studio()
        let started = try Tool.run("init", "begin", in: studio)
        #expect(started.status == 0)
        #expect(
            started.output == """
                Wrote begin/pipeline.yaml. Next:
                  1. put photos into begin/photos
                  2. diorama preview begin/pipeline.yaml --out sheet.png    and look at sheet.png
                  3. diorama run begin/pipeline.yaml --out begin/dataset

                """)
        #expect(
            try Tool.run("init", "it's mine", in: studio).output.contains(
                "diorama run 'it'\\''s mine/pipeline.yaml' --out 'it'\\''s mine/dataset'\n"))
        let again = try Tool.run("init", "begin", in: studio)
        #expect(again.status == 2)
        #expect(again.errors == "error: begin/pipeline.yaml is there already; nothing was changed\n")

        try studio.photo("begin/photos/a.jpg", width: 160, height: 120)
        let checked = try Tool.run("check", "begin/pipeline.yaml", in: studio)
        #expect(checked.status == 0)
        #expect(
            checked.output.hasPrefix(
                "begin/pipeline.yaml: 24 images from 1 photo and 1 kind of objects\n"))
        #expect(checked.output.contains("  24 scenes drawn as a sample\n"))
        #expect(!checked.output.contains("warning"))
        let made = try Tool.run("run", "begin/pipeline.yaml", "--images", "3", "--out", "begin/dataset", in: studio)
        #expect(made.status == 0, "\(made.errors)")
        let audit = try Tool.run("check", "begin/dataset", in: studio)
        #expect(audit.status == 0)
        #expect(audit.output.hasSuffix("nothing wrong\n"))
        let explained = try Tool.run("explain", "begin/dataset", "2", in: studio)
        #expect(explained.status == 0)
        #expect(explained.output.hasPrefix("{\n"))
        let missing = try Tool.run("explain", "begin/dataset", "3", in: studio)
        #expect(missing.status == 2)
        #expect(missing.errors == "error: begin/dataset has no image 3\n")
    }

    @Test func aDamagedDatasetFailsItsCheck() throws {
        let studio = try Studio()
        _ = try Tool.run("init", ".", in: studio)
        try studio.photo("photos/a.jpg")
        #expect(try Tool.run("run", "pipeline.yaml", "--images", "2", "--out", "out", in: studio).status == 0)
        try studio.write([0xFF, 0xD8, 0xFF], to: "out/images/000001.jpg")
        let audit = try Tool.run("check", "out", in: studio)
        #expect(audit.status == 1)
        #expect(audit.output.contains("000001.jpg"))
    }
}
