internal import CVips

/// The versions of the C libraries that pixels depend on.
package enum LibraryVersions {
    /// The version, such as `8.14.1`.
    package static var libvips: String {
        [vips_version(0), vips_version(1), vips_version(2)].map(String.init).joined(separator: ".")
    }
}
