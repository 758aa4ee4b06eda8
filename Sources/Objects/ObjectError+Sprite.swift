import Drawings
import Findings

extension ObjectError {
    init(_ error: SpriteError, file: String?) {
        switch error {
        case .nothingVisible: self = .nothingVisible(file)
        case .tooLarge(let width, let height):
            self.init(
                .tooLarge, file: file,
                "the object has \(width) × \(height) pixels, more than \(Sprite.longestSide) a side: make it smaller")
        }
    }
}
