import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

extension CommandRequestTests {
    /// The bodies of what operators put right.
    static let correctionBodies: [(CommandName, String, Command)] = [
        (
            .correctPlate, #"{"session":7,"plate":"B-XY 1","reason":"misread","remark":"Looked."}"#,
            .correctPlate(.init(SessionID(version: 7), .plate(.anna), .looked))
        ),
        (
            .correctPlate, #"{"session":7,"ticket":"T-1","reason":"misread"}"#,
            .correctPlate(.init(SessionID(version: 7), .ticket(TicketID("T-1")!), .misread))
        ),
        (
            .endSession, #"{"session":7,"at":"1970-01-01T00:00:00Z","reason":"misread"}"#,
            .endSession(.init(SessionID(version: 7), at: Instant(microseconds: 0), .misread))
        ),
        (
            .reopenSession, #"{"session":7,"reason":"misread","remark":"Looked."}"#,
            .reopenSession(.init(SessionID(version: 7), .looked))
        ),
        (
            .linkExit, #"{"session":7,"exit":8,"reason":"misread"}"#,
            .linkExit(.init(ExitID(version: 8), to: SessionID(version: 7), .misread))
        ),
        (
            .correctPassage, #"{"exit":7,"at":"1970-01-01T00:00:00Z","reason":"misread"}"#,
            .correctPassage(.init(.exit(ExitID(version: 7)), at: Instant(microseconds: 0), .misread))
        ),
        (.writeOff, #"{"session":7,"reason":"misread"}"#, .writeOff(.init(SessionID(version: 7), .misread))),
        (.correctCount, #"{"inside":7,"reason":"misread"}"#, .correctCount(.init(7, .misread))),
        (
            .pay,
            #"{"session":7,"method":"card","card":{"token":"tok","lastFour":"4242"},"till":"kiosk","amount":"2.50","tendered":"5.00","currency":"EUR"}"#,
            .pay(
                .init(
                    for: .session(SessionID(version: 7)),
                    PaymentMeans(
                        .card, card: PaymentCard(token: CardToken("tok")!, lastFour: LastFour("4242")!),
                        till: TillID("kiosk")!), amount: Money(minorUnits: 250), tendered: Money(minorUnits: 500),
                    currency: Currency(code: "EUR")!))
        ),
        (
            .refund, #"{"permit":7,"method":"cash","amount":"2.50","reason":"misread"}"#,
            .refund(
                .init(
                    of: .permit(PermitID(version: 7)), PaymentMeans(.cash), amount: Money(minorUnits: 250), .misread))
        ),
        (
            .waive, #"{"reservation":7,"reason":"misread","remark":"Looked."}"#,
            .waive(.init(.reservation(ReservationID(version: 7)), .looked))
        ),
        (
            .splitSession,
            #"{"session":7,"leftAt":"1970-01-01T00:00:00Z","returnedAt":"1970-01-01T00:00:01Z","reason":"misread"}"#,
            .splitSession(
                .init(
                    SessionID(version: 7), leftAt: Instant(microseconds: 0),
                    returnedAt: Instant(microseconds: 1_000_000), .misread))
        ),
        (
            .assignException, #"{"exception":7,"owner":"ada"}"#,
            .assignException(.init(ExceptionID(version: 7), to: Actor("ada")!))
        ),
        (
            .dismissException, #"{"exception":7,"reason":"misread"}"#,
            .dismissException(.init(ExceptionID(version: 7), .misread))
        ),
        (.resetInventory, #"{"reason":"misread"}"#, .resetInventory(.init(.misread))),
    ]

    /// What is wrong with others.
    static let correctionWrong: [(CommandName, String, JSONError.Kind, String)] = [
        (.correctPlate, #"{"session":7,"plate":"BXY1"}"#, .missingField, "reason"),
        (.endSession, #"{"session":7,"reason":"misread"}"#, .missingField, "at"),
        (.correctPassage, #"{"at":"1970-01-01T00:00:00Z","reason":"misread"}"#, .missingField, ""),
        (.correctCount, #"{"inside":-1,"reason":"misread"}"#, .value, "inside"),
        (.resetInventory, #"{}"#, .missingField, "reason"),
        (.assignException, #"{"exception":7,"owner":"a b"}"#, .value, "owner"),
        (.dismissException, #"{"exception":7}"#, .missingField, "reason"),
        (.splitSession, #"{"session":7,"leftAt":"1970-01-01T00:00:00Z"}"#, .missingField, "returnedAt"),
        (.reopenSession, #"{"session":7,"reason":"Mis read"}"#, .value, "reason"),
        (.linkExit, #"{"session":7,"exit":0,"reason":"misread"}"#, .value, "exit"),
        (.correctPlate, #"{"session":7,"reason":"misread"}"#, .missingField, ""),
        (.correctPlate, #"{"plate":"BXY1","reason":"misread"}"#, .missingField, "session"),
    ]
}
