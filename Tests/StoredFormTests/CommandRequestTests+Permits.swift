import Chronology
import Parking
import JSON
import Tariffs

extension CommandRequestTests {
    /// The bodies that grant, renew and revoke permits.
    static let permitBodies: [(CommandName, String, Command)] = [
        (
            .grantPermit, #"{"plate":"b-xy 1","kind":"pass"}"#,
            .grantPermit(.init(.anna, .pass(firstDay: nil, lastDay: nil, groups: [])))
        ),
        (
            .grantPermit,
            #"{"lastDay":"2026-12-31","firstDay":"2026-03-02","groups":["staff","staff"],"#
                + #""kind":"pass","plate":"BXY1"}"#,
            .grantPermit(
                .init(
                    .anna,
                    .pass(
                        firstDay: LocalDay("2026-03-02")!, lastDay: LocalDay("2026-12-31")!, groups: [GroupID("staff")!]
                    )))
        ),
        (
            .grantPermit,
            #"{"plate":"BXY1","kind":"membership","lastDay":"2026-12-31","groups":["staff","residents"]}"#,
            .grantPermit(
                .init(
                    .anna,
                    .membership(
                        firstDay: nil, lastDay: LocalDay("2026-12-31")!,
                        groups: [GroupID("staff")!, GroupID("residents")!])))
        ),
        (
            .grantPermit, #"{"plate":"BXY1","kind":"subscription","subscription":"month"}"#,
            .grantPermit(.init(.anna, .subscription(.month, vehicle: .standard, firstDay: nil, groups: [])))
        ),
        (
            .grantPermit,
            #"{"plate":"BXY1","kind":"subscription","subscription":"month","vehicle":"bike","#
                + #""firstDay":"2026-01-31","groups":["residents"]}"#,
            .grantPermit(
                .init(
                    .anna,
                    .subscription(
                        .month, vehicle: CardID("bike")!, firstDay: LocalDay("2026-01-31")!,
                        groups: [GroupID("residents")!])))
        ),
        (
            .grantPermit, #"{"plate":"BXY1","kind":"pass","spot":"P1"}"#,
            .grantPermit(.init(.anna, .pass(firstDay: nil, lastDay: nil, groups: []), on: .fixed(SpotID("P1")!)))
        ),
        (
            .grantPermit, #"{"plate":"BXY1","kind":"subscription","subscription":"month","shared":true}"#,
            .grantPermit(
                .init(.anna, .subscription(.month, vehicle: .standard, firstDay: nil, groups: []), on: .shared))
        ),
        (
            .waitForDay, #"{"plate":"b-xy 1","day":"2026-03-02"}"#,
            .waitForDay(.init(.anna, LocalDay("2026-03-02")!))
        ),
        (
            .waitForDay, #"{"plate":"b-xy 1","day":"2026-03-02","holder":"guest"}"#,
            .waitForDay(.init(.anna, LocalDay("2026-03-02")!, .guest))
        ),
        (
            .stopWaiting, #"{"plate":"b-xy 1","day":"2026-03-02"}"#,
            .stopWaiting(.init(.anna, LocalDay("2026-03-02")!))
        ),
        (
            .assignFallback, #"{"plate":"b-xy 1"}"#,
            .assignFallback(.init(.car(.plate(.anna))))
        ),
        (
            .assignFallback, #"{"session":7,"spot":"F1"}"#,
            .assignFallback(.init(.session(SessionID(version: 7)), SpotID("F1")!))
        ),
        (.renewPermit, #"{"permit":7}"#, .renewPermit(.init(PermitID(version: 7)))),
        (.renewPermit, #"{"plate":"b-xy 1"}"#, .renewPermit(.init(.plate(.anna)))),
        (.revokePermit, #"{"permit":7}"#, .revokePermit(.init(PermitID(version: 7)))),
        (
            .suspendPlate, #"{"plate":"b-xy 1","reason":"misread"}"#,
            .suspendPlate(.init(.anna, Correction(ReasonCode("misread")!)))
        ),
        (
            .suspendPlate,
            #"{"lastDay":"2026-03-09","firstDay":"2026-03-02","plate":"BXY1","reason":"misread","remark":"Twice."}"#,
            .suspendPlate(
                .init(
                    .anna, firstDay: LocalDay("2026-03-02")!, lastDay: LocalDay("2026-03-09")!,
                    Correction(ReasonCode("misread")!, Remark("Twice.")!)))
        ),
        (
            .liftSuspension, #"{"plate":"b-xy 1","reason":"misread"}"#,
            .liftSuspension(.init(.anna, Correction(ReasonCode("misread")!)))
        ),
        (
            .eraseText, #"{"text":"0123456789abcdef0123456789abcdef"}"#,
            .eraseText(.init([TextID(hex: "0123456789abcdef0123456789abcdef")!]))
        ),
        (.erasePlate, #"{"plate":"b-xy 1"}"#, .erasePlate(.init([.anna]))),
    ]

    /// What is wrong with some.
    static let permitWrong: [(CommandName, String, JSONError.Kind, String)] = [
        (.grantPermit, #"{"plate":"BXY1","kind":"pass","spot":"P1","shared":true}"#, .value, "shared"),
        (.grantPermit, #"{"plate":"BXY1","kind":"pass","spot":"P 1"}"#, .value, "spot"),
        (.grantPermit, #"{"plate":"BXY1","kind":"membership","groups":["a"],"spot":"P1"}"#, .value, "spot"),
        (.grantPermit, #"{"plate":"BXY1","kind":"membership","groups":["a"],"shared":true}"#, .value, "shared"),
        (.suspendPlate, #"{"reason":"misread"}"#, .missingField, "plate"),
        (.suspendPlate, #"{"plate":"BXY1"}"#, .missingField, "reason"),
        (.suspendPlate, #"{"plate":"BXY1","reason":"misread","lastDay":"soon"}"#, .day, "lastDay"),
        (.liftSuspension, #"{"plate":"BXY1"}"#, .missingField, "reason"),
        (.eraseText, #"{"text":"0123"}"#, .value, "text"),
        (.erasePlate, #"{}"#, .missingField, "plate"),
        (.erasePlate, #"{"plate":"BXY1","reason":"misread"}"#, .unknownField, "reason"),
        (.renewPermit, #"{}"#, .missingField, "permit"),
        (.renewPermit, #"{"plate":"BXY1","permit":7}"#, .value, "permit"),
        (.grantPermit, #"{"kind":"pass"}"#, .missingField, "plate"),
        (.grantPermit, #"{"plate":"BXY1"}"#, .missingField, "kind"),
        (.grantPermit, #"{"plate":"BXY1","kind":"season-ticket"}"#, .value, "kind"),
        (.grantPermit, #"{"plate":"BXY1","kind":"subscription"}"#, .missingField, "subscription"),
        (.grantPermit, #"{"plate":"BXY1","kind":"membership"}"#, .missingField, "groups"),
        (.grantPermit, #"{"plate":"BXY1","kind":"membership","groups":[]}"#, .missingField, "groups"),
        (
            .grantPermit, #"{"plate":"BXY1","kind":"subscription","subscription":"month","lastDay":"2026-12-31"}"#,
            .value, "lastDay"
        ),
        (.grantPermit, #"{"plate":"BXY1","kind":"pass","subscription":"month"}"#, .value, "subscription"),
        (.grantPermit, #"{"plate":"BXY1","kind":"pass","vehicle":"bike"}"#, .value, "vehicle"),
        (
            .grantPermit, #"{"plate":"BXY1","kind":"membership","groups":["a"],"subscription":"month"}"#, .value,
            "subscription"
        ),
        (.grantPermit, #"{"plate":"BXY1","kind":"membership","groups":["a"],"vehicle":"bike"}"#, .value, "vehicle"),
        (.grantPermit, #"{"plate":"?","kind":"pass"}"#, .plate, "plate"),
        (.grantPermit, #"{"firstDay":"2026-02-30"}"#, .day, "firstDay"),
        (.grantPermit, #"{"lastDay":"2026-02-30"}"#, .day, "lastDay"),
        (.grantPermit, #"{"lastDay":null}"#, .value, "lastDay"),
        (.grantPermit, #"{"groups":"staff"}"#, .value, "groups"),
        (.grantPermit, #"{"groups":["staff","The Staff"]}"#, .value, "groups[1]"),
        (.grantPermit, #"{"groups":[\#((0...100).map { "\"g\($0)\"" }.joined(separator: ","))]}"#, .value, "groups"),
        (.grantPermit, #"{"subscription":"A Month"}"#, .value, "subscription"),
        (.grantPermit, #"{"vehicle":"Bike"}"#, .value, "vehicle"),
        (.grantPermit, #"{"permit":7}"#, .missingField, "kind"),
        (.grantPermit, #"{"plate":"BXY1","kind":"pass","permit":7}"#, .value, "permit"),
        (.grantPermit, #"{"plate":"BXY1","kind":"further"}"#, .missingField, "permit"),
        (.grantPermit, #"{"plate":"BXY1","kind":"further","permit":7,"groups":["staff"]}"#, .value, "groups"),
        (.grantPermit, #"{"plate":"BXY1","kind":"further","permit":7,"tenant":"acme"}"#, .value, "tenant"),
        (.grantPermit, #"{"plate":"BXY1","kind":"pass","shared":true,"tenant":"acme"}"#, .value, "shared"),
        (.grantPermit, #"{"holder":"guest"}"#, .unknownField, "holder"),
        (.renewPermit, "{}", .missingField, "permit"),
        (.renewPermit, #"{"permit":0}"#, .value, "permit"),
        (.revokePermit, "{}", .missingField, "permit"),
        (.revokePermit, #"{"permit":"7"}"#, .value, "permit"),
        (.revokePermit, #"{"permit":7,"lastDay":"2026-12-31"}"#, .unknownField, "lastDay"),
    ]
}
