package import JSON
package import Money

/// Plates were erased: nobody can tell any more whose the events are that name them.
///
/// What is appended with this event takes the vault's rows of these plates out, and nothing else does.
public struct PlatesErased: EventBody {
    /// What events call them.
    public let plates: [PlateID]

    package static let name = "plates-erased"
    package static let fields = ["plates"]
    /// How many an event may name.
    public static let most = 500

    /// Plates that were erased, at least one.
    public init(_ plates: [PlateID]) { self.plates = plates }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plates = try fields.required("plates") { (reader: inout JSONReader) throws(JSONError) in
            try reader.list(most: Self.most) { (reader: inout JSONReader) throws(JSONError) in
                try PlateID.read(&reader)
            }
        }
        guard !plates.isEmpty else { throw JSONError("names no plate", path: "plates") }
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.name("plates")
        json.array(plates) { $0.string($1.description) }
    }

    package func sentence(in currency: Currency) -> String {
        plates.count == 1 ? "\(plates[0].short) was erased." : "\(plates.count) plates were erased."
    }

    package var event: GarageEvent { .platesErased(self) }

    /// Nothing that is decided hangs on the name of a car that is gone.
    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] { [] }
}

extension GarageEvent {
    /// The plates that it erases.
    public var erasedPlates: [PlateID] {
        guard case .platesErased(let erased) = self else { return [] }
        return erased.plates
    }
}
