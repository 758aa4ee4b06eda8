internal import CVips
import Findings

/// One call of a libvips operation by its name, through libvips' object layer, as its authors advise for bindings
/// (https://www.libvips.org/API/8.17/binding.html): every operation of the installed libvips can be called, and none
/// needs a line of C.
///
///     let half = try Operation("resize", ["in": .image(photo), "scale": 0.5]).image()
///
/// Most operations only set up work; it is done when pixels are needed.
package final class Operation {
    private let name: String
    private let object: UnsafeMutablePointer<VipsOperation>
    /// Whether it, or one whose result it works on, holds code of `VectorCode`.
    private let isVectored: Bool

    /// Makes the call. Arguments have libvips' names (`vips NAME` in a shell prints them), with `_` or `-`.
    ///
    /// Throws `.operation` when libvips refuses the call, or was built without the operation. An argument that the
    /// operation does not have, or of another type, is a programmer's mistake and traps.
    package convenience init(_ name: String, _ arguments: KeyValuePairs<String, Argument>) throws(PictureError) {
        try self.init(name, arguments.map { ($0.key, $0.value) })
    }

    /// Makes the call with arguments that are put together at run time.
    package init(_ name: String, _ arguments: [(String, Argument)]) throws(PictureError) {
        self.name = name
        let makesCode = VectorCode.isMade(by: name)
        isVectored = makesCode || arguments.contains { $0.1.isVectored }
        object = try Libvips.attempt { () throws(PictureError) in
            guard let new = vips_operation_new(name) else {
                throw PictureError(.operation, name, Libvips.takeWords())
            }
            for (argument, value) in arguments {
                Self.set(argument, to: value, of: new, name)
            }
            return try VectorCode.taking(turns: makesCode) { () throws(PictureError) in
                guard let built = vips_cache_operation_build(new) else {
                    let error = PictureError(.operation, name, Libvips.takeWords())
                    Self.release(new)
                    throw error
                }
                g_object_unref(new)
                return built
            }
        }
    }

    deinit {
        VectorCode.taking(turns: isVectored) { Self.release(object) }
    }

    /// Frees an operation with its outputs.
    private static func release(_ operation: UnsafeMutablePointer<VipsOperation>) {
        vips_object_unref_outputs(upcast(operation))
        g_object_unref(operation)
    }

    // MARK: - Outputs

    package func image(_ output: String = "out") -> Image {
        // The image takes over the value's reference.
        with(output, vips_image_get_type()) { value in
            Image(owning: g_value_dup_object(value).assumingMemoryBound(to: VipsImage.self), isVectored: isVectored)
        }
    }

    package func double(_ output: String = "out") -> Double {
        with(output, cvips_type_double) { g_value_get_double($0) }
    }

    package func int(_ output: String = "out") -> Int {
        with(output, cvips_type_int) { Int(g_value_get_int($0)) }
    }

    package func doubles(_ output: String = "out") -> [Double] {
        with(output, vips_array_double_get_type()) { value in
            var count: Int32 = 0
            let start = vips_value_get_array_double(value, &count)
            return Array(UnsafeBufferPointer(start: start, count: Int(count)))
        }
    }

    /// Replaces the content of `bytes` by an encoded file, in the same storage where that is large enough.
    package func read(_ output: String = "buffer", into bytes: inout [UInt8]) {
        with(output, vips_blob_get_type()) { value in
            var count = 0
            let start = vips_value_get_blob(value, &count)
            bytes.removeAll(keepingCapacity: true)
            bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
        }
    }

    private func with<Value>(_ output: String, _ type: GType, _ body: (UnsafeMutablePointer<GValue>) -> Value) -> Value
    {
        let specification = Self.specification(output, of: object, name)
        precondition(
            g_type_is_a(specification.pointee.value_type, type) != 0, "\(name) gives no such type as \(output)")
        var value = GValue()
        g_value_init(&value, specification.pointee.value_type)
        defer { g_value_unset(&value) }
        g_object_get_property(Self.upcast(object), output, &value)
        return body(&value)
    }

    // MARK: - Arguments

    // C's structs begin with their superclass, so that a pointer to one is a pointer to the other. The macros that
    // cast do not import into Swift.
    private static func upcast(_ operation: UnsafeMutablePointer<VipsOperation>) -> UnsafeMutablePointer<VipsObject> {
        UnsafeMutableRawPointer(operation).assumingMemoryBound(to: VipsObject.self)
    }

    private static func upcast(_ operation: UnsafeMutablePointer<VipsOperation>) -> UnsafeMutablePointer<GObject> {
        UnsafeMutableRawPointer(operation).assumingMemoryBound(to: GObject.self)
    }

    private static func specification(
        _ argument: String, of operation: UnsafeMutablePointer<VipsOperation>, _ name: String
    ) -> UnsafeMutablePointer<GParamSpec> {
        var specification: UnsafeMutablePointer<GParamSpec>?
        var kind: UnsafeMutablePointer<VipsArgumentClass>?
        var instance: UnsafeMutablePointer<VipsArgumentInstance>?
        guard vips_object_get_argument(upcast(operation), argument, &specification, &kind, &instance) == 0,
            let specification, let kind
        else { preconditionFailure("\(name) has no argument '\(argument)'") }
        precondition(
            kind.pointee.flags.rawValue & VIPS_ARGUMENT_MODIFY.rawValue == 0,
            "\(name) changes its argument '\(argument)', and an Image never changes")
        return specification
    }

    private static func set(
        _ argument: String, to new: Argument, of operation: UnsafeMutablePointer<VipsOperation>, _ name: String
    ) {
        let type = specification(argument, of: operation, name).pointee.value_type
        func isKind(_ kind: GType) -> Bool { g_type_is_a(type, kind) != 0 }
        var value = GValue()
        g_value_init(&value, type)
        defer { g_value_unset(&value) }
        switch new {
        case .int(let number) where isKind(cvips_type_int):
            g_value_set_int(&value, Int32(number))
        case .int(let number) where isKind(cvips_type_uint64):
            g_value_set_uint64(&value, guint64(number))
        case .int(let number) where isKind(cvips_type_double):
            g_value_set_double(&value, Double(number))
        case .int(let number) where isKind(cvips_type_flags):
            g_value_set_flags(&value, guint(number))
        case .double(let number) where isKind(cvips_type_double):
            g_value_set_double(&value, number)
        case .bool(let flag) where isKind(cvips_type_bool):
            g_value_set_boolean(&value, flag ? 1 : 0)
        case .string(let text) where isKind(cvips_type_string):
            g_value_set_string(&value, text)
        case .string(let nick) where isKind(cvips_type_enum):
            let number = vips_enum_from_nick(name, type, nick)
            precondition(number >= 0, "\(name): '\(argument)' cannot be '\(nick)'")
            g_value_set_enum(&value, number)
        case .image(let image) where isKind(vips_image_get_type()):
            g_value_set_object(&value, image.pointer)
        case .ints(let numbers) where isKind(vips_array_int_get_type()):
            vips_value_set_array_int(&value, numbers.map { Int32($0) }, Int32(numbers.count))
        case .ints(let numbers) where isKind(vips_array_double_get_type()):
            vips_value_set_array_double(&value, numbers.map(Double.init), Int32(numbers.count))
        case .doubles(let numbers) where isKind(vips_array_double_get_type()):
            vips_value_set_array_double(&value, numbers, Int32(numbers.count))
        case .images(let images) where isKind(vips_array_image_get_type()):
            vips_value_set_array_image(&value, Int32(images.count))
            let places = vips_value_get_array_image(&value, nil)
            for (index, image) in images.enumerated() {
                // The array owns a reference to each.
                g_object_ref(image.pointer)
                places?[index] = image.pointer
            }
        case .bytes(let bytes) where isKind(vips_blob_get_type()):
            let blob = bytes.makeBlob()
            g_value_set_boxed(&value, blob)
            vips_area_unref(&blob.pointee.area)
        default:
            preconditionFailure("\(name): '\(argument)' is a \(String(cString: g_type_name(type))), not \(new)")
        }
        g_object_set_property(upcast(operation), argument, &value)
    }
}
