internal import CVips

extension Image {
    /// A copy labelled with EXIF's `orientation`, 1…8, and, where given, with the ICC profile of its values. The pixels
    /// are shared.
    func labelled(orientation: Int, profile: [UInt8]? = nil) throws(PictureError) -> Image {
        // Metadata is set on a copy that no other code has seen yet.
        let copy = try Operation("copy", ["in": .image(self)]).image()
        vips_image_set_int(copy.pointer, "orientation", Int32(orientation))
        if let profile {
            vips_image_set_blob_copy(copy.pointer, "icc-profile-data", profile, profile.count)
        }
        return copy
    }
}
