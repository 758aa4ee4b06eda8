package import Cards

/// Every object source that a pipeline can name.
package enum ObjectSources {
    package static let all: [any ObjectSource.Type] = [
        Cutouts.self, Drawing.self, Lettering.self, COCOInstances.self, MeshFile.self, Solid.self,
    ]
    package static let catalogue = Catalogue("object source", all)

    static func name(of type: any ObjectSource.Type) -> String {
        func name<Source: ObjectSource>(_ type: Source.Type) -> String { Source.card.name }
        return name(type)
    }
}
