import TestSupport
import Chronology
import Money
import Parking
import Tariffs

/// Draws events of every kind, with everything that they may and may not carry.
struct RandomEvent {
    var random: Seeded

    init(_ seed: UInt64) { random = Seeded(seed) }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int(number(0...Int64(elements.count - 1)))]
    }
    mutating func maybe<Element>(_ element: (inout RandomEvent) -> Element) -> Element? {
        random.chance(50) ? element(&self) : nil
    }

    static let kinds = 55

    private mutating func hours() -> PaidHours {
        PaidHours(
            from: instant(), until: instant(), vehicle: maybe { $0.card() },
            total: Money(minorUnits: number(0...1_000_000)), forgiven: forgiveness())
    }

    private mutating func grounds() -> EntryGrounds {
        switch number(0...2) {
        case 0: .reserved(ReservationID(version: version()))
        case 1: .permit(PermitID(version: version()))
        default: .paysByTime
        }
    }

    mutating func forgiveness() -> Forgiveness {
        Forgiveness(before: maybe { $0.span() } ?? .zero, after: maybe { $0.span() } ?? .zero)
    }

    /// An event of a kind; where a device may have told of it, also with what its clock showed.
    mutating func event(_ kind: Int) -> GarageEvent {
        let device = DeviceTime(
            claimedAt: maybe { $0.instant() }, skew: maybe { .seconds($0.number(-1_000_000_000...1_000_000_000)) })
        return plain(kind).told(by: device)
    }

    private mutating func plain(_ kind: Int) -> GarageEvent {
        switch kind {
        case 0: .garageConfigured(.init(settings()))
        case 1: .ratePublished(.init(rate(), on: card()))
        case 2:
            .dayReserved(
                .init(plate: plate(), day: day(), holder: one(of: Holder.allCases), hours: maybe { $0.hours() }))
        case 3:
            .reservationCancelled(
                .init(ReservationID(version: version()), credit: maybe { Money(minorUnits: $0.number(1...9_999)) }))
        case 4:
            .entryAuthorised(
                .init(
                    plate: plate(), gate: gate(), grounds: grounds(), until: instant(),
                    vehicle: maybe { $0.card() }, read: read(), readAs: maybe { $0.plate() }))
        case 5:
            .entryDenied(
                .init(
                    plate: plate(), gate: gate(), reason: one(of: DenialReason.allCases),
                    hoursFrom: maybe { $0.instant() }, read: read(), readAs: maybe { $0.plate() }))
        case 6:
            .exitAuthorised(
                .init(
                    plate: plate(), gate: gate(), session: maybe { $0.session() }, read: read(),
                    readAs: maybe { $0.plate() }))
        case 7:
            .carEntered(
                .init(
                    car: car(), gate: maybe { $0.gate() }, by: admittedBy(), vehicle: maybe { $0.card() }, read: read(),
                    readAs: maybe { $0.plate() }, isReused: one(of: [true, false]))
            )
        case 8:
            .carExited(
                .init(
                    session: session(), gate: maybe { $0.gate() }, read: read(), isAssumed: one(of: [true, false]),
                    readAs: maybe { $0.plate() }, isReused: one(of: [true, false])))
        case 9: .exitWithoutEntry(.init(car: car(), gate: gate(), read: read(), isReused: one(of: [true, false])))
        case 10: .sessionOrphaned(.init(session()))
        case 11: .rateWithdrawn(.init(RateID("r" + word("az09-_.", 63))!, on: card()))
        case 12: .termsPublished(.init(terms(), on: card()))
        case 13: .sessionValidated(.init(session(), ValidationID("v" + word("az09-_.", 63))!))
        case 14: .agreementApplied(.init(session(), AgreementID("a" + word("az09-_.", 63))!))
        case 15:
            .permitGranted(
                .init(
                    plate(), permitKind(), firstDay: day(), lastDay: maybe { $0.day() },
                    groups: Set((0..<number(0...3)).map { _ in GroupID("g" + word("az09-_.", 63))! }),
                    tenant: maybe { TenantID("t" + $0.word("az09-_.", 63))! }))
        case 16:
            .permitRenewed(
                .init(
                    PermitID(version: version()), firstDay: day(), lastDay: day(),
                    renewal: Int(number(0...1_000_000_000)), total: Money(minorUnits: number(0...1_000_000))))
        case 17:
            .permitRevoked(
                .init(
                    PermitID(version: version()), lastDay: day(),
                    credit: maybe { Money(minorUnits: $0.number(1...9_999)) }))
        case 18:
            .plateReadLate(
                .init(
                    plate: plate(), gate: gate(), direction: one(of: Direction.allCases), vehicle: maybe { $0.card() },
                    read: read()))
        case 19: .carIdentified(.init(session(), plate()))
        case 20:
            one(of: [
                .exitLinked(.init(ExitID(version: version()), to: session(), isAssumed: one(of: [true, false]))),
                .exitLinked(.init(ExitID(version: version()), to: session(), correction())),
            ])
        case 21: .exitUnlinked(.init(ExitID(version: version())))
        case 22: .sessionReopened(.init(session(), maybe { $0.correction() }))
        case 23: .carCorrected(.init(session(), car(), was: car(), correction()))
        case 24: .sessionEnded(.init(session(), correction()))
        case 25:
            .passageCorrected(
                .init(
                    one(of: [.entry(session()), .exit(ExitID(version: version()))]), was: instant(), correction()))
        case 26: .sessionWrittenOff(.init(session(), correction()))
        case 27:
            .countCorrected(
                .init(
                    counted: Int(number(0...100_000)), adjustment: Int(number(-100_000...100_000)), correction()))
        case 28: .inventoryReset(.init(correction()))
        case 29:
            .readCorrected(
                .init(
                    plate: plate(), was: plate(), gate: gate(), direction: one(of: Direction.allCases),
                    read: read() ?? DeviceEventID("1")!))
        case 30: .sessionSplit(.init(session(), leftAt: instant(), correction()))
        case 31:
            .authorisationWithdrawn(.init(AuthorisationID(version: version()), gate: gate(), correction()))
        case 32:
            .plateReadUnsure(
                .init(
                    plate: plate(), gate: gate(), confidence: Confidence(percent: Int(number(0...100)))!, read: read()))
        case 33: .exceptionDismissed(.init(ExceptionID(version: version()), correction()))
        case 34: .exceptionAssigned(.init(ExceptionID(version: version()), to: maybe { Actor($0.printable())! }))
        case 35:
            .ticketIssued(
                .init(ticket(), gate: gate(), until: instant(), vehicle: maybe { $0.card() }, read: read()))
        case 36:
            .ticketRefused(
                .init(
                    gate: gate(), reason: one(of: DenialReason.allCases), ticket: maybe { $0.ticket() }, read: read()))
        case 37:
            .ticketLost(
                .init(
                    ExitID(version: version()),
                    LostTicket(
                        claimedEntry: maybe { $0.instant() },
                        price: maybe { Money(minorUnits: $0.number(0...1_000_000)) }),
                    reason: maybe { ReasonCode("r" + $0.word("az09-_.", 63))! }, remark: maybe { $0.remark() }))
        case 38:
            .loopCounted(
                .init(
                    Int(number(0...1_000)), at: gate(), one(of: Direction.allCases), from: instant(), read: read()))
        case 39:
            .passageQuarantined(
                .init(
                    one(of: PassageQuarantined.Kind.allCases), maybe { $0.car() }, gate: gate(),
                    one(of: Direction.allCases), claimedAt: instant(), sentAt: maybe { $0.instant() },
                    one(of: QuarantineReason.allCases), vehicle: maybe { $0.card() }, read: read(),
                    remark: maybe { $0.remark() }, alike: (0..<number(0...2)).map { _ in plate() }))
        case 40: .passageReleased(.init(QuarantineID(version: version()), correction()))
        case 41: .exitHeld(.init(plate: plate(), gate: gate(), session: session(), due: money(), read: read()))
        case 42:
            .paymentTaken(
                .init(
                    subject(), ReceiptNumber(number(1...1_000)), amount: money(), tendered: maybe { $0.money() },
                    means: means(), settles: maybe { $0.money() }, leaveBy: maybe { $0.instant() },
                    tax: maybe { PaidTax(name: "VAT", basisPoints: $0.number(0...10_000), amount: $0.money()) }))
        case 43:
            .paymentRefunded(
                .init(
                    subject(), ReceiptNumber(number(1...1_000)), amount: money(), means: means(),
                    settles: maybe { $0.money() }, correction()))
        case 44:
            .amountWaived(
                .init(
                    subject(), amount: money(), settles: maybe { $0.money() }, leaveBy: maybe { $0.instant() },
                    correction()))
        case 45:
            .plateSuspended(.init(plate(), firstDay: day(), lastDay: maybe { $0.day() }, correction()))
        case 48: .waitBegun(.init(plate(), day(), one(of: Holder.allCases)))
        case 49: .waitEnded(.init(plate(), day()))
        case 54:
            .eventReplaced(
                .init(
                    version: version(), hash: String(repeating: "0f", count: 32), type: word("az-", 40),
                    schemaVersion: Int64(number(1...9)), remark: remark(),
                    payload: Array(#"{"session":\#(number(1...99))}"#.utf8)))
        case 53: .textsErased(.init((0...number(0...3)).map { _ in TextID(bytes: plate().bytes)! }))
        case 52: .platesErased(.init((0...number(0...3)).map { _ in plate() }))
        case 50: .reservationMissed(.init(ReservationID(version: version())))
        case 47:
            .fallbackAssigned(.init(session(), maybe { SpotID($0.printable())! }))
        case 46: .suspensionLifted(.init(plate(), correction()))
        default: .exitGateOpened(.init(gate: gate(), remark: maybe { $0.remark() }, read: read()))
        }
    }

    private mutating func permitKind() -> PermitKind {
        let paid = PaidSubscription(
            id: SubscriptionID("s" + word("az09-_.", 63))!, period: one(of: Subscription.Period.allCases),
            vehicle: maybe { $0.card() }, total: Money(minorUnits: number(0...1_000_000)))
        return one(of: [.pass, .membership, .subscription(paid), .further(PermitID(version: version()))])
    }

    private mutating func subject() -> PaymentSubject {
        PaymentSubject(one(of: PaymentSubject.Kind.allCases), version: version())
    }

    private mutating func means() -> PaymentMeans {
        let card = PaymentCard(token: CardToken("t" + word("az09-_.", 63))!, lastFour: LastFour("4242")!)
        return one(of: [
            PaymentMeans(.cash, till: TillID("t" + word("az09-_.", 63))!), PaymentMeans(.card, card: card),
            PaymentMeans(.invoice),
        ])
    }

    private mutating func card() -> CardID { one(of: [.standard, CardID("c" + word("az09-_.", 63))!]) }
    private mutating func version() -> Int64 { one(of: [1, 2, number(1...Int64.max), .max]) }
    private mutating func session() -> SessionID { SessionID(version: version()) }
    private mutating func plate() -> PlateID {
        PlateID(bytes: (0..<16).map { _ in UInt8(number(0...255)) })!
    }

    mutating func word(_ alphabet: String, _ longest: Int64) -> String {
        String((0..<number(1...longest)).map { _ in one(of: Array(alphabet)) })
    }

    private mutating func gate() -> GateID { GateID("g" + word("az09-_.", 63))! }
    private mutating func printable() -> String {
        String((0..<number(1...128)).map { _ in Character(Unicode.Scalar(UInt8(number(33...126)))) })
    }
    private mutating func read() -> DeviceEventID? { maybe { DeviceEventID($0.printable())! } }
    private mutating func remark() -> Remark { Remark("x" + word("aÄß京🚧 \"\\/'\u{301}\u{2028}", 50))! }
    private mutating func correction() -> Correction {
        Correction(ReasonCode("r" + word("az09-_.", 63))!, maybe { $0.remark() })
    }
    private mutating func ticket() -> TicketID { TicketID(printable())! }
    private mutating func car() -> CarIdentity {
        one(of: [.unknown, .ticket(ticket()), .plate(plate())])
    }
    private mutating func admittedBy() -> AdmittedBy {
        one(of: [.gate, .imported, .hand(remark()), .authorisation(AuthorisationID(version: version()))])
    }
    mutating func instant() -> Instant {
        let (first, last) = (Instant("1900-01-01T00:00:00Z")!, Instant("2199-12-31T23:59:59.999999Z")!)
        return Instant(microseconds: number(first.microseconds...last.microseconds))
    }
    private mutating func day() -> LocalDay {
        let calendar = Instant.earliest.microseconds...Instant.latest.microseconds
        return ZoneRules.utc.day(of: Instant(microseconds: number(calendar)))
    }

    private mutating func settings() -> GarageSettings {
        GarageSettings(
            name: word("aÄ京🚧 \"\\", 30) + "x", zone: one(of: [.utc, .berlin]), currency: one(of: [.euro, .yen]),
            capacity: Int(number(0...1_000_000_000)), guestSpots: Int(number(0...9)),
            permanentSpots: Int(number(0...9)),
            fallbackSpots: Int(number(0...9)), admission: one(of: Admission.allCases),
            publicHours: one(of: [.always, .closed, .windows((0..<number(0...3)).map { _ in window() })]),
            groupHours: (0..<number(0...3)).map { index in
                GroupHours(GroupID("g\(index)")!, windows: (0..<number(0...2)).map { _ in window() })
            }, antiPassback: one(of: AntiPassback.allCases),
            readConfidence: Confidence(percent: Int(number(0...100)))!,
            reasons: (0..<number(0...3)).map { ReasonCode("r\($0)")! },
            gates: (0..<number(0...64)).map { _ in Gate(id: gate(), lane: one(of: Gate.Lane.allCases)) },
            duplicateReadWindow: .seconds(number(0...600)), authorisationWait: .seconds(number(0...1_800)),
            lateness: .seconds(number(0...31 * 86_400)), clockTolerance: .seconds(number(0...86_400)),
            lostTicket: one(of: [.claimedEntry, .price(Money(minorUnits: number(0...1_000_000)))]),
            hourBookings: one(of: [true, false]),
            vehicleTypes: (0..<number(0...3)).map { index in
                VehicleType(
                    id: CardID("v\(index)")!, name: word("aÄ京", 9) + "x", colour: one(of: [nil, "#d04020"]),
                    capacity: one(of: [nil, Int(number(0...9))]))
            })
    }
}
