import Geometry
import Testing

@Suite struct RotationTests {
    @Test func eachAxisTurnsByTheRightHandRule() {
        let quarter = Angle.degrees(90)
        #expect(Matrix3.yaw(quarter) * [0, 0, 1] == [1, 0, 0])
        #expect(Matrix3.pitch(quarter) * [0, 0, -1] == [0, 1, 0])
        #expect(Matrix3.roll(quarter) * [1, 0, 0] == [0, 1, 0])
    }

    @Test func rollComesFirstAndYawLast() {
        let quarter = Angle.degrees(90)
        // x is rolled to y, y pitched to z, z yawed to x: back where it was.
        #expect(Matrix3.rotation(yaw: quarter, pitch: quarter, roll: quarter) * [1, 0, 0] == [1, 0, 0])
        // y is rolled to −x, which pitch keeps, and yawed to z.
        #expect(Matrix3.rotation(yaw: quarter, pitch: quarter, roll: quarter) * [0, 1, 0] == [0, 0, 1])
    }

    @Test func aRotationIsUndoneByItsTranspose() {
        let rotation = Matrix3.rotation(yaw: .degrees(31), pitch: .degrees(-12), roll: .degrees(77))
        #expect(close(rotation.determinant, 1))
        let v: Vector3 = [1, -2, 3]
        #expect(close(rotation.transposed * (rotation * v), v))
        #expect(close((rotation.transposed * rotation) * v, v))
    }

    @Test func vectorsKnowTheirProducts() {
        let (x, y, z): (Vector3, Vector3, Vector3) = ([1, 0, 0], [0, 1, 0], [0, 0, 1])
        #expect(x.cross(y) == z)
        #expect(Vector3(1, 2, 3).dot([4, 5, 6]) == 32)
        #expect(Vector3(2, 3, 6).length == 7)
        #expect(Vector3(0, 0, 4).normalized == z)
    }
}
