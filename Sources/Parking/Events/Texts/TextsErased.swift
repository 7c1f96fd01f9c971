package import JSON
package import Money

/// Words that people typed were erased: the events that refer to them say no more what they were.
///
/// What is appended with this event takes these texts out of the log's, and nothing else does.
public struct TextsErased: EventBody {
    /// What events call them.
    public let texts: [TextID]

    package static let name = "texts-erased"
    package static let fields = ["texts"]
    /// How many an event may name.
    public static let most = 100

    /// Texts that were erased, at least one.
    public init(_ texts: [TextID]) { self.texts = texts }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        texts = try fields.required("texts") { (reader: inout JSONReader) throws(JSONError) in
            try reader.list(most: Self.most) { (reader: inout JSONReader) throws(JSONError) in
                try TextID.read(&reader)
            }
        }
        guard !texts.isEmpty else { throw JSONError("names no text", path: "texts") }
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.name("texts")
        json.array(texts) { $0.string($1.description) }
    }

    package func sentence(in currency: Currency) -> String {
        texts.count == 1 ? "A remark was erased." : "\(texts.count) remarks were erased."
    }

    package var event: GarageEvent { .textsErased(self) }

    /// Nothing that is decided hangs on words.
    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] { [] }
}
