import Chronology
import Money
import Parking
import Tariffs
import Testing

/// A change names what it changes; what it leaves out stays.
@Suite struct SettingsTests {
    let now = LocalDay.monday.at("08:00")
    /// A garage that has set what most leave alone.
    static let rich = GarageSettings.reserved(10) {
        ($0.guestSpots, $0.permanentSpots, $0.fallbackSpots) = (2, 3, 1)
        $0.plateFolding = [.accents]
        $0.reasons = [ReasonCode("misread")!]
        $0.lostTicket = .price(Money(minorUnits: 25_00))
        $0.lateness = .hours(1)
    }

    private static func changing(
        _ names: Set<String>, of settings: GarageSettings = .open(10),
        _ change: (inout GarageSettings) -> Void = { _ in }
    ) -> NamedSettings {
        var settings = settings
        change(&settings)
        return NamedSettings(names, of: settings)
    }

    @Test func `what is named changes and all else stays, by both commands`() {
        var larger = Self.rich
        (larger.capacity, larger.lateness) = (12, .hours(2))
        let named = NamedSettings(["capacity", "lateness"], of: larger)
        let result = CommandResult.configured(.changed(SettingsChange(from: Self.rich, to: larger)))
        for command in [Command.changeSettings(.init(named)), .configureGarage(.init(named))] {
            given(Self.rich).when(command, at: now).then(.garageConfigured(.init(larger)), result: result)
        }
        #expect(SettingsChange(from: Self.rich, to: larger).names == ["capacity", "lateness"])
    }

    @Test func `a setting that is named with its default has it again`() {
        let named = Self.changing(["lostTicket", "plateFolding"])
        var plain = Self.rich
        (plain.lostTicket, plain.plateFolding) = (.claimedEntry, [])
        given(Self.rich).when(.changeSettings(.init(named)), at: now)
            .then(
                .garageConfigured(.init(plain)),
                result: .configured(.changed(SettingsChange(from: Self.rich, to: plain))))
    }

    @Test func `nothing happens where all that is named is as it was`() {
        let named = Self.changing(["timeZone", "currency", "capacity", "gates"])
        for command in [Command.changeSettings(.init(named)), .configureGarage(.init(named))] {
            given(.open(10)).when(command, at: now)
                .then(result: .configured(.changed(SettingsChange(from: .open(10), to: .open(10)))))
        }
    }

    @Test func `a change that names nothing is refused`() {
        let nothing = Self.changing([])
        given(.open(10)).when(.changeSettings(.init(nothing)), at: now).thenRefuses(.noSettingNamed)
        given(.open(10)).when(.configureGarage(.init(nothing)), at: now).thenRefuses(.noSettingNamed)
    }

    @Test func `zone and currency may be named as they are, and no other`() {
        let elsewhere = Self.changing(["timeZone", "capacity"]) { ($0.zone, $0.capacity) = (.utc, 12) }
        given(.open(10)).when(.changeSettings(.init(elsewhere)), at: now).thenRefuses(.settingFixed("timeZone"))
        let dollars = Self.changing(["currency"]) { $0.currency = Currency(code: "USD")! }
        given(.open(10)).when(.changeSettings(.init(dollars)), at: now).thenRefuses(.settingFixed("currency"))
    }

    @Test func `a change that makes the whole impossible is refused, and says which setting does not fit`() {
        let smaller = Self.changing(["capacity"]) { $0.capacity = 5 }
        given(Self.rich).when(.changeSettings(.init(smaller)), at: now)
            .thenRefuses(
                .settings(
                    SettingsError(field: "guestSpots", problem: "must not exceed capacity − permanent − fallback")))
    }

    @Test(arguments: ["name", "timeZone", "currency", "capacity", "gates"])
    func `a garage that begins needs each setting that has no default`(missing: String) {
        let others = Set(["name", "timeZone", "currency", "capacity", "gates"]).subtracting([missing])
        Given().when(.configureGarage(.init(Self.changing(others))), at: now).thenRefuses(.settingMissing(missing))
    }

    @Test func `a garage that begins has the defaults of what it does not name`() {
        let named = Self.changing(["name", "timeZone", "currency", "capacity", "gates"]) { $0.guestSpots = 3 }
        Given().when(.configureGarage(.init(named)), at: now)
            .then(.garageConfigured(.init(.open(10))), result: .configured(.created))
    }

    // MARK: What was narrowed

    /// What a change of some settings warns of.
    private func warnings(
        of site: Site, _ names: Set<String>, at now: Instant? = nil, _ change: (inout GarageSettings) -> Void
    ) throws -> [SettingsWarning] {
        var settings = try #require(site.garage.settings)
        change(&settings)
        let decision = try site.garage.decide(
            .changeSettings(.init(NamedSettings(names, of: settings))), at: now ?? self.now)
        guard case .configured(.changed(_, let warnings)) = decision.result else { return [] }
        return warnings
    }

    private func reserve(_ car: Int, _ day: LocalDay, _ holder: Holder = .member) -> Command {
        .reserve(.init(plate: PlateID(car), day: day, holder: holder))
    }

