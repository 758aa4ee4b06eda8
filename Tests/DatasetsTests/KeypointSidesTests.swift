import Testing

@testable import Datasets
@testable import JSON

/// Which keypoints change places in a mirror, as their names have it.
@Suite struct KeypointSidesTests {
    @Test(arguments: [
        ["nose", "left_eye", "right_eye"], ["nose", "l_eye", "r_eye"], ["nose", "eye_l", "eye_r"],
        ["nose", "LEye", "REye"], ["nose", "eyeLeft", "eyeRight"], ["nose", "EyeL", "EyeR"],
        ["nose", "Left Eye", "Right Eye"], ["nose", "eye.L", "eye.R"], ["nose", "L-eye", "R-eye"],
        ["nose", "lefteye", "righteye"], ["nose", "leye", "reye"], ["nose", "eye_left_1", "eye_right_1"],
    ])
    func sidesChangePlaces(names: [String]) {
        var category = COCO.Category(id: 1, name: "face")
        category.keypoints = names
        #expect(category.mirrored(count: 3) == [0, 2, 1], "\(names)")
        #expect(category.keypointsWithoutPartner == [])
    }

    @Test func eachSideOfSeveralHasItsOwnPartner() {
        var category = COCO.Category(id: 1, name: "car")
        category.keypoints = ["front_l", "front_r", "rear_l", "rear_r", "roof"]
        #expect(category.mirrored(count: 5) == [1, 0, 3, 2, 4])
    }

    @Test func aSideWithoutPartnerStaysAndIsNamed() {
        var category = COCO.Category(id: 1, name: "face")
        category.keypoints = ["l_eye", "reye", "rail", "lid", "R hand"]
        #expect(category.mirrored(count: 5) == [0, 1, 2, 3, 4])
        #expect(category.keypointsWithoutPartner == ["l_eye", "R hand"])
        category.extra = [JSONMember(name: "flip_idx", json: Array("[1, 0, 2, 3, 4]".utf8))]
        #expect(category.mirrored(count: 5) == [1, 0, 2, 3, 4])
        #expect(category.keypointsWithoutPartner == [])
    }

    @Test func namesThatTwoKeypointsShareHaveNoPartner() {
        var category = COCO.Category(id: 1, name: "face")
        category.keypoints = ["left_eye", "left_eye", "right_eye"]
        #expect(category.mirrored(count: 3) == [0, 1, 2])
        #expect(category.keypointsWithoutPartner.count == 3)
    }
}
