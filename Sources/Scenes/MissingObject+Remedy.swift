package import Findings

extension MissingObject {
    package var finding: Finding {
        Finding(
            .warning, reason.findingCode, file: file, subject: file == nil ? name : nil, detail ?? reason.rawValue)
    }
}

extension MissingObject.Reason {
    /// The code for a program: `object.off-ground`.
    package var findingCode: Finding.Code { Finding.Code(room: "object", "\(self)") }

    /// A change of the pipeline, or of the facts about the photos, with which such objects find room.
    package var remedy: String {
        switch self {
        case .truncated:
            "let such objects stand farther away or make them smaller, or raise “overlap.truncated.max”"
        case .overlap: "lower “scene.count”, make objects smaller, or raise “overlap.max”"
        case .occupied: "lower “scene.count”, or give the objects more room, such as a wider range of distances"
        case .unseen: "let such objects stand nearer, or make them larger"
        case .small: "let such objects stand nearer, make them larger, or lower “overlap.area.min”"
        case .behindCamera: "let such objects stand farther away, or make them smaller"
        case .offGround:
            "widen “distance” to what the photos show, leave it out to use all of their ground, or leave such photos out"
        case .belowGround: "make such objects larger, or place them on the ground"
        case .covering: "avoid fewer labels, make such objects smaller, or leave such photos out"
        case .noGround:
            "give the photos a horizon in NAME\(PhotoSidecar.suffix), or all of them one in “scene.camera.horizon”"
        case .noGroundSeen: "raise the horizon, crop the photos less, or leave such photos out"
        case .noHeight: "give such objects a “height” in metres"
        case .noRegion: "name the region in the photos' facts, or leave photos without it out by “backgrounds.tags”"
        case .noPlane:
            "name the plane in the photos' facts (“planes”), or leave photos without it out by “backgrounds.tags”"
        case .offPlane: "make such objects smaller, or give them a larger plane"
        case .noFace: "correct such labels, or use others"
        case .unreadable: "mend the object's file or its keys, or take the object out"
        case .noLabel: "use photos that have such labels, or give the objects another “place”"
        case .noShape: "correct the labels that are to be replaced, or replace others"
        case .noTexture: "make the objects smaller, or ask for fewer “scene.decoys”"
        case .unbalanced:
            "give such objects sizes, heights or distances that reach the sizes of “balance”, or ask for others"
        case .samePhoto: "use more photos, or objects of other photos"
        case .otherSide: "give such objects more files, texts or models, or leave “object” out of the split's “by”"
        }
    }
}
