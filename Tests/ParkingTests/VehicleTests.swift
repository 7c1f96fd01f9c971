import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Vehicle types, each with a rate card of its own.
@Suite struct VehicleTests {
    let now = LocalDay.monday.at("08:00")
    let rates = at(
        .opening, .ratePublished(.init(.hourly("car", 3))), .ratePublished(.init(.hourly("bike", 1), on: .bike)))

    private func total(_ site: Site) throws -> Int64 {
        let session = try #require(site.garage.session(of: .anna))
        guard case .charged(let charge) = site.garage.charge(of: session, until: session.enteredAt + .hours(2)) else {
            throw TariffError.overflow
        }
        return charge.total.minorUnits
    }

    private func site(_ commands: (Command, Instant)...) throws -> Site {
        var site = try Site(.open(5))
        for event in [
            Command.ratePublished(.init(.hourly("car", 3))), .ratePublished(.init(.hourly("bike", 1), on: .bike)),
        ] {
            try site.send(event, at: .opening)
        }
        for (command, instant) in commands { try site.send(command, at: instant) }
        return site
    }

    @Test func `a vehicle that the barrier names pays by its type's card`() throws {
        #expect(try total(try site((.opened(.anna, vehicle: .bike), now))) == 200)
        #expect(try total(try site((.opened(.anna), now))) == 600)
    }

    @Test func `a type that has no card of its own pays by the standard one, and is remembered`() throws {
        let site = try site((.opened(.anna, vehicle: CardID("van")!), now))
        #expect(try total(site) == 600)
        #expect(site.garage.session(of: .anna)?.vehicle == CardID("van")!)
    }

    @Test func `the gate is told of a type that has no card of its own by which card it is priced`() throws {
        let van = try #require(CardID("van"))
        let open = GateAnswer.open(.entry(.paysByTime))
        let cards: [(CardID?, CardID?)] = [(van, .standard), (.bike, nil), (.standard, nil), (nil, nil)]
        for (vehicle, card) in cards {
            var site = try site()
            let seen = try site.send(.seen(.anna, vehicle: vehicle), at: now)
            #expect(seen.result == .answered(.init(open, repeated: false, pricedAs: card)))
            let again = try site.send(.seen(.anna, vehicle: vehicle), at: now)
            #expect(again.result == .answered(.init(open, repeated: true, pricedAs: card)))
            let opened = try site.send(.opened(.anna), at: now)
            guard case .gateOpened(.entered(_, repeated: false, pricedAs: card, isReused: _)) = opened.result else {
                Issue.record("\(opened.result)")
                continue
            }
        }
    }

