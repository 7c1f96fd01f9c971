package import Chronology
package import JSON
package import Money

/// Tells a car that is inside to take a fallback spot, since another one stands where it should not (design rule 6).
public struct AssignFallback: GarageCommand {
    /// The stay.
    public let stay: OpenStay
    /// Which spot; the first free one where nobody says.
    public let spot: SpotID?

    package static let name = CommandName.assignFallback

    /// A stay and a spot for it.
    public init(_ stay: OpenStay, _ spot: SpotID? = nil) {
        self.stay = stay
        self.spot = spot
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session", "plate", "ticket", "spot"]) { (fields: inout JSONFields) throws(JSONError) in
            let spot: SpotID? = try fields.optional("spot")
            return try fields.request(ofStay: { .assignFallback(AssignFallback($0, spot)) })
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.stay(stay)
        json.field("spot", spot)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        guard let session = garage.session(stay) else { throw .noOpenStay(stay) }
        if let spot, !settings.fallbackSpotNames.contains(spot) {
            throw .unknownFallbackSpot(spot, settings.fallbackSpotNames)
        }
        if let standing = session.fallback, spot == nil || spot == standing.name {
            return Decision(.fallbackAssigned(Outcome(session.id, standing.name, repeated: true)), at: now)
        }
        let others = garage.stays.onFallback.compactMap { garage.stays[$0] }
        if let spot, let holder = others.first(where: { $0.fallback?.name == spot }) {
            throw .fallbackTaken(spot, holder.id)
        }
        guard others.count < settings.fallbackSpots else { throw .noFallbackLeft(settings.fallbackSpots) }
        let name = spot ?? garage.freeFallbackSpot(in: settings)
        return Decision(
            .fallbackAssigned(Outcome(session.id, name, repeated: false)), at: now,
            .fallbackAssigned(FallbackAssigned(session.id, name)))
    }

    /// The stay and its spot.
    public struct Outcome: CommandOutcome {
        /// The stay.
        public let session: SessionID
        /// What is painted on the spot; nil where it has no name.
        public let spot: SpotID?
        /// Whether it was so before.
        public let repeated: Bool

        /// A stay on a fallback spot.
        public init(_ session: SessionID, _ spot: SpotID?, repeated: Bool) {
            self.session = session
            self.spot = spot
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("session", number: session.version)
            json.field("spot", spot)
            json.flag("repeated", repeated)
        }
    }
}

extension Refusal {
    /// The garage keeps no fallback spot of that name.
    static func unknownFallbackSpot(_ name: SpotID, _ known: [SpotID]) -> Refusal {
        let names = known.prefix(20).map(\.text).joined(separator: ", ")
        return Refusal(
            .unknownSpot,
            known.isEmpty
                ? "The garage names no fallback spots (fallbackSpotNames)."
                : "No fallback spot is called \(name); there are \(names)\(known.count > 20 ? ", …" : "").",
            field: "spot")
    }

    /// Another car was told to take that spot.
    public static func fallbackTaken(_ name: SpotID, _ holder: SessionID) -> Refusal {
        Refusal(.spotTaken, "The car of stay \(holder) has spot \(name); choose another one.", field: "spot")
    }

    /// As many cars were told to take fallback spots as there are.
    public static func noFallbackLeft(_ spots: Int) -> Refusal {
        Refusal(
            .noFallbackLeft,
            spots == 0
                ? "The garage keeps no fallback spots (fallbackSpots)."
                : "All \(spots) fallback spots are assigned until one of their cars leaves.")
    }
}
