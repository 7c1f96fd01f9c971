import Chronology
import Money

/// A setting that cannot be, and where it stands.
public struct SettingsError: Error, Hashable, Sendable {
    /// The field, as a path such as `gates[1].id`.
    public let field: String
    /// What it must be.
    public let problem: String

    /// An error at a field.
    public init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }
}

extension GarageSettings {
    /// Checks that the settings describe a garage that can be run.
    public func validate() throws(SettingsError) {
        func require(_ condition: Bool, _ field: String, _ problem: String) throws(SettingsError) {
            guard condition else { throw SettingsError(field: field, problem: problem) }
        }
        let isShort = name.unicodeScalars.count <= 100
        try require(Remark(name) != nil && isShort, "name", "must have 1 to 100 printable characters")
        try require((1...100_000).contains(capacity), "capacity", "must be from 1 to 100000")
        for (field, spots) in [
            ("guestSpots", guestSpots), ("permanentSpots", permanentSpots), ("fallbackSpots", fallbackSpots),
        ] { try require((0...capacity).contains(spots), field, "must be from 0 to the capacity") }
        try require(bookableSpots >= 0, "permanentSpots", "and fallbackSpots together must not exceed the capacity")
        try require(guestSpots <= bookableSpots, "guestSpots", "must not exceed capacity − permanent − fallback")
        try require((1...64).contains(gates.count), "gates", "must list 1 to 64 gates")
        for (index, gate) in gates.enumerated() {
            let isFirst = gates.firstIndex { $0.id == gate.id } == index
            try require(isFirst, "gates[\(index)].id", "names a gate that stands in the list already")
            try require((1...20).contains(gate.holds), "gates[\(index)].holds", "must be from 1 to 20 cars")
        }
        try require(reasons.count <= 100, "reasons", "must list at most 100 reasons")
        for (index, reason) in reasons.enumerated() {
            let isFirst = reasons.firstIndex(of: reason) == index
            try require(isFirst, "reasons[\(index)]", "stands in the list already")
        }
        let lostTicketPrice = lostTicket.price?.minorUnits ?? 0
        try require(lostTicketPrice >= 0, "lostTicket.price", "must not be negative")
        try suspension?.validate()
        for (kind, names, spots) in [
            ("permanentSpot", permanentSpotNames, permanentSpots), ("fallbackSpot", fallbackSpotNames, fallbackSpots),
        ] {
            try require(names.count <= spots, "\(kind)Names", "must list at most as many names as \(kind)s")
            try require(names.count <= 1_000, "\(kind)Names", "must list at most 1000 names")
            var known: Set<SpotID> = []
            for (index, name) in names.enumerated() {
                try require(known.insert(name).inserted, "\(kind)Names[\(index)]", "stands in the list already")
            }
        }
        try publicHours.validate()
        try validateGroupHours()
        try validateVehicleTypes()
        try validateTenants()
        for (field, span, longest) in [
            ("duplicateReadWindow", duplicateReadWindow, TimeSpan.minutes(10)),
            ("authorisationWait", authorisationWait, .minutes(30)), ("lateness", lateness, .days(31)),
            ("clockTolerance", clockTolerance, .days(1)), ("exitGrace", exitGrace, .days(1)),
            ("longestStay", longestStay, .days(366)), ("noReturnWithin", noReturnWithin, .days(1)),
            ("offerTime", offerTime, .days(1)),
        ] {
            let seconds = longest.microseconds / 1_000_000
            try require(span >= .zero && span <= longest, field, "must be from 0 to \(seconds) seconds")
        }
    }
}
