import Tariffs

/// Rate cards in files.
enum CardFiles {
    /// Reads a card from a file, or from standard input where the path is `-`.
    static func read(_ path: String) throws -> RateCardDocument {
        try readChange(path).document
    }

    /// Reads a card from a file as well, and which of its parts the file names.
    static func readChange(_ path: String) throws -> (document: RateCardDocument, change: CardChange) {
        let bytes = try FileBytes.read(path)
        do {
            return (try RateCardDocument(json: bytes), try RateCardDocument.change(json: bytes))
        } catch { throw Failure(.data, "\(path): \(error)") }
    }
}
