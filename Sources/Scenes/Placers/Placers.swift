package import Cards

/// Every placer that a pipeline can name.
package enum Placers {
    package static let all: [any Placer.Type] = [
        Anywhere.self, Region.self, OnPlane.self, Ground.self, At.self, Inside.self, On.self, Face.self, Beside.self,
        Avoid.self,
        Like.self, Replace.self,
    ]
    package static let catalogue = Catalogue("placer", all)
}
