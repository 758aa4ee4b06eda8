import Foundation
import Geometry
import Testing

@testable import Datasets
@testable import JSON

/// Formats of other people's annotation tools.
@Suite struct FormatToolsTests {
    private func dataset(style: COCO.MaskStyle = .runLengths) throws -> DrawnDataset {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB\n...."], style: style)
        try dataset.edit { document in
            document.categories[1].id = 0
            document.annotations[1].categoryID = 0
            document.annotations[1].visibility = 0.5
            document.annotations[0].keypoints = [COCO.Keypoint(Point(1.5, 2), .hidden)]
            document.categories[0].keypoints = ["top"]
        }
        return dataset
    }

    @Test func cvatTakesCategoriesFromOneAndOccluded() throws {
        let dataset = try dataset()
        let notes = try dataset.convert(CVATFormat())
        #expect(try dataset.newFiles().contains("cvat/annotations/instances_default.json"))
        let text = try dataset.text("cvat/annotations/instances_default.json")
        let file = try COCO.decode(Array(text.utf8)).document
        #expect(file.categories.map(\.id) == [1, 2])
        #expect(file.annotations.map(\.categoryID) == [1, 2])
        #expect(
            file.annotations.map { $0.extra.map { String(decoding: $0.json, as: UTF8.self) } }
                == [["{\"occluded\":false}"], ["{\"occluded\":true}"]])
        #expect(file.annotations.map(\.visibility) == [nil, nil])
        #expect(notes == ["keypoints left out": 1])
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: dataset.folder.path + "/cvat/images")
                == "../images")
    }

    @Test func aBoxAloneStaysABoxForCVAT() throws {
        let dataset = try dataset()
        try dataset.edit { $0.annotations[0].segmentation = nil }
        try dataset.convert(CVATFormat())
        let text = try dataset.text("cvat/annotations/instances_default.json")
        #expect(text.contains(#""bbox":[1,1,2,2],"area":4,"segmentation":[],"iscrowd":0,"attributes""#))
    }

    @Test func datumaroGroupsMaskBoxAndPoints() throws {
        let dataset = try dataset()
        try dataset.convert(DatumaroFormat())
        #expect(
            try dataset.text("datumaro/annotations/default.json") == #"""
                {"dm_format_version":"1.0","media_type":2,"infos":{},"categories":{"label":{"labels":[{"name":"cone","parent":"sign","attributes":[]},{"name":"box","parent":"","attributes":[]}],"label_groups":[],"attributes":[]},"points":{"items":[{"label_id":0,"labels":["top"],"joints":[],"positions":[]}]}},"items":[
                {"id":"000000","annotations":[{"id":1,"type":"mask","attributes":{"is_crowd":false,"instance_id":1,"visibility":1,"truncation":0},"group":1,"label_id":0,"z_order":1,"rle":{"counts":"52203","size":[4,4]}},{"id":1,"type":"bbox","attributes":{"is_crowd":false,"instance_id":1,"visibility":1,"truncation":0},"group":1,"label_id":0,"z_order":1,"bbox":[1,1,2,2]},{"id":1,"type":"points","attributes":{"is_crowd":false,"instance_id":1,"visibility":1,"truncation":0},"group":1,"label_id":0,"z_order":1,"points":[1.5,2],"visibility":[1]},{"id":2,"type":"mask","attributes":{"is_crowd":false,"instance_id":2,"visibility":0.5,"truncation":0},"group":2,"label_id":1,"z_order":2,"rle":{"counts":"=21","size":[4,4]}},{"id":2,"type":"bbox","attributes":{"is_crowd":false,"instance_id":2,"visibility":0.5,"truncation":0},"group":2,"label_id":1,"z_order":2,"bbox":[3,1,1,2]}],"attr":{"id":0},"image":{"path":"000000.jpg","size":[4,4]}}]}

                """#)
    }

    @Test func polygonsStayPolygonsForDatumaro() throws {
        let dataset = try dataset(style: .polygons)
        try dataset.convert(DatumaroFormat())
        let text = try dataset.text("datumaro/annotations/default.json")
        #expect(text.contains(#""type":"polygon""#) && !text.contains("rle"))
        #expect(text.contains(#""points":[1,1,3,1,3,3,1,3]"#))
    }
}
