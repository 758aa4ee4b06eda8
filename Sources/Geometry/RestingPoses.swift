import Foundation

/// The ways in which a rigid body lies still on level ground, and how likely each is after a throw.
///
/// The quasi-static estimate: the body comes down any way up, all equally likely, on the face of its convex hull that is
/// straight below its centre of mass, and then topples over edges until the centre is above the face that it lies on. Of
/// K. Goldberg, B. V. Mirtich, Y. Zhuang, J. Craig, B. R. Carlisle and J. Canny, "Part pose statistics: estimators and
/// experiments", IEEE Transactions on Robotics and Automation 15 (1999), 849–857, doi:10.1109/70.795790. Its bounces are left
/// out, so flat poses of thin things are somewhat less likely here than they are.
package struct RestingPoses: Sendable {
    package struct Pose: Sendable {
        /// Which of the body's directions points straight down; of length 1.
        package let down: Vector3
        /// 0…1; all of them add up to 1.
        package let probability: Double
    }

    /// The likeliest first.
    package let poses: [Pose]

    /// Faces whose normals are as near as this are one: a level underside is many triangles. The cosine of 1°.
    private static let sameCosine = 0.99985

    /// Of a body of even density that fills its hull.
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

    /// The face that the body comes to lie on when it is set down on one.
    private static func rest(from start: Int, of hull: ConvexHull, over centre: Vector3) -> Int {
        var (face, met): (Int, Set<Int>) = (start, [start])
        while let edge = edgeToFallOver(hull.faces[face], centre) {
            let next = hull.faces[face].neighbours[edge]
            // The centre comes down with each fall; of faces in one plane rounding may lead back to one.
            guard met.insert(next).inserted else { break }
            face = next
        }
        return face
    }

    /// The edge that the centre is farthest outside of, seen along the face's normal; nil where it is above the face.
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
