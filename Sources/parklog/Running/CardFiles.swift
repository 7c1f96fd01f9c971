import Tariffs

/// Rate cards in files.
enum CardFiles {
    /// Reads a card from a file, or from standard input where the path is `-`.
    static func read(_ path: String) throws -> RateCardDocument {
        let bytes = try FileBytes.read(path)
        do { return try RateCardDocument(json: bytes) } catch { throw Failure(.data, "\(path): \(error)") }
    }
}
