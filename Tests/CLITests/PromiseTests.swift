import Foundation
import Studios
import Testing

/// The page docs/guarantees.md: each promise has a test of its name.
@Suite struct PromiseTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        for number in 0..<3 {
            try studio.photo("project/photos/\(number).jpg", width: 120, height: 90, seed: number + 1)
        }
        try studio.photo("outside/4.jpg", width: 120, height: 90, seed: 9)
        try studio.cutout("project/cutouts/disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            seed: 4
            images: 8
            backgrounds: {photos: [photos, ../outside], resize: {longest: 80}}
            objects: {disc: {from: {cutouts: cutouts/*.png}}}
            scene: {count: {integers: [2, 4]}}

            """, to: "project/pipeline.yaml")
    }

    private func run(_ arguments: String..., from folder: String = "", _ variables: [String: String] = [:]) throws
        -> Tool.Outcome
    {
        try Tool.Running(
            ["run"] + arguments + ["--quiet"], in: studio.path + "/" + folder, environment: variables
        ).wait()
    }

    /// The names of the promises as functions of this file are named.
    @Test func everyPromiseHasATest() throws {
        let section = try Page("docs/guarantees.md").text
        let promises = section.components(separatedBy: "\n- **").dropFirst().map {
            $0.components(separatedBy: ".**")[0]
        }
        #expect(promises.count >= 5)
        let own = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
        for promise in promises {
            let words = promise.split(separator: " ")
            let name =
                words[0].lowercased() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            #expect(own.contains("func \(name)("), "no test is named \(name)")
        }
    }

    @Test func theSameBytes() throws {
        try #require(try run("project/pipeline.yaml", "--out", "whole").status == 0)
        let whole = try studio.files("whole")
        for (number, (folder, pipeline, variables)) in [
            ("project", "pipeline.yaml", [:]), ("outside", "../project/pipeline.yaml", [:]),
            ("", studio.path + "/project/pipeline.yaml", ["TZ": "Asia/Tokyo", "LC_ALL": "C"]),
            ("", "project/pipeline.yaml", ["VIPS_NOVECTOR": "1"]),
        ].enumerated() {
            let out = studio.path + "/out\(number)"
            let outcome = try run(pipeline, "--out", out, "--jobs", "\(number + 1)", from: folder, variables)
            try #require(outcome.status == 0, "\(outcome.errors)")
            #expect(try studio.files("out\(number)") == whole, "from “\(folder)”, \(pipeline), \(variables)")
        }
        try #require(try run("project/pipeline.yaml", "--out", "seven", "--only", "7").status == 0)
        for name in ["images/000007.jpg", "masks/000007.png"] {
            #expect(try studio.files("seven")[name] == whole[name])
        }
        // Nothing says where the project lies on this machine.
        for name in ["scenes.jsonl", "annotations/instances.json", "stats.json", "run.json"] {
            #expect(try !studio.text("whole/" + name).contains(studio.path), "\(name)")
        }
        #expect(try studio.text("whole/annotations/instances.json").contains("\"source\":\"photos/0.jpg\""))
        #expect(try studio.text("whole/scenes.jsonl").contains("\"file\":\"../outside/4.jpg\""))
        #expect(try studio.text("whole/scenes.jsonl").contains("\"cutouts/disc.png\""))
    }

    /// Kills, power cuts and what they leave are tried by `Tests/Faults` and `ResumeTests`.
    @Test func noHalfFiles() throws {
        try #require(try run("project/pipeline.yaml", "--out", "whole").status == 0)
        let whole = try studio.files("whole")
        let run = try Tool.start("run", "project/pipeline.yaml", "--out", "cut", "--quiet", "--jobs", "1", in: studio)
        while run.process.isRunning, (try? studio.names("cut").contains("images/000001.jpg")) != true {
            Thread.sleep(forTimeInterval: 0.002)
        }
        run.send(SIGKILL)
        _ = try run.wait()
        let left = try studio.files("cut").filter { $0.key.hasPrefix("images/") && !$0.key.hasSuffix(".part") }
        #expect(!left.isEmpty)
        for (name, bytes) in left { #expect(bytes == whole[name], "\(name)") }
        #expect(try self.run("project/pipeline.yaml", "--out", "cut", "--resume").status == 0)
        #expect(try studio.files("cut") == whole)
    }

    @Test func nothingElseIsOverwritten() throws {
        try #require(try run("project/pipeline.yaml", "--out", "out").status == 0)
        let before = try studio.files("out")
        #expect(try run("project/pipeline.yaml", "--out", "out", "--seed", "5").status == 2)
        #expect(try studio.files("out") == before)
        try studio.write("mine", to: "out/images/mine.jpg")
        let replaced = try run("project/pipeline.yaml", "--out", "out", "--overwrite")
        #expect(replaced.status == 0)
        #expect(replaced.output.contains("kept images/mine.jpg"))
        #expect(try studio.text("out/images/mine.jpg") == "mine")
        try studio.write("mine", to: "notes/file")
        for option in ["--overwrite", "--resume"] {
            #expect(try run("project/pipeline.yaml", "--out", "notes", option).status == 2)
        }
        #expect(try studio.files("notes").count == 1)

        // Sheets replace sheets, and nothing else unless that is asked for; what they are made from never.
        let photo = try studio.files("project")["photos/0.jpg"]
        func preview(_ out: String, _ more: String...) throws -> Int32 {
            try Tool.Running(
                ["preview", "project/pipeline.yaml", "--images", "1", "--out", out] + more, in: studio.path
            ).wait().status
        }
        #expect(try preview("project/photos/0.jpg") == 2)
        #expect(try preview("project/photos/0.jpg", "--overwrite") == 2)
        #expect(try studio.files("project")["photos/0.jpg"] == photo)
        try studio.write("mine", to: "sheet.png")
        #expect(try preview("sheet.png") == 2)
        #expect(try studio.text("sheet.png") == "mine")
        #expect(try preview("sheet.png", "--overwrite") == 0)
        #expect(try preview("sheet.png") == 0)
        #expect(try preview("sheet.jpg") == 0)
        #expect(try preview("sheet.jpg") == 0)
    }

    @Test func aRunGoesOnWithTheSameFilesOnly() throws {
        let run = try Tool.start(
            "run", "project/pipeline.yaml", "--images", "20000", "--out", "cut", "--quiet", in: studio)
        while run.process.isRunning, (try? studio.names("cut").contains("images/000001.jpg")) != true {
            Thread.sleep(forTimeInterval: 0.002)
        }
        run.send(SIGINT)
        #expect(try run.wait().status == 130)
        func resume() throws -> Tool.Outcome {
            try self.run("project/pipeline.yaml", "--images", "20000", "--out", "cut", "--resume", "--only", "0-1")
        }
        #expect(try resume().errors.contains("--only was not given and is 0-1"))
        for name in ["project/photos/0.jpg", "project/photos/new.jpg", "project/cutouts/disc.png"] {
            let before = FileManager.default.contents(atPath: studio.path(name))
            let time = try? FileManager.default.attributesOfItem(atPath: studio.path(name))[.modificationDate] as? Date
            if name.hasSuffix("png") {
                try studio.cutout(name, .triangle)
            } else {
                try studio.photo(name, width: 120, height: 90, seed: 77)
            }
            let refused = try self.run("project/pipeline.yaml", "--images", "20000", "--out", "cut", "--resume")
            #expect(refused.status == 2)
            #expect(refused.errors.contains(name.dropFirst("project/".count)), "\(refused.errors)")
            if let before, let time {
                try before.write(to: URL(fileURLWithPath: studio.path(name)))
                try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: studio.path(name))
            } else {
                try FileManager.default.removeItem(atPath: studio.path(name))
            }
        }
    }

    @Test func badInputIsNamed() throws {
        try studio.write("no picture", to: "project/photos/bad.jpg")
        let outcome = try run("project/pipeline.yaml", "--out", "out")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("skipped photos/bad.jpg"))
        #expect(try studio.text("out/stats.json").contains("\"file\": \"photos/bad.jpg\""))
        let strict = try run("project/pipeline.yaml", "--out", "strict", "--strict")
        #expect(strict.status == 1)
        #expect(strict.errors.contains("photos/bad.jpg"))
        let mistaken = try run("project/pipeline.yaml", "--out", "mistaken", "--set", "imagse=3")
        #expect(mistaken.status == 2)
        #expect(!studio.exists("mistaken"))
    }

    @Test func emptyImagesAreAFailure() throws {
        // The photos show ground from some metres on, and none so near.
        let nowhere = [
            "--set", "objects.disc.height=1", "--set", "scene.camera={height: 1.6, fov: 60, horizon: 0.5}", "--set",
            "scene.place={ground: {distance: 1}}",
        ]
        func run(_ more: String...) throws -> Tool.Outcome {
            try Tool.Running(["run", "project/pipeline.yaml", "--quiet"] + nowhere + more, in: studio.path).wait()
        }
        let outcome = try run("--out", "out")
        #expect(outcome.status == 1)
        #expect((outcome.output + outcome.errors).contains("8 of 8 images are empty (100 %)"))
        #expect(try studio.text("out/stats.json").contains("\"shortfalls\""))
        #expect(try studio.names("out").contains("annotations/instances.json"))
        let again = try run("--out", "out", "--resume")
        #expect(again.status == 1)
        #expect(again.output.contains("it is not what the pipeline asks for"))
        #expect(try run("--out", "allowed", "--allow-empty").status == 0)

        let words = ["--set", "output.annotations=[icdar]", "--images", "3"]
        func lettered(_ command: String, _ more: String...) throws -> Tool.Outcome {
            try Tool.Running([command, "project/pipeline.yaml"] + words + more, in: studio.path).wait()
        }
        let wordless = try lettered("run", "--out", "words", "--quiet")
        #expect(wordless.status == 1)
        #expect(wordless.output.contains("“icdar” holds none of"), "\(wordless.output)")
        #expect(try lettered("run", "--out", "words", "--resume").status == 1)
        #expect(try lettered("run", "--out", "few", "--allow-empty").status == 0)
        #expect(try self.run("project/pipeline.yaml", "--out", "plain", "--images", "3").status == 0)
        #expect(try Tool.Running(["convert", "plain", "--to", "bop,voc"], in: studio.path).wait().status == 1)
        #expect(try Tool.Running(["convert", "plain", "--to", "voc"], in: studio.path).wait().status == 0)
        let check = try Tool.Running(
            ["check", "project/pipeline.yaml", "--set", "output.annotations=[icdar]"], in: studio.path
        ).wait()
        #expect(check.output.contains("warning: “icdar” holds none of"), "\(check.output)")
    }

    /// Each script is sound, and so are the programs that it measures beside ours. The figures are those of the machine.
    @Test(arguments: [
        ("run", ["benchmark.py", "with_opencv.py", "with_pillow.py"]),
        ("render", ["render_benchmark.py", "with_mitsuba.py", "with_cycles.py"]),
    ])
    func anyoneCanMeasureTheSpeed(by script: String, of programs: [String]) throws {
        let folder = Page.repository.appendingPathComponent("Tests/Benchmarks").path
        func succeeds(_ arguments: [String]) throws -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = arguments
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
        #expect(try succeeds(["bash", "-n", script]))
        for program in programs {
            #expect(try succeeds(["python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", program]))
        }
        let text = try String(contentsOfFile: folder + "/" + script, encoding: .utf8)
        #expect(text.contains(programs[0]))
    }
}
