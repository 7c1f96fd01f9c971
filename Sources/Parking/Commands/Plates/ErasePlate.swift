package import Chronology
package import JSON
package import Money

/// Takes plates out of the vault, so that nobody can tell any more whose the events are that name them.
///
/// A plate that comes back is another one to the garage.
public struct ErasePlate: GarageCommand {
    /// What events call them; none where the vault does not know the plate that was asked for.
    public let plates: [PlateID]
    /// Whether those that the garage needs are left out, where a single one of them would have it refused otherwise.
    public let isSparing: Bool

    package static let name = CommandName.erasePlate

    /// Plates to erase, at most ``PlatesErased/most``.
    public init(_ plates: [PlateID], isSparing: Bool = false) {
        self.plates = plates
        self.isSparing = isSparing
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate"]) { (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate = try fields.required("plate")
            return .knowing(plate) { .erasePlate(ErasePlate($0.map { [$0] } ?? [])) }
        }
    }

    /// Once the plate is erased nobody can tell whether the same one is meant: the same key again is another request.
    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.name("plates")
        json.array(plates) { $0.string($1.description) }
        json.flag("sparing", isSparing)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        _ = try garage.configured()
        let needs = garage.needs(of: plates, at: now)
        if !isSparing, let plate = plates.first(where: { needs[$0] != nil }), let need = needs[plate] {
            throw .plateNeeded(need)
        }
        let erased = plates.filter { needs[$0] == nil }
        return Decision(
            .plateErased(Outcome(erased: erased.count, kept: needs.count)), at: now,
            erased.isEmpty ? [] : [.platesErased(PlatesErased(erased))])
    }

    /// How many plates were erased.
    public struct Outcome: CommandOutcome {
        /// How many; zero where the vault knew none.
        public let erased: Int
        /// How many were left out, as they are needed.
        public let kept: Int

        /// So many plates.
        public init(erased: Int, kept: Int = 0) {
            self.erased = erased
            self.kept = kept
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("erased", number: erased)
            if kept > 0 { json.field("kept", number: kept) }
        }
    }
}

extension Refusal {
    /// The garage still needs the plate.
    public static func plateNeeded(_ need: PlateNeed) -> Refusal {
        Refusal(.plateNeeded, "The plate cannot be erased yet. \(need.sentence)", field: "plate")
    }
}
