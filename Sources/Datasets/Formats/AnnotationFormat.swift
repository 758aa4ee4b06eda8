package import Pipelines

/// A format in which annotations can be written.
package protocol AnnotationFormat: Part {}

/// Every format that a pipeline can name.
package enum AnnotationFormats {
    package static let all: [any AnnotationFormat.Type] = [COCOFormat.self]
    package static let catalogue = Catalogue("annotation format", all)
}
