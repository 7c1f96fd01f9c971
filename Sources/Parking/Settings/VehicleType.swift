import Money
public import Tariffs

/// A type of vehicle that a garage knows; its rates are those of the card of its name.
public struct VehicleType: Hashable, Sendable {
    /// Its name in requests.
    public var id: CardID
    /// What people call it, 1 to 100 characters.
    public var name: String
    /// How a screen shows it, such as `#d04020`; nil for no colour.
    public var colour: String?
    /// How many of them there is room for; it is counted and keeps no gate closed (tariffs.md, Vehicle types).
    public var capacity: Int?

    /// A type.
    public init(id: CardID, name: String, colour: String? = nil, capacity: Int? = nil) {
        self.id = id
        self.name = name
        self.colour = colour
        self.capacity = capacity
    }
}

extension GarageSettings {
    /// Whether a vehicle is of a type that the garage knows: one that it lists, and any where it lists none. Nobody has to list
    /// the standard one, which is meant where nothing is said.
    public func knows(_ vehicle: CardID) -> Bool {
        vehicle == .standard || vehicleTypes.isEmpty || vehicleTypes.contains { $0.id == vehicle }
    }

    /// What an order for a vehicle of a type that the garage does not know is told; a gate's report is a fact and is taken.
    func check(_ vehicle: CardID) throws(Refusal) {
        guard knows(vehicle) else { throw .unknownVehicle(vehicle, among: vehicleTypes) }
    }

    /// Checks that the types make sense and that each stands once.
    func validateVehicleTypes() throws(SettingsError) {
        guard vehicleTypes.count <= 100 else {
            throw SettingsError(field: "vehicleTypes", problem: "must list at most 100 types")
        }
        for (index, type) in vehicleTypes.enumerated() {
            func require(_ condition: Bool, _ field: String, _ problem: String) throws(SettingsError) {
                guard condition else { throw SettingsError(field: "vehicleTypes[\(index)].\(field)", problem: problem) }
            }
            let isFirst = vehicleTypes.firstIndex { $0.id == type.id } == index
            try require(isFirst, "id", "names a type that stands in the list already")
            let isShort = type.name.unicodeScalars.count <= 100
            try require(Remark(type.name) != nil && isShort, "name", "must have 1 to 100 printable characters")
            if let colour = type.colour {
                try require(colour.isColour, "colour", "must be # and six hexadecimal digits")
            }
            if let capacity = type.capacity {
                try require((0...100_000).contains(capacity), "capacity", "must be from 0 to 100000")
            }
        }
    }
}

extension Problem {
    /// The garage lists types of vehicles, and this is none of them.
    public static func unknownVehicle(
        _ vehicle: CardID, among types: [VehicleType], field: String = "vehicle"
    ) -> Problem {
        let known = types.map(\.id.text).joined(separator: ", ")
        return Problem(
            .unknownVehicle, "The garage knows no vehicle \(vehicle); name one of \(known), or none.", field: field)
    }
}

extension Refusal {
    /// The garage lists types of vehicles, and this is none of them.
    public static func unknownVehicle(_ vehicle: CardID, among types: [VehicleType]) -> Refusal {
        Refusal(Problem.unknownVehicle(vehicle, among: types))
    }
}
