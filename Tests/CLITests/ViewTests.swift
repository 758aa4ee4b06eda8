import Pictures
import Studios
import Testing

/// `diorama view`, as a person runs it.
@Suite struct ViewTests {
    private let box = """
        description: A red box with a lid of its own colour.
        parameters: {height: {number: 1, range: [0.5, 2]}, lid: {colour: lime}}
        materials: {side: {colour: red}, lid: {colour: lid}}
        parts: [{box: {size: [0.5, height, 0.5], at: [0, height/2, 0], material: side, faces: {top: lid}}}]
        """

    @Test func aSheetShowsAnObjectFromTwelveSides() throws {
        let studio = try Studio()
        try studio.write(box, to: "box.yaml")
        let outcome = try Tool.run(
            "view", "box.yaml", "--out", "sheet.png", "--set", "height=0.5", "--quality", "draft", "--size", "32",
            in: studio)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output
                == "box.yaml: 0.5 × 0.5 × 0.5 m (width, height, depth), 12 triangles, drawn on sheet.png\n")
        let sheet = try studio.raster("sheet.png")
        // Twelve tiles in four columns below the heading, the object in the middle of each: its lid at the top.
        var (reds, limes) = (0, 0)
        for tile in 0..<12 {
            let (left, top) = (20 + tile % 4 * 52, 84 + tile / 4 * 74)
            var (red, lime) = (false, false)
            for y in top..<top + 32 {
                let at = (y * sheet.width + left + 16) * 4
                let pixel = sheet.bytes[at..<at + 3].map(Int.init)
                if pixel[0] > 2 * pixel[1], pixel[0] > 80 { red = true }
                if pixel[1] > 2 * pixel[0], pixel[1] > 80 { lime = true }
            }
            reds += red ? 1 : 0
            limes += lime ? 1 : 0
        }
        #expect(reds == 12 && limes == 12)
    }

    @Test func aModelFileIsShownInItsUnit() throws {
        let studio = try Studio()
        try studio.write(
            "v 0 0 0\nv 100 0 0\nv 0 0 200\nv 0 50 0\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n", to: "wedge.obj")
        let outcome = try Tool.run(
            "view", "wedge.obj", "--unit", "0.01", "--up", "z", "--quality", "draft", "--size", "16", in: studio)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output
                == "wedge.obj: 1 × 2 × 0.5 m (width, height, depth), 4 triangles, drawn on turntable.png\n")
    }

    @Test(arguments: ["pallet", "diorama:objects/pallet.yaml"])
    func aSolidThatComesWithItIsShownByItsName(name: String) throws {
        let studio = try Studio()
        let outcome = try Tool.run("view", name, "--quality", "draft", "--size", "16", in: studio)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("/objects/pallet.yaml: 1.2 × 0.14 × 0.8 m"), "\(outcome.output)")
    }

    @Test func mistakesNameTheirPlace() throws {
        let studio = try Studio()
        try studio.write(box.replacing("size: [0.5,", with: "size: [wide,"), to: "bad.yaml")
        try studio.write(box, to: "box.yaml")
        let bad = try Tool.run("view", "bad.yaml", in: studio)
        #expect(bad.status == 2)
        #expect(bad.errors.contains("bad.yaml:4:23: error: unknown parameter “wide”; known here: pi, height"))
        for (arguments, status, words) in [
            (["box.yaml", "--set", "hight=1"], 2, "box.yaml: has no parameter “hight”; did you mean “height”?"),
            (["box.yaml", "--set", "height=9"], 2, "“height” cannot be “9”: expected a number from 0.5 to 2"),
            (["box.yaml", "--set", "height"], 2, "--set height: expected name=value, such as height=0.75"),
            (["box.yaml", "--out", "sheet.gif"], 2, "--out sheet.gif: a sheet is a .png or .jpg file"),
            (["box.yaml", "--quality", "fine"], 2, "--quality takes draft, fair, good, best, found fine"),
            (["box.yaml", "--size", "4"], 2, "--size takes a number from 16 to 2000 pixels, found 4"),
            (["box.yaml", "--elevation", "90"], 2, "--elevation takes a number from -5 to 85 degrees, found 90"),
            (["none.yaml"], 2, "cannot read none.yaml: there is no such file"),
            (["none.obj"], 1, "none.obj: "),
            (["none.obj", "--set", "a=1"], 2, "--set is for the parameters of a solid"),
            (["none.obj", "--up", "x"], 2, "--up takes y or z, found x"),
            (["none.obj", "--unit", "0"], 2, "--unit takes a length in metres above 0, found 0"),
        ] as [([String], Int32, String)] {
            let outcome = try Tool.Running(["view"] + arguments, in: studio.path).wait()
            #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        }
        #expect(!studio.exists("turntable.png"))
    }
}
