import Synchronization

/// The grounds of one stage that were asked for, since each try to place an object asks again.
final class KnownGrounds: Sendable {
    /// What a ground is made of besides its stage.
    struct Key: Hashable {
        var region: String
        var farthestMetres: Double
    }

    /// A ground with the distances between which it lies, which take hundreds of its points.
    struct Ground: Sendable {
        let shown: ShownGround
        let distances: ClosedRange<Double>
    }

    private let grounds = Mutex<[Key: Result<Ground, PlacingError>]>([:])

    /// - Parameter make: makes the ground where it is not known yet.
    func ground(
        _ key: Key, make: () throws(PlacingError) -> ShownGround
    ) throws(PlacingError) -> Ground {
        if let known = grounds.withLock({ $0[key] }) { return try known.get() }
        let made: Result<Ground, PlacingError>
        do throws(PlacingError) {
            let shown = try make()
            made = .success(Ground(shown: shown, distances: shown.distances))
        } catch {
            made = .failure(error)
        }
        grounds.withLock { $0[key] = made }
        return try made.get()
    }
}
