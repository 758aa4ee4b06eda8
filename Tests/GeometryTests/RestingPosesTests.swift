import Foundation
import Studios
import Testing

@testable import Geometry

/// Hulls against closed forms, and the chances of dice.
@Suite struct RestingPosesTests {
    private func box(_ x: Double, _ y: Double, _ z: Double) -> [Vector3] {
        [-x, x].flatMap { x in [-y, y].flatMap { y in [-z, z].map { Vector3(x, y, $0) } } }
    }

    private func volume(of hull: ConvexHull) -> Double {
        hull.faces.reduce(0) { $0 + $1.corners[0].dot($1.corners[1].cross($1.corners[2])) / 6 }
    }

    @Test func theHullOfABoxIsTheBox() throws {
        // Points inside, on edges and on sides change nothing.
        let inner = (0..<40).map { step in
            let t = Double(step) / 39
            return Vector3(2 * t - 1, 0.5 * cos(9 * t), 3 * sin(5 * t))
        }
        let hull = try #require(ConvexHull(of: inner + box(1, 0.5, 3) + box(1, 0.2, 3) + box(0, 0.5, 3)))
        #expect(abs(volume(of: hull) - 2 * 1 * 6) < 1e-9)
        #expect(hull.centroid.length < 1e-9)
        for face in hull.faces {
            for edge in 0..<3 {
                let other = hull.faces[face.neighbours[edge]]
                #expect(
                    other.corners.contains(face.corners[edge]) && other.corners.contains(face.corners[(edge + 1) % 3]))
            }
        }
    }

    @Test func everyPointIsInside() throws {
        var numbers = Numbers(seed: 3)
        let points = (0..<3000).map { _ in
            Vector3(numbers.next() - 0.5, 2 * numbers.next(), numbers.next() * numbers.next())
        }
        let hull = try #require(ConvexHull(of: points))
        for face in hull.faces { #expect(points.allSatisfy { face.height(of: $0) < 1e-5 }) }
        // Euler's formula for triangles: F = 2 V − 4.
        let corners = Set(hull.faces.flatMap(\.corners))
        #expect(hull.faces.count == 2 * corners.count - 4)
    }

    @Test func whatLiesInOnePlaneHasNone() {
        #expect(ConvexHull(of: []) == nil)
        #expect(ConvexHull(of: box(1, 0, 1)) == nil)
        #expect(ConvexHull(of: [Vector3(1, 1, 1), Vector3(1, 1, 1)]) == nil)
    }

    @Test func aDieLiesOnEachOfItsSidesAlike() throws {
        let poses = RestingPoses(of: try #require(ConvexHull(of: box(1, 1, 1)))).poses
        #expect(poses.count == 6)
        for pose in poses { #expect(abs(pose.probability - 1 / 6) < 1e-9) }
    }

    /// The solid angle of a side a × b at the distance h from the middle: 4 asin(αβ / √((1 + α²)(1 + β²))), with α = a / 2h
    /// and β = b / 2h.
    @Test func aBrickLiesMostlyOnItsLargeSides() throws {
        let poses = RestingPoses(of: try #require(ConvexHull(of: box(2, 0.5, 1)))).poses
        #expect(poses.count == 6 && abs(poses.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
        func share(_ a: Double, _ b: Double, _ h: Double) -> Double {
            let (p, q) = (a / h, b / h)
            return 4 * asin(p * q / ((1 + p * p) * (1 + q * q)).squareRoot()) / (4 * .pi)
        }
        for (axis, expected) in [
            (Vector3(0, 1, 0), share(2, 1, 0.5)), (Vector3(0, 0, 1), share(2, 0.5, 1)),
            (Vector3(1, 0, 0), share(1, 0.5, 2)),
        ] {
            let found = poses.filter { abs($0.down.dot(axis)) > 0.999 }
            #expect(found.count == 2 && found.allSatisfy { abs($0.probability - expected) < 1e-9 })
        }
    }

    /// A tall thin pyramid set on its point falls over; it cannot stay on its apex, which is no face.
    @Test func aLeaningPrismTopplesOverItsEdge() throws {
        // The middle of this prism is beyond its small base.
        let lower = box(0.2, 0, 0.2)
        let upper = lower.map { $0 + Vector3(1.5, 1, 0) }
        let poses = RestingPoses(of: try #require(ConvexHull(of: lower + upper))).poses
        #expect(!poses.contains { $0.down.dot([0, -1, 0]) > 0.9999 || $0.down.dot([0, 1, 0]) > 0.9999 })
        #expect(abs(poses.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
    }

    @Test func aRotationComesBackFromItsAngles() {
        for step in 0..<200 {
            let t = Double(step)
            let rotation = Matrix3.rotation(
                yaw: .degrees(37 * t), pitch: .degrees(step % 5 == 0 ? 90 : 13 * t), roll: .degrees(71 * t))
            let angles = rotation.angles
            let again = Matrix3.rotation(yaw: angles.yaw, pitch: angles.pitch, roll: angles.roll)
            for (a, b) in [(rotation.x, again.x), (rotation.y, again.y), (rotation.z, again.z)] {
                #expect((a - b).length < 1e-6, "\(step)")
            }
        }
    }

    @Test func theSmallestRotationTakesOneDirectionToTheOther() {
        let directions: [Vector3] = [
            [1, 0, 0], [0, -1, 0], [0, 1, 0], Vector3(1, 2, 3).normalized, Vector3(-1, -2, -3).normalized,
        ]
        for a in directions {
            for b in directions {
                let turn = Matrix3(from: a, to: b)
                #expect((turn * a - b).length < 1e-9 && abs(turn.determinant - 1) < 1e-9)
            }
        }
    }
}
