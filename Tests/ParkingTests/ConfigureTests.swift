import Chronology
import Money
import Parking
import Tariffs
import Testing

/// What an operator decides: settings and rates.
@Suite struct ConfigureTests {
    @Test func `a garage begins with its settings`() {
        let settings = GarageSettings.open(10)
        Given().when(.configureGarage(.init(settings)), at: .opening)
            .then(.garageConfigured(.init(settings)), result: .configured(.created))
    }

    @Test func `settings that are all named are replaced as a whole`() {
        let smaller = GarageSettings.reserved(5) { $0.name = "Mitte II" }
        given(.open(10)).when(.configureGarage(.init(smaller)), at: LocalDay.monday.at("08:00"))
            .then(
                .garageConfigured(.init(smaller)),
                result: .configured(.changed(SettingsChange(from: .open(10), to: smaller))))
        let after = given(.open(10), at(.opening, .garageConfigured(.init(smaller))))
        #expect(after.garage.settings == smaller)
    }

    @Test(arguments: [
        Command.ratePublished(.init(.hourly("day", 3))), .rateWithdrawn(.init(RateID("day")!)),
        .cardPublished(.init(RateCard(rates: []))),
        .reserve(.init(plate: .anna, day: .monday, holder: .member)), .cancel(.init(ReservationID(1))), .seen(.anna),
        .opened(), .changeSettings(.init(NamedSettings(["capacity"], of: .open(3)))),
        .left(), .validate(.init(.car(.anna), .cinema)), .applyAgreement(.init(.session(SessionID(1)), .hospital)),
    ])
    func `a garage that nobody configured does nothing`(command: Command) {
        Given().when(command, at: LocalDay.monday.at("08:00")).thenRefuses(.unknownGarage)
    }

    @Test func `zone and currency are fixed once the garage exists`() {
        let elsewhere = GarageSettings.open(10) { $0.zone = .utc }
        given(.open(10)).when(.configureGarage(.init(elsewhere)), at: .opening).thenRefuses(.settingFixed("timeZone"))
        let dollars = GarageSettings.open(10) { $0.currency = Currency(code: "USD")! }
        given(.open(10)).when(.configureGarage(.init(dollars)), at: .opening).thenRefuses(.settingFixed("currency"))
    }

    @Test func `newer data of the same zone is no change of the zone`() {
        let newer = GarageSettings.open(10) {
            $0.zone = ZoneRules(name: "Europe/Berlin", version: "2027a", offset: 3600)
        }
        given(.open(10)).when(.configureGarage(.init(newer)), at: .opening)
            .then(result: .configured(.changed(SettingsChange(from: .open(10), to: .open(10)))))
    }

    static let impossible: [(String, @Sendable (inout GarageSettings) -> Void)] = [
        ("name", { $0.name = "" }),
        ("name", { $0.name = "  " }),
        ("name", { $0.name = String(repeating: "x", count: 101) }),
        ("name", { $0.name = "two\nlines" }),
        ("capacity", { $0.capacity = 0 }),
        ("capacity", { $0.capacity = 100_001 }),
        ("guestSpots", { $0.guestSpots = -1 }),
        ("permanentSpots", { $0.permanentSpots = 11 }),
        ("fallbackSpots", { $0.fallbackSpots = 11 }),
        ("permanentSpots", { ($0.permanentSpots, $0.fallbackSpots) = (6, 5) }),
        ("guestSpots", { ($0.permanentSpots, $0.guestSpots) = (6, 5) }),
        ("gates", { $0.gates = [] }),
        ("gates", { $0.gates = (0...64).map { Gate(id: GateID("g\($0)")!, lane: .both) } }),
        ("gates[2].id", { $0.gates[2].id = .entry }),
        ("duplicateReadWindow", { $0.duplicateReadWindow = .seconds(601) }),
        ("duplicateReadWindow", { $0.duplicateReadWindow = .seconds(-1) }),
        ("authorisationWait", { $0.authorisationWait = .seconds(1_801) }),
        ("authorisationWait", { $0.authorisationWait = .seconds(-1) }),
        ("lateness", { $0.lateness = .days(31) + .seconds(1) }),
        ("lateness", { $0.lateness = .seconds(-1) }),
        ("publicHours.windows", { $0.publicHours = .windows([]) }),
        (
            "publicHours.windows",
            {
                $0.publicHours = .windows(
                    Array(repeating: .weekly(days: [.monday], from: .midnight, until: .endOfDay), count: 101))
            }
        ),
        (
            "publicHours.windows[0].days",
            { $0.publicHours = .windows([.weekly(days: [], from: .midnight, until: .endOfDay)]) }
        ),
        (
            "publicHours.windows[0].from",
            { $0.publicHours = .windows([.weekly(days: [.monday], from: .endOfDay, until: .endOfDay)]) }
        ),
        ("groupHours", { $0.groupHours = (0...100).map { GroupHours(GroupID("g\($0)")!) } }),
        ("groupHours[1].group", { $0.groupHours = [GroupHours(.staff), GroupHours(.staff)] }),
        (
            "groupHours[0].windows[1].days",
            {
                $0.groupHours = [
                    GroupHours(
                        .staff,
                        windows: [[.monday], []].map { .weekly(days: $0, from: .midnight, until: .endOfDay) })
                ]
            }
        ),
    ]

    @Test(arguments: impossible.indices) func `settings of a garage that cannot be run are refused`(index: Int) throws {
        let (field, change) = Self.impossible[index]
        let outcome = given(.open(10)).when(.configureGarage(.init(.open(10, change))), at: .opening)
        guard case .failure(let refusal) = outcome.decision else {
            Issue.record("accepted a wrong \(field)")
            return
        }
        #expect((refusal.problem.type, refusal.problem.field) == (.invalidSettings, field))
    }

    @Test func `the largest and the smallest settings are accepted`() throws {
        let largest = GarageSettings.open(100_000) {
            $0.name = String(repeating: "x", count: 100)
            ($0.permanentSpots, $0.fallbackSpots, $0.guestSpots) = (40_000, 30_000, 30_000)
            $0.gates = (1...64).map { Gate(id: GateID("g\($0)")!, lane: .both) }
            ($0.duplicateReadWindow, $0.authorisationWait, $0.lateness) = (.minutes(10), .minutes(30), .days(31))
        }
        try largest.validate()
        let smallest = GarageSettings.open(1) {
            ($0.duplicateReadWindow, $0.authorisationWait, $0.lateness) = (.zero, .zero, .zero)
        }
        try smallest.validate()
    }

    @Test func `a rate joins the rate book`() {
        let rate = Rate.hourly("day", 3)
        given(.open(10)).when(.ratePublished(.init(rate)), at: .opening)
            .then(.ratePublished(.init(rate)), result: .ratePublished(.init(rate.id, [])))
        let after = given(.open(10), at(LocalDay.monday.at("08:00"), .ratePublished(.init(rate))))
        #expect(
            after.garage.book.publications
                == [Publication(.rate(rate), knownAt: LocalDay.monday.at("08:00"), version: 2)])
    }

    @Test func `a rate that makes no sense is refused, and says where`() throws {
        var rate = Rate.hourly("day", 3)
        rate.price = .once(Money(minorUnits: -1))
        given(.open(10)).when(.ratePublished(.init(rate)), at: .opening)
            .thenRefuses(.rate(RateError("price.once", .negative)))
    }
}