    @Test func `reservations beyond the spots that are left are told day by day`() throws {
        var site = try Site(.open(4) { $0.guestSpots = 1 })
        for car in 1...3 { try site.send(reserve(car, .tuesday), at: now) }
        try site.send(reserve(4, .wednesday), at: now)
        try site.send(reserve(5, .tuesday, .guest), at: now)
        #expect(
            try warnings(of: site, ["capacity"]) { $0.capacity = 3 } == [
                .reservations(.all, spots: 3, days: [.init(.tuesday, reserved: 4)]),
                .reservations(.members, spots: 2, days: [.init(.tuesday, reserved: 3)]),
            ])
        #expect(
            try warnings(of: site, ["guestSpots"]) { $0.guestSpots = 0 } == [
                .reservations(.guests, spots: 0, days: [.init(.tuesday, reserved: 1)])
            ])
        #expect(
            try warnings(of: site, ["guestSpots"]) { $0.guestSpots = 2 } == [
                .reservations(.members, spots: 2, days: [.init(.tuesday, reserved: 3)])
            ])
        // Days that are over matter to nobody, nor does what is widened.
        let later = LocalDay.wednesday.at("08:00")
        #expect(try warnings(of: site, ["capacity"], at: later) { $0.capacity = 3 } == [])
        #expect(try warnings(of: site, ["capacity"]) { $0.capacity = 5 } == [])
    }

    @Test func `of many days ten are named, and how many there are`() throws {
        var site = try Site(.open(1))
        let days = (1...12).map { LocalDay.monday.advanced(by: $0) }
        for day in days { try site.send(reserve(1, day), at: now) }
        let warning = try #require(
            try warnings(of: site, ["fallbackSpots"]) { $0.fallbackSpots = 1 }.first)
        #expect(warning == .reservations(.all, spots: 0, days: days.map { .init($0, reserved: 1) }))
        #expect(warning.code == "reservations-beyond-spots")
        #expect(warning.sentence.contains("2026-03-12 (1) and 2 more;"), "\(warning.sentence)")
    }

    @Test func `permits beyond the spots that are kept for them are told on the day with most`() throws {
        var site = try Site(.open(5) { $0.permanentSpots = 3 })
        try site.send(.pass(PlateID(1), .monday, .tuesday), at: now)
        try site.send(.pass(PlateID(2), .monday), at: now)
        try site.send(.pass(PlateID(3), .tuesday), at: now)
        try site.send(.membership(PlateID(4), [.staff]), at: now)
        #expect(
            try warnings(of: site, ["permanentSpots"]) { $0.permanentSpots = 2 } == [
                .permits(3, spots: 2, on: .tuesday)
            ])
        #expect(try warnings(of: site, ["permanentSpots"]) { $0.permanentSpots = 4 } == [])
        let later = LocalDay.wednesday.at("08:00")
        #expect(try warnings(of: site, ["permanentSpots"], at: later) { $0.permanentSpots = 2 } == [])
    }

    @Test func `cars that wait at a gate that is gone, and cars inside beyond the capacity, are told`() throws {
        var site = try Site(.open(3))
        for plate in [PlateID.anna, .ben] { try site.drive(plate, at: now) }
        try site.send(.seen(.carla), at: now + .minutes(1))
        let soon = now + .minutes(1) + .seconds(10)
        let found = try warnings(of: site, ["capacity", "gates"], at: soon) {
            $0.capacity = 1
            $0.gates.removeAll { $0.id == .entry }
        }
        #expect(found == [.gateGone(.entry, waiting: 1), .carsInside(2, capacity: 1)])
        #expect(found.map(\.code) == ["cars-wait-at-removed-gate", "cars-beyond-capacity"])
    }

    @Test func `types of vehicles that are known no longer are told with the subscriptions that last for them`() throws
    {
        let van = try #require(CardID("van"))
        let types = [VehicleType(id: .bike, name: "Bike"), VehicleType(id: van, name: "Van")]
        for listed in [[], types] {
            var site = try Site(.open(5) { $0.vehicleTypes = listed })
            try site.send(.cardPublished(.init(RateCard(rates: [], terms: .selling(.every(.month, 31))))), at: .opening)
            for (plate, vehicle) in [(PlateID.anna, van), (.ben, van), (.carla, .bike), (.dora, .standard)] {
                try site.send(.subscribe(plate, vehicle: vehicle), at: now)
            }
            let bikes = Array(types.prefix(1))
            let found = try warnings(of: site, ["vehicleTypes"]) { $0.vehicleTypes = bikes }
            #expect(found == [.vehicleGone(van, permits: 2)])
            #expect(found.map(\.code) == ["vehicle-type-has-permits"])
            // They are renewed as the sentence says.
            try site.send(
                .changeSettings(.init(NamedSettings(["vehicleTypes"], of: .open(5) { $0.vehicleTypes = bikes }))),
                at: now)
            try site.send(.renewPermit(.init(.plate(.anna))), at: now)
            // A name or a colour is no other type.
            #expect(try warnings(of: site, ["vehicleTypes"]) { $0.vehicleTypes[0].name = "Motorbike" } == [])
            #expect(
                try warnings(of: site, ["vehicleTypes"], at: now + .days(90)) { $0.vehicleTypes = [types[1]] } == [])
        }
    }
}
