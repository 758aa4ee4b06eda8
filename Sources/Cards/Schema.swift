/// Pieces of JSON Schema (draft 2020-12) that the forms are made of.
package enum Schema {
    package static func number(_ range: ClosedRange<Double>) -> Value { bounded("number", range) }

    package static func integer(_ range: ClosedRange<Int>) -> Value {
        bounded("integer", Double(range.lowerBound)...Double(range.upperBound))
    }

    private static func bounded(_ type: String, _ range: ClosedRange<Double>) -> Value {
        var entries = [Value.Entry(key: "type", value: .text(type))]
        if range.lowerBound > -1e9 { entries.append(Value.Entry(key: "minimum", value: .number(range.lowerBound))) }
        if range.upperBound < 1e9 { entries.append(Value.Entry(key: "maximum", value: .number(range.upperBound))) }
        return .map(entries)
    }

    package static func list(_ element: Value, _ count: ClosedRange<Int>) -> Value {
        var entries = [Value.Entry(key: "type", value: "array"), Value.Entry(key: "items", value: element)]
        if count.lowerBound > 0 {
            entries.append(Value.Entry(key: "minItems", value: .number(Double(count.lowerBound))))
        }
        if count.upperBound < 10_000 {
            entries.append(Value.Entry(key: "maxItems", value: .number(Double(count.upperBound))))
        }
        return .map(entries)
    }

    /// The rest of “a list …”: ` of 3`, ` of 3 to 1000`; nothing where any number will do.
    static func wording(_ count: ClosedRange<Int>) -> String {
        if count.lowerBound == count.upperBound { return " of \(count.lowerBound)" }
        if count.upperBound < 10_000 { return " of \(count.lowerBound) to \(count.upperBound)" }
        return count.lowerBound > 0 ? " of \(count.lowerBound) or more" : ""
    }

    /// A constant, a choice among constants and rules, or a rule. `$defs` in the whole file's schema holds the rules.
    package static func varying(_ constant: Value, rules: [Value]) -> Value {
        let simple = [constant] + rules
        return .map(["anyOf": .list(simple + [choice(.map(["anyOf": .list(simple)]))])])
    }

    package static func choice(_ element: Value) -> Value {
        object(
            [
                ("choice", .map(["type": "array", "minItems": 1, "items": element])),
                ("weights", .map(["type": "array", "items": .map(["type": "number", "minimum": 0])])),
            ], required: ["choice"])
    }

    package static func object(_ properties: [(String, Value)], required: [String]) -> Value {
        .map([
            "type": "object",
            "properties": .map(properties.map { Value.Entry(key: $0.0, value: $0.1) }),
            "required": .list(required.map { .text($0) }),
            "additionalProperties": false,
        ])
    }

    /// The object schema with one more property.
    static func adding(_ name: String, _ property: Value, to object: Value) -> Value {
        guard case .map(let entries) = object else { return object }
        return .map(
            entries.map { entry in
                guard entry.key == "properties", case .map(let properties) = entry.value else { return entry }
                return Value.Entry(key: entry.key, value: .map(properties + [Value.Entry(key: name, value: property)]))
            })
    }

    static let numberRules: [Value] = [.map(["$ref": "#/$defs/numberRule"])]
    static let integerRules: [Value] = [.map(["$ref": "#/$defs/integerRule"])]

    /// The definitions that the `$ref`s above point at.
    package static var definitions: Value {
        let pair = Value.map([
            "type": "array", "items": .map(["type": "number"]), "minItems": 2, "maxItems": 2,
        ])
        let integers = object([("integers", pair)], required: ["integers"])
        return .map([
            "numberRule": .map([
                "oneOf": .list([
                    object([("uniform", pair)], required: ["uniform"]),
                    object([("log_uniform", pair)], required: ["log_uniform"]),
                    object([("normal", pair), ("clip", pair)], required: ["normal"]),
                    integers,
                ])
            ]),
            "integerRule": integers,
        ])
    }
}
