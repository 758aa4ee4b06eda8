import Foundation

/// The ways in which a rigid body lies still on level ground, and how likely each is after a throw.
///
/// This is the quasi-static estimate. The body lands in any orientation, all equally likely, on the face of its convex
/// hull that is straight below its centre of mass. Then it topples over edges until the centre is above the face that
/// touches the ground. Source: K. Goldberg, B. V. Mirtich, Y. Zhuang, J. Craig, B. R. Carlisle and J. Canny, "Part pose
/// statistics: estimators and experiments", IEEE Transactions on Robotics and Automation 15 (1999), 849–857,
/// doi:10.1109/70.795790. The estimate leaves bounces out, so it gives the flat poses of thin bodies somewhat too little.
package struct RestingPoses: Sendable {
    package struct Pose: Sendable {
        /// Which of the body's directions points straight down; of length 1.
        package let down: Vector3
        /// 0…1; all of them add up to 1.
        package let probability: Double
    }

    /// The likeliest first.
    package let poses: [Pose]

    /// Faces whose normals differ by less than 1° count as one: a level underside has many triangles. This is the cosine.
    private static let sameCosine = 0.99985

    /// - Parameter hull: The hull of the body, which is taken for one of even density that fills its hull.
    package init(of hull: ConvexHull) {
        let centre = hull.centroid
        let landings = hull.faces.indices.map { Self.rest(from: $0, of: hull, over: centre) }
        var shares: [(down: Vector3, share: Double)] = []
        for (face, landing) in zip(hull.faces, landings) {
            let (share, down) = (Self.solidAngle(of: face, from: centre), hull.faces[landing].normal)
            if let known = shares.firstIndex(where: { $0.down.dot(down) > Self.sameCosine }) {
                shares[known].share += share
            } else {
                shares.append((down, share))
            }
        }
        let whole = shares.reduce(0) { $0 + $1.share }
        poses = shares.map { Pose(down: $0.down, probability: $0.share / whole) }.sorted {
            $0.probability > $1.probability
        }
    }

    /// The face on which the body lies still after it was set down on the face `start`.
    private static func rest(from start: Int, of hull: ConvexHull, over centre: Vector3) -> Int {
        var (face, met): (Int, Set<Int>) = (start, [start])
        while let edge = edgeToFallOver(hull.faces[face], centre) {
            let next = hull.faces[face].neighbours[edge]
            // Each fall lowers the centre. Among faces of one plane, rounding may lead back to an earlier one.
            guard met.insert(next).inserted else { break }
            face = next
        }
        return face
    }

    /// The edge that the centre lies farthest outside, seen along the face's normal; nil where the centre is above the face.
    private static func edgeToFallOver(_ face: ConvexHull.Face, _ centre: Vector3) -> Int? {
        var worst: (edge: Int, reach: Double)?
        for edge in 0..<3 {
            let (from, to) = (face.corners[edge], face.corners[(edge + 1) % 3])
            let outwards = (to - from).cross(face.normal)
            guard outwards.length > 0 else { continue }
            let reach = outwards.normalized.dot(centre - from)
            if reach > worst?.reach ?? 0 { worst = (edge, reach) }
        }
        return worst?.edge
    }

    /// A. van Oosterom and J. Strackee, "The solid angle of a plane triangle", IEEE Transactions on Biomedical Engineering 30
    /// (1983), 125–126, doi:10.1109/TBME.1983.325207.
    private static func solidAngle(of face: ConvexHull.Face, from centre: Vector3) -> Double {
        let (a, b, c) = (face.corners[0] - centre, face.corners[1] - centre, face.corners[2] - centre)
        let (p, q, r) = (a.length, b.length, c.length)
        let below = p * q * r + a.dot(b) * r + b.dot(c) * p + c.dot(a) * q
        return abs(2 * atan2(a.dot(b.cross(c)), below))
    }
}
