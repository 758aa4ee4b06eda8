package import Cards
package import Pipelines

/// The numbers that were drawn for an object, and what it took to place it. They belong to the draw alone, and not to
/// the record of a scene.
package struct ObjectDraw: Sendable, Hashable {
    /// In metres, where the pipeline gives the object a height.
    package var heightMetres: Double?
    /// The longer side, as a share of the image's shorter side.
    package var size: Double
    /// The placer, with its numbers.
    package var place: DrawnPart
    /// The places that were refused to it before, for each reason.
    package var refused: [MissingObject.Reason: Int]
}

extension Scene {
    /// The values that a number which the pipeline asks to vary has in this scene.
    package func values(of number: AskedNumber) -> [Double] {
        switch number.measure {
        case .count: [Double(added(number.objects).count)]
        case .isObject(let name): added(number.objects).map { $0.name == name ? 1 : 0 }
        case .object(let measure):
            objects.filter { number.objects.contains($0.name) }.compactMap { $0.value(of: measure) }
        case .light(let measure): [light.value(of: measure)]
        case .stage(let measure): drawn[measure].map { [$0] } ?? []
        case .hasEffect(let name): [effects.contains { $0.name == name } ? 1 : 0]
        case .effect(let name, let key):
            effects.filter { $0.name == name }.compactMap { $0.values[key: key]?.asNumber }
        }
    }
}

extension Scene {
    /// The objects of these names that take no other thing's place.
    private func added(_ names: [String]) -> [PlacedObject] {
        objects.filter { $0.replaces == nil && names.contains($0.name) }
    }
}

extension PlacedObject {
    fileprivate func value(of measure: AskedNumber.OfObject) -> Double? {
        switch measure {
        case .height: drawn?.heightMetres
        case .size: drawn?.size
        case .wear: wear?.amount ?? 0
        case .yaw: pose.yawDegrees
        case .pitch: pose.pitchDegrees
        case .roll: pose.rollDegrees
        case .flip: pose.flipped ? 1 : 0
        case .isPlaced(let part): drawn.map { $0.place.name == part ? 1 : 0 }
        case .place(let part, let key): drawn?.place.number(part, key)
        case .isBlended(let part): blend.name == part ? 1 : 0
        case .blend(let part, let key): blend.number(part, key)
        }
    }
}

extension DrawnPart {
    /// A number of the part, if it is the one of this name.
    fileprivate func number(_ part: String, _ key: String) -> Double? {
        name == part ? values[key: key]?.asNumber : nil
    }
}

extension SceneLight {
    fileprivate func value(of measure: AskedNumber.OfLight) -> Double {
        switch measure {
        case .gain: gain
        case .kelvin: kelvin
        }
    }
}

extension Value {
    fileprivate var asNumber: Double? { if case .number(let number) = self { number } else { nil } }
}
