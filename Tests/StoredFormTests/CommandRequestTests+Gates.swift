import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

extension CommandRequestTests {
    /// The bodies of what gates report.
    static let gateBodies: [(CommandName, String, Command)] = [
        (
            .releasePassage, #"{"quarantined":7,"at":"1970-01-01T00:00:00Z","reason":"misread","remark":"Looked."}"#,
            .releasePassage(.init(QuarantineID(version: 7), at: Instant(microseconds: 0), .looked))
        ),
        (
            .plateSeen, #"{"plate":"BXY1","gate":"north","sentAt":"1970-01-01T00:00:00Z"}"#,
            .plateSeen(.init(.anna, Passage(gate: .north, sentAt: Instant(microseconds: 0))))
        ),
        (
            .gateOpen, #"{"gate":"north","sentAt":"1970-01-01T00:00:00Z"}"#,
            .gateOpen(.init(nil, Passage(gate: .north, sentAt: Instant(microseconds: 0)), nil))
        ),
        (
            .exit, #"{"gate":"north","sentAt":"1970-01-01T00:00:00Z"}"#,
            .exit(.init(nil, Passage(gate: .north, sentAt: Instant(microseconds: 0))))
        ),
        (
            .withdrawAuthorisation, #"{"authorisation":7,"reason":"misread"}"#,
            .withdrawAuthorisation(.init(AuthorisationID(version: 7), .misread))
        ),
        (
            .plateSeen, #"{"plate":"BXY1","gate":"north","confidence":60,"alternatives":["BXZ1"]}"#,
            .plateSeen(.init(.anna, Passage(gate: .north), confidence: Confidence(percent: 60)!))
        ),
        (
            .lostTicket, #"{"gate":"north","session":7,"reason":"lost","remark":"Looked."}"#,
            .lostTicket(
                .init(
                    Passage(gate: .north), of: SessionID(version: 7), reason: ReasonCode("lost")!,
                    remark: Remark("Looked.")!))
        ),
        (
            .lostTicket, #"{"gate":"north","enteredAt":"1970-01-01T00:00:00Z","deviceEvent":"cam-7"}"#,
            .lostTicket(.init(Passage(gate: .north, read: .seven), enteredAt: Instant(microseconds: 0)))
        ),
        (
            .loopCounted,
            #"{"gate":"north","direction":"in","cars":12,"from":"1970-01-01T00:00:00Z","until":"1970-01-01T01:00:00Z","#
                + #""deviceEvent":"cam-7"}"#,
            .loopCounted(
                .init(
                    12, at: .north, .entry, from: Instant(microseconds: 0),
                    until: Instant(microseconds: 3_600_000_000), read: .seven))
        ),
        (.ticketAsked, #"{"gate":"north"}"#, .ticketAsked(.init(Passage(gate: .north)))),
        (
            .ticketAsked, #"{"gate":"north","direction":"in","vehicle":"bike","deviceEvent":"cam-7","ticket":"R5"}"#,
            .ticketAsked(
                .init(
                    Passage(gate: .north, direction: .entry, vehicle: CardID("bike")!, read: .seven),
                    ticket: TicketID("R5")!))
        ),
        (
            .plateSeen, #"{"plate":"BXY1","gate":"north","vehicle":"bike"}"#,
            .plateSeen(.init(.anna, Passage(gate: .north, vehicle: CardID("bike")!)))
        ),
        (
            .gateOpen, #"{"gate":"north","vehicle":"bike"}"#,
            .gateOpen(.init(nil, Passage(gate: .north, vehicle: CardID("bike")!), nil))
        ),
        (.plateSeen, #"{"plate":"BXY1","gate":"north"}"#, .plateSeen(.init(.anna, Passage(gate: .north)))),
        (
            .plateSeen, #"{"plate":"BXY1","gate":"north","direction":"in",\#(device)}"#,
            .plateSeen(.init(.anna, passage))
        ),
        (
            .gateOpen, #"{"plate":"BXY1","gate":"north","direction":"in",\#(device),"remark":"Boom"}"#,
            .gateOpen(.init(.plate(.anna), passage, Remark("Boom")))
        ),
        (
            .gateOpen, #"{"ticket":"T-1","gate":"north"}"#,
            .gateOpen(.init(.ticket(TicketID("T-1")!), Passage(gate: .north), nil))
        ),
        (.gateOpen, #" { "gate" : "north" } "#, .gateOpen(.init(nil, Passage(gate: .north), nil))),
        (
            .exit, #"{"plate":"BXY1","gate":"north",\#(device)}"#,
            .exit(.init(.plate(.anna), Passage(gate: .north, occurredAt: passage.occurredAt, read: .seven)))
        ),
        (.exit, #"{"ticket":"T-1","gate":"north"}"#, .exit(.init(.ticket(TicketID("T-1")!), Passage(gate: .north)))),
        (.exit, #"{"gate":"north"}"#, .exit(.init(nil, Passage(gate: .north)))),
    ]

    /// What is wrong with others.
    static let gateWrong: [(CommandName, String, JSONError.Kind, String)] = [
        (.plateSeen, #"{"plate":"BXY1"}"#, .missingField, "gate"),
        (.plateSeen, #"{"gate":"north"}"#, .missingField, "plate"),
        (.plateSeen, #"{"ticket":"T-1"}"#, .unknownField, "ticket"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","direction":"up"}"#, .value, "direction"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","occurredAt":"yesterday"}"#, .value, "occurredAt"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","occurredAt":"2026-03-02T08:00:00"}"#, .value, "occurredAt"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","deviceEvent":"a b"}"#, .value, "deviceEvent"),
        (.gateOpen, #"{"plate":"BXY1","ticket":"T-1","gate":"north"}"#, .value, "ticket"),
        (.gateOpen, #"{"gate":"north","remark":"a\nb"}"#, .value, "remark"),
        (.gateOpen, #"{"gate":"north","remark":null}"#, .value, "remark"),
        (.exit, #"{"gate":"north","direction":"out"}"#, .unknownField, "direction"),
        (.exit, #"{"gate":"north","remark":"x"}"#, .unknownField, "remark"),
        (.exit, "null", .value, ""),
        (
            .lostTicket, #"{"gate":"north","session":7,"enteredAt":"1970-01-01T00:00:00Z"}"#, .value, "enteredAt"
        ),
        (.lostTicket, #"{"gate":"north","ticket":"R5"}"#, .unknownField, "ticket"),
        (.loopCounted, #"{"gate":"north","cars":1001}"#, .value, "cars"),
        (.loopCounted, #"{"gate":"north","cars":1,"from":"1970-01-01T00:00:00Z"}"#, .missingField, "until"),
        (.ticketAsked, #"{"ticket":"R5"}"#, .missingField, "gate"),
        (.ticketAsked, #"{"gate":"north","ticket":"R 5"}"#, .value, "ticket"),
        (.ticketAsked, #"{"gate":"north","plate":"BXY1"}"#, .unknownField, "plate"),
        (.exit, #"{"gate":"north","vehicle":"bike"}"#, .unknownField, "vehicle"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","vehicle":"Bike"}"#, .value, "vehicle"),
        (.releasePassage, #"{"quarantined":7,"reason":"misread"}"#, .missingField, "at"),
        (.releasePassage, #"{"quarantined":0,"at":"1970-01-01T00:00:00Z"}"#, .value, "quarantined"),
        (.releasePassage, #"{"quarantined":7,"at":"1970-01-01T00:00:00Z"}"#, .missingField, "reason"),
        (.exit, #"{"gate":"north","sentAt":"now"}"#, .value, "sentAt"),
        (.withdrawAuthorisation, #"{"authorisation":0,"reason":"misread"}"#, .value, "authorisation"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","confidence":101}"#, .value, "confidence"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","alternatives":["?"]}"#, .plate, "alternatives[0]"),
    ]
}
