import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

/// The texts that tell whether two requests ask for the same.
@Suite struct FingerprintTests {
    static let passage = Passage(gate: .north)
    static let full = Passage(
        gate: .north, direction: .entry, occurredAt: Instant("2026-03-02T08:00:00Z")!, read: .seven)
    static let bike = CardID("bike")!
    static let cinema = ValidationID("cinema")!
    static let day = LocalDay("2026-03-02")!
    static let staff = GroupID("staff")!
    static let bikers = GroupID("bike")!

    private static func pass(_ first: LocalDay? = nil, _ last: LocalDay? = nil, groups: Set<GroupID> = []) -> Command {
        .grantPermit(.init(.anna, .pass(firstDay: first, lastDay: last, groups: groups)))
    }

    private static func subscription(
        _ id: SubscriptionID = .month, vehicle: CardID = .standard, from: LocalDay? = nil, groups: Set<GroupID> = []
    ) -> Command {
        .grantPermit(.init(.anna, .subscription(id, vehicle: vehicle, firstDay: from, groups: groups)))
    }

    static let different: [Command] = [
        .configureGarage(.init(.mitte)), .configureGarage(.init(NamedSettings(["capacity"], of: .mitte))),
        .changeSettings(.init(NamedSettings(["capacity"], of: .mitte))),
        .changeSettings(.init(NamedSettings(["capacity", "exitGrace"], of: DefaultTests.plain))),
        .changeSettings(.init(NamedSettings(["capacity"], of: DefaultTests.plain))),
        .changeSettings(.init(NamedSettings(["exitGrace"], of: DefaultTests.plain))),
        .ratePublished(.init(.rich)),
        .ratePublished(.init(Rate(id: RateID("day")!, price: .once(Money(minorUnits: 1))))),
        .ratePublished(.init(.rich, on: bike)),
        .rateWithdrawn(.init(RateID("day")!)), .rateWithdrawn(.init(RateID("day")!, on: bike)),
        .rateWithdrawn(.init(RateID("bike")!)),
        .cardPublished(.init(RateCard(rates: []))), .cardPublished(.init(RateCard(rates: []), on: bike)),
        .cardPublished(.init(RateCard(rates: [.rich]))),
        .cardPublished(.init(CardChange([], of: Terms()))),
        .cardPublished(.init(CardChange(rates: [], [], of: Terms()))),
        .cardPublished(.init(CardChange([.tax], of: Terms()))), .cardPublished(.init(CardChange([.caps], of: Terms()))),
        .cardPublished(.init(CardChange([.crossing], of: Terms()))),
        .cardPublished(.init(RateCard(rates: [], terms: Terms(crossing: .unitStart)))),
        .reserve(.init(plate: .anna, day: day, holder: .member)),
        .reserve(.init(plate: .anna, day: day, holder: .guest)),
        .reserve(.init(plate: .anna, day: day.next, holder: .member)),
        .reserve(.init(plate: .anna, untilDayEnd: .standard, holder: .member)),
        .reserve(.init(plate: .anna, untilDayEnd: bike, holder: .member)),
        pass(), pass(day), pass(nil, day), pass(day, day), pass(groups: [staff]), pass(groups: [staff, bikers]),
        .grantPermit(
            .init(PlateID(hex: "00112233445566778899aabbccddee00")!, .pass(firstDay: nil, lastDay: nil, groups: []))),
        .grantPermit(.init(.anna, .membership(firstDay: nil, lastDay: nil, groups: [staff]))),
        .grantPermit(.init(.anna, .membership(firstDay: nil, lastDay: day, groups: [staff]))),
        subscription(), subscription(SubscriptionID("week")!), subscription(vehicle: bike), subscription(from: day),
        subscription(groups: [bikers]), subscription(groups: [staff]),
        .renewPermit(.init(PermitID(version: 1))), .renewPermit(.init(PermitID(version: 11))),
        .revokePermit(.init(PermitID(version: 1))), .revokePermit(.init(PermitID(version: 11))),
        .cancel(.init(ReservationID(version: 1))), .cancel(.init(ReservationID(version: 11))),
        .plateSeen(.init(.anna, passage)), .plateSeen(.init(.anna, full)),
        .plateSeen(.init(.anna, Passage(gate: .north, vehicle: bike))),
        .validate(.init(.session(SessionID(version: 1)), cinema)),
        .validate(.init(.session(SessionID(version: 11)), cinema)),
        .validate(.init(.car(.plate(.anna)), cinema)), .validate(.init(.car(.ticket(TicketID("1")!)), cinema)),
        .validate(.init(.session(SessionID(version: 1)), ValidationID("shop")!)),
        .applyAgreement(.init(.session(SessionID(version: 1)), AgreementID("cinema")!)),
        .applyAgreement(.init(.car(.plate(.anna)), AgreementID("cinema")!)),
        .correctPassage(.init(.entry(SessionID(version: 1)), at: Instant(microseconds: 0), .misread)),
        .correctPassage(.init(.exit(ExitID(version: 1)), at: Instant(microseconds: 0), .misread)),
        .splitSession(
            .init(
                SessionID(version: 1), leftAt: Instant(microseconds: 0), returnedAt: Instant(microseconds: 1), .misread)
        ),
        .splitSession(
            .init(
                SessionID(version: 1), leftAt: Instant(microseconds: 1), returnedAt: Instant(microseconds: 1), .misread)
        ),
        .assignException(.init(ExceptionID(version: 1), to: nil)),
        .assignException(.init(ExceptionID(version: 1), to: Actor("ada")!)),
        .dismissException(.init(ExceptionID(version: 1), .misread)),
        .withdrawAuthorisation(.init(AuthorisationID(version: 1), .misread)),
        .plateSeen(.init(.anna, passage, confidence: Confidence(percent: 1)!)),
        .plateSeen(.init(.anna, passage, confidence: Confidence(percent: 2)!)),
        .writeOff(.init(SessionID(version: 1), .misread)), .resetInventory(.init(.misread)),
        .pay(.init(for: .session(SessionID(version: 1)), PaymentMeans(.cash))),
        .pay(.init(for: .permit(PermitID(version: 1)), PaymentMeans(.cash))),
        .pay(.init(for: .session(SessionID(version: 1)), PaymentMeans(.invoice))),
        .pay(.init(for: .session(SessionID(version: 1)), PaymentMeans(.cash, till: TillID("a")!))),
        .pay(.init(for: .session(SessionID(version: 1)), PaymentMeans(.cash), amount: Money(minorUnits: 1))),
        .pay(.init(for: .session(SessionID(version: 1)), PaymentMeans(.cash), tendered: Money(minorUnits: 1))),
        .pay(.init(for: .session(SessionID(version: 1)), PaymentMeans(.cash), currency: Currency(code: "EUR")!)),
        .refund(.init(of: .session(SessionID(version: 1)), PaymentMeans(.cash), .misread)),
        .refund(
            .init(of: .session(SessionID(version: 1)), PaymentMeans(.cash), amount: Money(minorUnits: 1), .misread)),
        .waive(.init(.session(SessionID(version: 1)), .misread)),
        .waive(.init(.session(SessionID(version: 1)), amount: Money(minorUnits: 1), .misread)),
        .correctCount(.init(1, .misread)), .correctCount(.init(2, .misread)),
        .releasePassage(.init(QuarantineID(version: 1), at: Instant(microseconds: 0), .misread)),
        .releasePassage(.init(QuarantineID(version: 1), at: Instant(microseconds: 1), .misread)),
        .releasePassage(.init(QuarantineID(version: 2), at: Instant(microseconds: 0), .misread)),
        .endSession(.init(SessionID(version: 1), at: Instant(microseconds: 0), .misread)),
        .endSession(.init(SessionID(version: 1), at: Instant(microseconds: 1), .misread)),
        .reopenSession(.init(SessionID(version: 1), .misread)), .reopenSession(.init(SessionID(version: 1), .looked)),
        .linkExit(.init(ExitID(version: 1), to: SessionID(version: 2), .misread)),
        .linkExit(.init(ExitID(version: 2), to: SessionID(version: 1), .misread)),
        .correctPlate(.init(SessionID(version: 1), .plate(.anna), .misread)),
        .correctPlate(.init(SessionID(version: 1), .plate(.anna), .looked)),
        .correctPlate(.init(SessionID(version: 1), .ticket(TicketID("1")!), .misread)),
        .ticketAsked(.init(passage)), .ticketAsked(.init(full)), .ticketAsked(.init(passage, ticket: TicketID("R5")!)),
        .lostTicket(.init(passage, of: SessionID(version: 1))), .lostTicket(.init(passage, enteredAt: nil)),
        .lostTicket(.init(passage, enteredAt: Instant(microseconds: 0))),
        .loopCounted(.init(1, at: .north, from: Instant(microseconds: 0), until: Instant(microseconds: 1))),
        .loopCounted(.init(2, at: .north, from: Instant(microseconds: 0), until: Instant(microseconds: 1))),
        .loopCounted(.init(1, at: .north, .entry, from: Instant(microseconds: 0), until: Instant(microseconds: 1))),
        .gateOpen(.init(nil, passage, nil)), .gateOpen(.init(nil, full, nil)),
        .gateOpen(.init(nil, passage, Remark("north"))),
        .gateOpen(.init(.plate(.anna), passage, nil)),
        .gateOpen(.init(.ticket(TicketID(PlateID.anna.description)!), passage, nil)),
        .exit(.init(nil, passage)), .exit(.init(.plate(.anna), passage)),
        .exit(.init(.ticket(TicketID("T-1")!), passage)),
        .exit(.init(.plate(.anna), Passage(gate: .north, read: .seven))),
        .exit(.init(.plate(.anna), Passage(gate: GateID("cam-7")!))),
    ]

