package import JSON

extension LabelComparison.Difference: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("key", key)
            writer.member("distance", ifPresent: distance)
            writer.member("differs", isDifferent)
            writer.member("real", ifPresent: real)
            writer.member("synthetic", ifPresent: synthetic)
            writer.member("sentence", sentence)
        }
    }
}
