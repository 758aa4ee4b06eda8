package import Cards
import Drawings
import Findings
import Geometry

/// Lettering that is printed on a part of a model's texture.
package struct MeshPrint: Described {
    package var region = TextureRegion()
    package var material: String?
    package var top = Side.top
    package var text = Lettering()

    /// A side of a region.
    package enum Side: String, CaseIterable, Sendable {
        case top, right, bottom, left
    }

    package init() {}

    package static let card = Card<MeshPrint>(
        "a print", "Lettering on a part of a model's texture, as large as fits and in the middle.",
        .required(
            "region", \.region, .textureRegion,
            "Where it is on the texture: [left, top, right, bottom] as shares of its width and height, from its top left."
        ),
        .field(
            "material", \.material, .optional(.text("a material's name")),
            "The material whose faces have it; unless given, each that shows the region."),
        .field("top", \.top, .word, "The side of the region that the letters' tops point at."),
        .required("text", \.text, .varyingBlock(Lettering.card), "What is written, with the keys of the source “text”.")
    )

    /// The mistakes of prints that show before any model is read, each with the print's name.
    ///
    /// - Parameter values: all that the pipeline writes out for the key of the prints.
    static func problems(in values: DraftValues?, _ names: [String], _ lists: FileLists) -> [ObjectError] {
        overlaps(of: places(in: values, names))
            + names.flatMap { name -> [ObjectError] in
                guard let text = values?.block(name)?.block("text") else { return [] }
                var problems = Lettering.problems(in: text, lists)
                if text.has("contrast"), !text.has("background"), !text.has("surface") {
                    problems.append(
                        ObjectError(
                            .badValue,
                            "“contrast” needs a “background” or a “surface”: the colour of a model's texture there is not known"
                        ))
                }
                return problems.map { problem in
                    var problem = problem
                    problem.words = "print “\(name)”: " + problem.words
                    return problem
                }
            }
    }

    /// The pairs of prints of which one may cover the other's words, whose labels do not know of it.
    private static func overlaps(of places: [PrintPlace]) -> [ObjectError] {
        var known: Set<Set<String>> = []
        return places.enumerated().flatMap { number, first in
            places[(number + 1)...].compactMap { second in
                guard first.mayCover(second), known.insert([first.print, second.print]).inserted else { return nil }
                return ObjectError(
                    .badValue,
                    "the prints “\(first.print)” and “\(second.print)” overlap on the texture: \(first.region.words) and "
                        + "\(second.region.words); move one of them"
                        + (first.material == nil || second.material == nil
                            ? ", or name the “material” of each where they are on different ones" : ""))
            }
        }
    }

    /// A sentence about words of prints that are left out; nil for none.
    static func leftOut(
        of values: DraftValues?, _ names: [String], _ lists: FileLists, for use: ObjectUse
    ) -> String? {
        let notes = names.compactMap { name in
            values?.block(name)?.block("text").flatMap { Lettering.leftOut(of: $0, lists, for: use) }
        }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }

    /// The places of prints, for every material that the pipeline writes out.
    static func places(in values: DraftValues?, _ names: [String]) -> [PrintPlace] {
        names.flatMap { name -> [PrintPlace] in
            guard let print = values?.block(name) else { return [] }
            let materials = print.texts("material")
            return print.numberLists("region").compactMap(TextureRegion.init).flatMap { region in
                (materials.isEmpty ? [nil] : materials.map(Optional.some)).map {
                    PrintPlace(print: name, region: region, material: $0)
                }
            }
        }
    }
}

/// The place of a print on a model.
package struct PrintPlace: Hashable, Sendable {
    let print: String
    let region: TextureRegion
    let material: String?

    /// Whether another print may be on the same part of a texture.
    fileprivate func mayCover(_ other: PrintPlace) -> Bool {
        print != other.print && (material == nil || other.material == nil || material == other.material)
            && region.left < other.region.right && other.region.left < region.right
            && region.top < other.region.bottom && other.region.top < region.bottom
    }
}