    @Test func `what the camera took it for counts where the barrier does not say`() throws {
        given(.open(5), rates).when(.seen(.anna, vehicle: .bike), at: now)
            .then(
                .entryAuthorised(
                    .init(
                        plate: .anna, gate: .entry, grounds: .paysByTime, until: now + .seconds(90), vehicle: .bike,
                        read: nil)), result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
        let waits = given(
            .open(5),
            at(
                now,
                .entryAuthorised(
                    .init(
                        plate: .anna, gate: .entry, grounds: .paysByTime, until: now + .seconds(90), vehicle: .bike,
                        read: nil))))
        let byAuthorisation = AdmittedBy.authorisation(AuthorisationID(2))
        for car in [CarIdentity.anna, nil] {
            waits.when(.opened(car), at: now)
                .then(
                    .entered(.anna, by: byAuthorisation, vehicle: .bike),
                    result: .gateOpened(.entered(SessionID(3), repeated: false, pricedAs: .standard)))
        }
        waits.when(.opened(vehicle: CardID("van")!), at: now)
            .then(
                .entered(.anna, by: byAuthorisation, vehicle: CardID("van")!),
                result: .gateOpened(.entered(SessionID(3), repeated: false, pricedAs: .standard)))
        waits.when(.opened(.ben), at: now).then(
            .entered(.ben), result: .gateOpened(.entered(SessionID(3), repeated: false)))
        let site = try site((.seen(.anna, vehicle: .bike), now), (.opened(.anna), now + .seconds(5)))
        #expect(try total(site) == 200)
    }

    @Test func `it is remembered also where a person opened`() {
        given(.open(5)).when(.opened(.anna, vehicle: .bike, remark: .boom), at: now)
            .then(
                .entered(.anna, by: .hand(.boom), vehicle: .bike),
                result: .gateOpened(.entered(SessionID(2), repeated: false, pricedAs: .standard)))
    }

    @Test func `a card that is published after the entry is not known to the stay`() throws {
        var site = try site((.opened(.anna, vehicle: CardID("van")!), now))
        try site.send(.ratePublished(.init(.hourly("van", 9), on: CardID("van")!)), at: now + .minutes(1))
        #expect(try total(site) == 600)
    }

    @Test func `at an exit the type counts for nothing`() {
        let inside = given(.open(5), at(now, .entered(.anna)))
        inside.when(.opened(.anna, .exit, vehicle: .bike), at: now)
            .then(
                .exitGateOpened(.init(gate: .exit, remark: nil, read: nil)),
                result: .gateOpened(.exitOpened(repeated: false)))
    }

    // MARK: Types that a garage lists

    private let listed = GarageSettings.open(5) {
        $0.vehicleTypes = [VehicleType(id: .bike, name: "Bike", colour: "#d04020", capacity: 2)]
    }
    private let van = CardID("van")!

    @Test func `an order for a vehicle that the garage does not list is refused, and names those that it does`() throws
    {
        let hours = HoursBooking(start: LocalDateTime(.tuesday, LocalTime("08:00")!), hours: 2, card: van)
        let unknown = Refusal.unknownVehicle(van, among: listed.vehicleTypes)
        #expect(unknown.problem.field == "vehicle" && unknown.problem.detail.contains("bike"))
        given(listed).when(.reserve(.init(plate: .anna, hours, holder: .member)), at: now).thenRefuses(unknown)
        given(listed).when(.subscribe(.anna, vehicle: van), at: now).thenRefuses(unknown)
        for known in [CardID.bike, .standard] {
            given(listed).when(.subscribe(.anna, vehicle: known), at: now)
                .thenRefuses(.booking(.unknownSubscription(.monthly)))
        }
        // Where none is listed every one is known.
        given(.open(5)).when(.subscribe(.anna, vehicle: van), at: now)
            .thenRefuses(.booking(.unknownSubscription(.monthly)))
    }

    @Test func `what a gate reports of a vehicle that the garage does not list is a fact, and the reply says so`()
        throws
    {
        let passage = Passage(gate: .entry, vehicle: van)
        for command in [
            Command.seen(.anna, vehicle: van), .ticketAsked(.init(passage)), .opened(.anna, vehicle: van),
        ] {
            let decision = try given(listed).garage.decide(command, at: now)
            #expect(decision.facts.count == 1 && decision.namesUnknownVehicle)
            #expect(try !given(.open(5)).garage.decide(command, at: now).namesUnknownVehicle)
        }
        for vehicle in [nil, CardID.bike, .standard] {
            #expect(try !given(listed).garage.decide(.seen(.anna, vehicle: vehicle), at: now).namesUnknownVehicle)
        }
    }

    static let impossible: [(String, [VehicleType])] = [
        ("vehicleTypes", (0...100).map { VehicleType(id: CardID("v\($0)")!, name: "V") }),
        ("vehicleTypes[1].id", [VehicleType(id: .bike, name: "Bike"), VehicleType(id: .bike, name: "Bicycle")]),
        ("vehicleTypes[0].name", [VehicleType(id: .bike, name: " ")]),
        ("vehicleTypes[0].colour", [VehicleType(id: .bike, name: "Bike", colour: "red")]),
        ("vehicleTypes[0].capacity", [VehicleType(id: .bike, name: "Bike", capacity: -1)]),
    ]

    @Test(arguments: impossible.indices) func `types that make no sense are refused, and say where`(index: Int) {
        let (field, types) = Self.impossible[index]
        let error = #expect(throws: SettingsError.self) {
            try GarageSettings.open(5) { $0.vehicleTypes = types }.validate()
        }
        #expect(error?.field == field)
    }
}
