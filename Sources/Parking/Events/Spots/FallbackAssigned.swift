package import JSON
package import Money

/// A car was told to take a fallback spot, and keeps it until it leaves (design rule 6).
public struct FallbackAssigned: EventBody {
    /// The stay.
    public let session: SessionID
    /// What is painted on the spot; nil where the garage names none.
    public let spot: SpotID?

    package static let name = "fallback-assigned"
    package static let fields = ["session", "spot"]

    /// A stay and its spot.
    public init(_ session: SessionID, _ spot: SpotID?) {
        self.session = session
        self.spot = spot
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        spot = try fields.optional("spot")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.field("spot", spot)
    }

    package func sentence(in currency: Currency) -> String {
        "The car of stay \(session) was told to take \(spot.map { "the fallback spot \($0)" } ?? "a fallback spot")."
    }

    package var event: GarageEvent { .fallbackAssigned(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.join(session, by: .fallback) { $0.fallback = FallbackSpot(spot) }
    }
}
