import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

extension StorageContractTests {
    /// What stays and counts are, and what is put right about them, byte for byte.
    static let stayEvents: [(GarageEvent, String, String)] = [
        (
            .carEntered(
                .init(
                    car: .plate(.anna), gate: .north, by: .authorisation(AuthorisationID(version: 8)), read: .seven)),
            "car-entered", "{\(plate)" + #","gate":"north","authorisation":8,"deviceEvent":"cam-7"}"#
        ),
        (
            .carEntered(.init(car: .ticket(TicketID("T-1")!), gate: .north, by: .hand(Remark("Boom")!), read: nil)),
            "car-entered", #"{"ticket":"T-1","gate":"north","byHand":"Boom"}"#
        ),
        (
            .carEntered(
                .init(
                    car: .plate(.anna), gate: .north, by: .authorisation(AuthorisationID(version: 8)),
                    vehicle: CardID("bike")!, read: .seven)),
            "car-entered", "{\(plate)" + #","gate":"north","authorisation":8,"vehicle":"bike","deviceEvent":"cam-7"}"#
        ),
        (.carEntered(.init(car: .unknown, gate: .north, by: .gate, read: nil)), "car-entered", #"{"gate":"north"}"#),
        (.carEntered(.init(car: .unknown, gate: nil, by: .imported, read: nil)), "car-entered", #"{"imported":true}"#),
        (
            .carExited(.init(session: SessionID(version: 9), gate: .north, read: .seven)), "car-exited",
            #"{"session":9,"gate":"north","deviceEvent":"cam-7"}"#
        ),
        (
            .carExited(.init(session: SessionID(version: 9), gate: .north, read: nil, isAssumed: true)), "car-exited",
            #"{"session":9,"gate":"north","assumed":true}"#
        ),
        (
            .carEntered(.init(car: .plate(.anna), gate: .north, by: .gate, read: nil, readAs: .anna)), "car-entered",
            "{\(plate)" + #","gate":"north","readAs":"\#(PlateID.anna)"}"#
        ),
        (
            .carExited(.init(session: SessionID(version: 9), gate: .north, read: nil, readAs: .anna)), "car-exited",
            #"{"session":9,"gate":"north","readAs":"\#(PlateID.anna)"}"#
        ),
        (.carIdentified(.init(SessionID(version: 9), .anna)), "car-identified", #"{"session":9,"# + "\(plate)}"),
        (
            .exitLinked(.init(ExitID(version: 8), to: SessionID(version: 9))), "exit-linked", #"{"session":9,"exit":8}"#
        ),
        (
            .exitLinked(.init(ExitID(version: 8), to: SessionID(version: 9), isAssumed: true)), "exit-linked",
            #"{"session":9,"exit":8,"assumed":true}"#
        ),
        (
            .carExited(.init(session: SessionID(version: 9), gate: .north, read: nil)).told(by: .off), "car-exited",
            #"{"session":9,"gate":"north",\#(off)}"#
        ),
        (.exitUnlinked(.init(ExitID(version: 8))), "exit-unlinked", #"{"exit":8}"#),
        (.sessionReopened(.init(SessionID(version: 9))), "session-reopened", #"{"session":9}"#),
        (
            .sessionReopened(.init(SessionID(version: 9), .looked)), "session-reopened",
            #"{"session":9,"reason":"misread","remark":"Looked."}"#
        ),
        (
            .exitLinked(.init(ExitID(version: 8), to: SessionID(version: 9), .misread)), "exit-linked",
            #"{"session":9,"exit":8,"reason":"misread"}"#
        ),
        (
            .passageCorrected(.init(.entry(SessionID(version: 9)), was: Instant(microseconds: 0), .misread)),
            "passage-corrected", #"{"session":9,"was":"1970-01-01T00:00:00Z","reason":"misread"}"#
        ),
        (
            .passageCorrected(.init(.exit(ExitID(version: 9)), was: Instant(microseconds: 0), .misread)),
            "passage-corrected", #"{"exit":9,"was":"1970-01-01T00:00:00Z","reason":"misread"}"#
        ),
        (
            .sessionWrittenOff(.init(SessionID(version: 9), .misread)), "session-written-off",
            #"{"session":9,"reason":"misread"}"#
        ),
        (
            .exitHeld(
                .init(
                    plate: .anna, gate: .north, session: SessionID(version: 9), due: Money(minorUnits: 600), read: nil)),
            "exit-held", "{\(plate)" + #","gate":"north","session":9,"currency":"EUR","due":"6.00"}"#
        ),
        (
            .paymentTaken(
                .init(
                    .session(SessionID(version: 9)), ReceiptNumber(3), amount: Money(minorUnits: 600),
                    tendered: Money(minorUnits: 1000),
                    means: PaymentMeans(
                        .card, card: PaymentCard(token: CardToken("tok")!, lastFour: LastFour("4242")!),
                        till: TillID("kiosk")!), settles: Money(minorUnits: 600), leaveBy: Instant(microseconds: 0),
                    tax: PaidTax(name: "VAT", basisPoints: 1900, amount: Money(minorUnits: 96)))), "payment-taken",
            #"{"session":9,"receipt":3,"currency":"EUR","amount":"6.00","tendered":"10.00","method":"card","#
                + #""card":{"token":"tok","lastFour":"4242"},"till":"kiosk","settles":"6.00","#
                + #""leaveBy":"1970-01-01T00:00:00Z","tax":{"name":"VAT","basisPoints":1900,"amount":"0.96"}}"#
        ),
        (
            .paymentRefunded(
                .init(
                    .permit(PermitID(version: 9)), ReceiptNumber(4), amount: Money(minorUnits: 600),
                    means: PaymentMeans(.cash), .misread)), "payment-refunded",
            #"{"permit":9,"receipt":4,"currency":"EUR","amount":"6.00","method":"cash","reason":"misread"}"#
        ),
        (
            .amountWaived(.init(.reservation(ReservationID(version: 9)), amount: Money(minorUnits: 600), .misread)),
            "amount-waived", #"{"reservation":9,"currency":"EUR","amount":"6.00","reason":"misread"}"#
        ),
        (
            .sessionSplit(.init(SessionID(version: 9), leftAt: Instant(microseconds: 0), .misread)), "session-split",
            #"{"session":9,"leftAt":"1970-01-01T00:00:00Z","reason":"misread"}"#
        ),
        (
            .exceptionAssigned(.init(ExceptionID(version: 9), to: Actor("ada")!)), "exception-assigned",
            #"{"exception":9,"owner":"ada"}"#
        ),
        (.exceptionAssigned(.init(ExceptionID(version: 9), to: nil)), "exception-assigned", #"{"exception":9}"#),
        (
            .exceptionDismissed(.init(ExceptionID(version: 9), .misread)), "exception-dismissed",
            #"{"exception":9,"reason":"misread"}"#
        ),
        (
            .countCorrected(.init(counted: 3, adjustment: -2, .misread)), "count-corrected",
            #"{"counted":3,"adjustment":-2,"reason":"misread"}"#
        ),
        (
            .plateSuspended(.init(.anna, firstDay: LocalDay("2026-03-02")!, lastDay: nil, .misread)), "plate-suspended",
            #"{\#(plate),"firstDay":"2026-03-02","reason":"misread"}"#
        ),
        (
            .plateSuspended(
                .init(.anna, firstDay: LocalDay("2026-03-02")!, lastDay: LocalDay("2026-03-09")!, .looked)),
            "plate-suspended",
            #"{\#(plate),"firstDay":"2026-03-02","lastDay":"2026-03-09","reason":"misread","remark":"Looked."}"#
        ),
        (
            .permitGranted(
                .init(
                    .anna, .pass, firstDay: LocalDay("2026-03-02")!, lastDay: nil, groups: [],
                    spot: .fixed(SpotID("P1")!))),
            "permit-granted", #"{\#(plate),"kind":"pass","firstDay":"2026-03-02","spot":"P1"}"#
        ),
        (
            .permitGranted(
                .init(.anna, .pass, firstDay: LocalDay("2026-03-02")!, lastDay: nil, groups: [], spot: .shared)),
            "permit-granted", #"{\#(plate),"kind":"pass","firstDay":"2026-03-02","shared":true}"#
        ),
        (
            .permitGranted(
                .init(
                    .anna, .pass, firstDay: LocalDay("2026-03-02")!, lastDay: nil, groups: [], tenant: TenantID("acme")!
                )),
            "permit-granted", #"{\#(plate),"kind":"pass","firstDay":"2026-03-02","tenant":"acme"}"#
        ),
        (
            .permitGranted(
                .init(
                    .anna, .further(PermitID(version: 7)), firstDay: LocalDay("2026-03-02")!, lastDay: nil, groups: [])),
            "permit-granted", #"{\#(plate),"kind":"further","firstDay":"2026-03-02","permit":7}"#
        ),
        (
            .fallbackAssigned(.init(SessionID(version: 9), SpotID("F1")!)), "fallback-assigned",
            #"{"session":9,"spot":"F1"}"#
        ),
        (.fallbackAssigned(.init(SessionID(version: 9), nil)), "fallback-assigned", #"{"session":9}"#),
        (
            .waitBegun(.init(.anna, LocalDay("2026-03-02")!, .guest)), "wait-begun",
            #"{\#(plate),"day":"2026-03-02","holder":"guest"}"#
        ),
        (
            .waitEnded(.init(.anna, LocalDay("2026-03-02")!)), "wait-ended", #"{\#(plate),"day":"2026-03-02"}"#
        ),
        (.reservationMissed(.init(ReservationID(version: 9))), "reservation-missed", #"{"reservation":9}"#),
        (
            .textsErased(.init([TextID(hex: "\(PlateID.anna)")!])), "texts-erased",
            #"{"texts":["\#(PlateID.anna)"]}"#
        ),
        (
            .eventReplaced(
                .init(
                    version: 9, hash: String(repeating: "0f", count: 32), type: "session-ended", schemaVersion: 1,
                    remark: Remark("Looked.")!, payload: Array(#"{"session":3,"at":[{"a":"}"}]}"#.utf8))),
            "event-replaced",
            #"{"version":9,"hash":"\#(String(repeating: "0f", count: 32))","type":"session-ended","schemaVersion":1,"#
                + #""remark":"Looked.","payload":{"session":3,"at":[{"a":"}"}]}}"#
        ),
        (.platesErased(.init([.anna])), "plates-erased", #"{"plates":["\#(PlateID.anna)"]}"#),
        (.suspensionLifted(.init(.anna, .misread)), "suspension-lifted", #"{\#(plate),"reason":"misread"}"#),
        (
            .inventoryReset(.init(.looked)), "inventory-reset", #"{"reason":"misread","remark":"Looked."}"#
        ),
        (
            .sessionEnded(.init(SessionID(version: 9), .looked)), "session-ended",
            #"{"session":9,"reason":"misread","remark":"Looked."}"#
        ),
        (
            .carCorrected(.init(SessionID(version: 9), .plate(.anna), was: .unknown, .misread)), "car-corrected",
            #"{"session":9,\#(plate),"reason":"misread"}"#
        ),
        (
            .carCorrected(
                .init(SessionID(version: 9), .ticket(TicketID("T-1")!), was: .plate(.anna), .looked)), "car-corrected",
            #"{"session":9,"ticket":"T-1","wasPlate":"00112233445566778899aabbccddeeff","reason":"misread","#
                + #""remark":"Looked."}"#
        ),
        (
            .exitWithoutEntry(.init(car: .plate(.anna), gate: .north, read: nil)), "exit-without-entry",
            "{\(plate)" + #","gate":"north"}"#
        ),
        (
            .carEntered(.init(car: .ticket(TicketID("R5")!), gate: .north, by: .gate, read: nil, isReused: true)),
            "car-entered", #"{"ticket":"R5","gate":"north","reused":true}"#
        ),
        (
            .carExited(.init(session: SessionID(version: 9), gate: .north, read: nil, isReused: true)), "car-exited",
            #"{"session":9,"gate":"north","reused":true}"#
        ),
        (
            .exitWithoutEntry(.init(car: .ticket(TicketID("R5")!), gate: .north, read: nil, isReused: true)),
            "exit-without-entry", #"{"ticket":"R5","gate":"north","reused":true}"#
        ),
        (
            .ticketLost(
                .init(
                    ExitID(version: 9),
                    LostTicket(claimedEntry: Instant("2026-03-02T07:00:00Z")!, price: Money(minorUnits: 25_00)),
                    reason: ReasonCode("lost")!, remark: Remark("Looked.")!)), "ticket-lost",
            #"{"exit":9,"claimedEntry":"2026-03-02T07:00:00Z","currency":"EUR","price":"25.00","reason":"lost","#
                + #""remark":"Looked."}"#
        ),
        (.ticketLost(.init(ExitID(version: 9), LostTicket())), "ticket-lost", #"{"exit":9}"#),
        (.sessionOrphaned(.init(SessionID(version: 9))), "session-orphaned", #"{"session":9}"#),
        (
            .sessionValidated(.init(SessionID(version: 9), ValidationID("cinema")!)), "session-validated",
            #"{"session":9,"validation":"cinema"}"#
        ),
        (
            .agreementApplied(.init(SessionID(version: 9), AgreementID("hospital")!)), "agreement-applied",
            #"{"session":9,"agreement":"hospital"}"#
        ),
    ]
}
