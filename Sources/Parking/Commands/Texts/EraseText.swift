package import Chronology
package import JSON
package import Money

/// Takes words that people typed out of the log's texts, so that nobody can tell any more what they were.
public struct EraseText: GarageCommand {
    /// What events call them.
    public let texts: [TextID]

    package static let name = CommandName.eraseText

    /// Texts to erase, from one to ``TextsErased/most``.
    public init(_ texts: [TextID]) { self.texts = texts }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["text"]) { (fields: inout JSONFields) throws(JSONError) in
            .complete(.eraseText(EraseText([try fields.required("text")])))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.name("texts")
        json.array(texts) { $0.string($1.description) }
    }

    /// Whether there are such texts the garage does not know; to erase one again does no harm.
    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        _ = try garage.configured()
        return Decision(
            .textErased(Outcome(erased: texts.count)), at: now,
            texts.isEmpty ? [] : [.textsErased(TextsErased(texts))])
    }

    /// How many texts were erased.
    public struct Outcome: CommandOutcome {
        /// How many.
        public let erased: Int

        /// So many texts.
        public init(erased: Int) { self.erased = erased }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("erased", number: erased)
        }
    }
}
