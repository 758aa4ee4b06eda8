package import Cards

/// Everything that a catalogue of models can say, for the reference.
package enum ModelVocabulary {
    package static let entries = [CardDescription(ModelCatalogue.card)]
}
