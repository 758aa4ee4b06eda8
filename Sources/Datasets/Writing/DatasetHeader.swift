package import JSON

/// The part of a dataset's annotation files before their first image. It is known before the first image is made.
package struct DatasetHeader: Hashable, Sendable {
    package var info: COCO.Info
    package var licenses: [COCO.License]
    package var categories: [COCO.Category]
    /// Members of the source datasets that diorama does not know.
    package var extra: [JSONMember]

    package init(
        info: COCO.Info, licenses: [COCO.License], categories: [COCO.Category], extra: [JSONMember] = []
    ) {
        self.info = info
        self.licenses = licenses
        self.categories = categories
        self.extra = extra
    }
}
