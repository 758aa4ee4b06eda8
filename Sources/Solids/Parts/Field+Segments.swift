import Cards

extension Field where Owner: SolidPart {
    /// The number of straight pieces of a turned part.
    static func segments(
        _ property: any WritableKeyPath<Owner, Expression?> & Sendable, _ scope: SolidScope
    ) -> Field {
        .field(
            "segments", property, .optional(.expression(scope)),
            "How many straight pieces stand for a circle; by the radius unless given.")
    }
}

extension Workpiece {
    /// - Parameter written: the value in the file, if there is one.
    mutating func segments(_ written: Expression?, forRadius radius: Double) -> Int {
        guard let written else { return SolidShape.segments(forRadius: radius) }
        return count(written, "segments", in: 3...512)
    }
}