    @Test func `different commands have different texts`() {
        let texts = Self.different.map { $0.canonical(currency: .euro) }
        #expect(Set(texts).count == Self.different.count)
    }

    @Test func `the same command has the same text`() {
        for command in Self.different {
            #expect(command.canonical(currency: .euro) == command.canonical(currency: .euro))
        }
        let (summer, winter) = ("2026-03-02T10:00:00+02:00", "2026-03-02T08:00:00.000Z")
        let commands = [summer, winter].map {
            Command.exit(.init(nil, Passage(gate: .north, occurredAt: Instant($0)!))).canonical(currency: .euro)
        }
        #expect(commands[0] == commands[1])
    }

    @Test func `when a device sent a report is no part of what it says, so it may send it again`() {
        let texts = [nil, Instant(microseconds: 0), Instant(microseconds: 1)].map {
            Command.exit(.init(nil, Passage(gate: .north, sentAt: $0))).canonical(currency: .euro)
        }
        #expect(Set(texts).count == 1)
    }

    @Test func `a rate of the standard card has the text that it had before there were others`() {
        let rate = Rate(id: RateID("day")!, price: .once(Money(minorUnits: 150)))
        #expect(
            text(Command.ratePublished(.init(rate)).canonical(currency: .euro))
                == #"{"rate-published":{"id":"day","name":"day","tier":"casual","price":{"once":"1.50"}}}"#)
    }

