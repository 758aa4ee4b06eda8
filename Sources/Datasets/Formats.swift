package import Cards

/// Every format that a pipeline can name.
package enum AnnotationFormats {
    package static let all: [any AnnotationFormat.Type] = [
        COCOFormat.self, COCOKeypointsFormat.self, COCOPanopticFormat.self, YOLOFormat.self, VOCFormat.self,
        KITTIFormat.self, KITTI3DFormat.self, BOPFormat.self, DatumaroFormat.self, CVATFormat.self,
        CreateMLFormat.self, CSVFormat.self, ICDARFormat.self, PaddleOCRFormat.self, COCOTextFormat.self,
        TextCropsFormat.self, WebDatasetFormat.self,
    ]
    package static let catalogue = Catalogue("annotation format", all)
}

/// Every kind of dataset that a pipeline can name.
package enum DatasetSources {
    package static let all: [any DatasetSource.Type] = [
        COCOSource.self, YOLOSource.self, VOCSource.self, KITTISource.self, MasksSource.self, LabelmeSource.self,
        CVATSource.self, COCOPanopticSource.self, DatumaroSource.self, CreateMLSource.self, BOPSource.self,
        ICDARSource.self,
    ]
    package static let catalogue = Catalogue("dataset", all)
}

/// Every audit of labels in a format of its own.
enum FormatAudits {
    static let all: [any FormatAudit.Type] = [
        YOLOAudit.self, VOCAudit.self, KITTIAudit.self, CreateMLAudit.self, PanopticAudit.self, BOPAudit.self,
        DatumaroAudit.self, CSVAudit.self, LabelmeAudit.self, CVATAudit.self, ICDARAudit.self, PaddleOCRAudit.self,
        COCOTextAudit.self, TextCropsAudit.self, WebDatasetAudit.self,
    ]
}
