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
        (.renewPermit, #"{"permit":7}"#, .renewPermit(.init(PermitID(version: 7)))),
        (.revokePermit, #"{"permit":7}"#, .revokePermit(.init(PermitID(version: 7)))),
    ]

    /// What is wrong with some.
    static let permitWrong: [(CommandName, String, JSONError.Kind, String)] = [
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
        (.grantPermit, #"{"permit":7}"#, .unknownField, "permit"),
        (.grantPermit, #"{"holder":"guest"}"#, .unknownField, "holder"),
        (.renewPermit, "{}", .missingField, "permit"),
        (.renewPermit, #"{"permit":0}"#, .value, "permit"),
        (.renewPermit, #"{"permit":7,"plate":"BXY1"}"#, .unknownField, "plate"),
        (.revokePermit, "{}", .missingField, "permit"),
        (.revokePermit, #"{"permit":"7"}"#, .value, "permit"),
        (.revokePermit, #"{"permit":7,"lastDay":"2026-12-31"}"#, .unknownField, "lastDay"),
    ]
}
