package import Cards

/// All keys of a catalogue of models, for the reference.
package enum ModelVocabulary {
    package static let entries = [CardDescription(ModelCatalogue.card)]
}
