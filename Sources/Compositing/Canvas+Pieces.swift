import Geometry
import Masks
import Rendering

extension Canvas {
    /// Marks all pieces of a scene on the map, before it is known how they are lit.
    ///
    /// The image must be the photo.
    ///
    /// - Parameters:
    ///   - coverages: the visible parts of what is rendered, by groups.
    ///   - isPainted: whether flat pieces are painted, too. Otherwise the image stays as it is, for `paint`.
    ///   - lit: the shadows of what is painted.
    /// - Throws: `RenderingError` for what nothing can be rendered with.
    mutating func mark(
        _ pieces: [Piece], _ coverages: [[Coverage]], isPainted: Bool, under lit: RenderedObjects.Lit? = nil
    ) throws -> [MarkedPiece] {
        let replacing = pieces.prefix { $0.replaces != nil }.count
        var marked: [MarkedPiece] = []
        for index in 0...pieces.count {
            if index == replacing {
                keepPhoto(for: pieces)
                // Shadows fall on what takes the place of parts of the photo as on the rest of it.
                for shadow in lit?.groundShades ?? [] { darken(by: shadow) }
            }
            guard index < pieces.count else { break }
            let piece = pieces[index]
            switch piece.content {
            case .real(let front):
                restore(front)
                marked.append(MarkedPiece(piece: piece, touched: front.rect, amodal: front.mask))
            case .grass(let front):
                restore(front)
                marked.append(MarkedPiece(piece: piece, touched: front.rect, amodal: front.mask))
            case .solid(let object):
                let coverage = coverages[object.group][object.instance]
                let touched = mark(object, coverage, id: piece.id)
                let whole = try object.whole(coverages[object.group])
                marked.append(
                    MarkedPiece(
                        piece: piece, touched: touched,
                        amodal: object.mask(of: whole, within: frame, workspace.blending)
                            .runLengths(width: frame.width, height: frame.height)))
            case .flat(let placed):
                let shade = index < replacing ? nil : piece.object.flatMap { lit?.flatShades[$0.index] }
                let part =
                    isPainted
                    ? paste(placed, id: piece.id, under: shade, match: piece.match) : mark(placed, id: piece.id)
                // Nothing hides what has just been painted: its mask now is its whole shape.
                marked.append(
                    MarkedPiece(
                        piece: piece, touched: part, amodal: piece.id > 0 ? map.runLengths(of: piece.id, in: part) : nil
                    ))
            }
        }
        return marked
    }

    /// Makes the image of a scene in which something is rendered: shadows on the photo, then all pieces in order.
    ///
    /// The image must be the photo, and `mark` have seen the same pieces.
    mutating func paint(_ pieces: [Piece], _ lit: RenderedObjects.Lit) {
        let replacing = pieces.prefix { $0.replaces != nil }
        for piece in replacing {
            if case .flat(let placed) = piece.content { _ = paste(placed, id: piece.id, match: piece.match) }
        }
        keepPhoto(for: pieces)
        // Shadows fall on these as on the rest of the photo.
        for shadow in lit.groundShades { darken(by: shadow) }
        for piece in pieces.dropFirst(replacing.count) {
            switch piece.content {
            case .real(let front): restore(front)
            case .grass(let front): restore(front)
            case .flat(let placed):
                _ = paste(
                    placed, id: piece.id, under: piece.object.flatMap { lit.flatShades[$0.index] }, match: piece.match)
            case .solid(let object): lay(object, lit.layer(of: object), id: piece.id, match: piece.match)
            }
        }
    }
}
