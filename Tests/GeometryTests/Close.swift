import Geometry

/// Whether two numbers differ by at most `tolerance`, which is in their own unit.
func close(_ a: Double, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
    abs(a - b) <= tolerance
}

/// Whether two points lie at most `tolerance` apart; never true of a point that is missing.
func close(_ a: Point?, _ b: Point?, within tolerance: Double = 1e-9) -> Bool {
    guard let a, let b else { return false }
    return a.distance(to: b) <= tolerance
}

func close(_ a: Vector3?, _ b: Vector3?, within tolerance: Double = 1e-9) -> Bool {
    guard let a, let b else { return false }
    return (a - b).length <= tolerance
}
