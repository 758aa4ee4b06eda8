package import JSON

/// What a dataset's annotation files say before their first image. Known before the first image is made.
package struct DatasetHeader: Hashable, Sendable {
    package var info: COCO.Info
    package var licenses: [COCO.License]
    package var categories: [COCO.Category]
    /// Members of the datasets that it is made from, of which we know nothing.
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