    @Test func `a plate stands in it as events name it`() {
        #expect(
            text(Command.plateSeen(.init(.anna, Self.passage)).canonical(currency: .euro))
                == #"{"command":"plate-seen","plate":"00112233445566778899aabbccddeeff","gate":"north"}"#)
    }

    @Test func `a permit is asked for by its plate's id, with its groups in order`() {
        let all = Set(["d", "a", "c", "b"].map { GroupID($0)! })
        #expect(
            text(Self.pass(Self.day, Self.day.next, groups: all).canonical(currency: nil))
                == #"{"command":"grant-permit","plate":"00112233445566778899aabbccddeeff","kind":"pass","#
                + #""firstDay":"2026-03-02","lastDay":"2026-03-03","groups":["a","b","c","d"]}"#)
        #expect(
            text(Self.subscription(vehicle: Self.bike, from: Self.day).canonical(currency: .euro))
                == #"{"command":"grant-permit","plate":"00112233445566778899aabbccddeeff","subscription":"month","#
                + #""vehicle":"bike","kind":"subscription","firstDay":"2026-03-02"}"#)
        #expect(
            text(Command.renewPermit(.init(PermitID(version: 7))).canonical(currency: nil))
                == #"{"command":"renew-permit","permit":7}"#)
        #expect(
            text(Command.revokePermit(.init(PermitID(version: 7))).canonical(currency: nil))
                == #"{"command":"revoke-permit","permit":7}"#)
    }
}
