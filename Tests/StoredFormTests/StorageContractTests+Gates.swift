import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

extension StorageContractTests {
    /// What gates tell, byte for byte.
    static let gateEvents: [(GarageEvent, String, String)] = [
        (
            .entryAuthorised(
                .init(
                    plate: .anna, gate: .north, grounds: .permit(PermitID(version: 2)),
                    until: Instant("2026-03-02T08:01:30Z")!, read: nil)),
            "entry-authorised",
            "{\(plate)" + #","gate":"north","grounds":"permit","right":2,"until":"2026-03-02T08:01:30Z"}"#
        ),
        (
            .entryAuthorised(
                .init(
                    plate: .anna, gate: .north, grounds: .paysByTime, until: Instant("2026-03-02T08:01:30.25Z")!,
                    read: .seven)), "entry-authorised",
            "{\(plate)"
                + #","gate":"north","grounds":"pays-by-time","until":"2026-03-02T08:01:30.250000Z","#
                + #""deviceEvent":"cam-7"}"#
        ),
        (
            .entryAuthorised(
                .init(
                    plate: .anna, gate: .north, grounds: .reserved(ReservationID(version: 2)),
                    until: Instant("2026-03-02T08:01:30Z")!,
                    vehicle: CardID("bike")!, read: .seven)), "entry-authorised",
            "{\(plate)"
                + #","gate":"north","grounds":"reserved","right":2,"until":"2026-03-02T08:01:30Z","vehicle":"bike","#
                + #""deviceEvent":"cam-7"}"#
        ),
        (
            .entryDenied(.init(plate: .anna, gate: .north, reason: .garageFull, read: nil)), "entry-denied",
            "{\(plate)" + #","gate":"north","reason":"garage-full"}"#
        ),
        (
            .exitAuthorised(.init(plate: .anna, gate: .north, session: SessionID(version: 9), read: .seven)),
            "exit-authorised", "{\(plate)" + #","gate":"north","session":9,"deviceEvent":"cam-7"}"#
        ),
        (
            .plateReadLate(
                .init(plate: .anna, gate: .north, direction: .entry, vehicle: CardID("bike")!, read: .seven)),
            "plate-read-late",
            "{\(plate)" + #","gate":"north","direction":"in","vehicle":"bike","deviceEvent":"cam-7"}"#
        ),
        (
            .readCorrected(.init(plate: .anna, was: .anna, gate: .north, direction: .entry, read: .seven)),
            "read-corrected",
            "{\(plate)" + #","was":"\#(PlateID.anna)","gate":"north","direction":"in","deviceEvent":"cam-7"}"#
        ),
        (
            .passageQuarantined(
                .init(
                    .gateOpen, .plate(.anna), gate: .north, .entry, claimedAt: Instant("2026-03-02T08:20:00Z")!,
                    sentAt: nil, .clockAhead)), "passage-quarantined",
            #"{"kind":"gate-open",\#(plate),"gate":"north","direction":"in","claimedAt":"2026-03-02T08:20:00Z","#
                + #""reason":"clock-ahead"}"#
        ),
        (
            .passageQuarantined(
                .init(
                    .exit, nil, gate: .north, .exit, claimedAt: Instant("2026-03-02T07:20:00Z")!,
                    sentAt: Instant("2026-03-02T07:40:00Z")!, .clockBehind, vehicle: CardID("bike")!, read: .seven,
                    remark: Remark("Boom")!, alike: [.anna])), "passage-quarantined",
            #"{"kind":"exit","gate":"north","direction":"out","claimedAt":"2026-03-02T07:20:00Z","#
                + #""sentAt":"2026-03-02T07:40:00Z","reason":"clock-behind","vehicle":"bike","deviceEvent":"cam-7","#
                + #""byHand":"Boom","alike":["\#(PlateID.anna)"]}"#
        ),
        (
            .passageReleased(.init(QuarantineID(version: 8), .looked)), "passage-released",
            #"{"quarantined":8,"reason":"misread","remark":"Looked."}"#
        ),
        (
            .exitGateOpened(.init(gate: .north, remark: nil, by: AuthorisationID(version: 9), read: nil)).told(
                by: .off),
            "exit-gate-opened", #"{"gate":"north","authorisation":9,\#(off)}"#
        ),
        (
            .entryDenied(.init(plate: .anna, gate: .north, reason: .garageFull, read: nil))
                .told(by: DeviceTime(skew: .zero)), "entry-denied",
            "{\(plate)" + #","gate":"north","reason":"garage-full","clockSkew":0}"#
        ),
        (
            .authorisationWithdrawn(.init(AuthorisationID(version: 9), gate: .north, .misread)),
            "authorisation-withdrawn", #"{"authorisation":9,"gate":"north","reason":"misread"}"#
        ),
        (
            .plateReadUnsure(
                .init(plate: .anna, gate: .north, confidence: Confidence(percent: 60)!, read: .seven)),
            "plate-read-unsure", "{\(plate)" + #","gate":"north","confidence":60,"deviceEvent":"cam-7"}"#
        ),
        (
            .plateReadUnsure(
                .init(plate: .anna, gate: .north, confidence: Confidence(percent: 60)!, read: nil)
            ).told(by: .off), "plate-read-unsure", "{\(plate)" + #","gate":"north","confidence":60,\#(off)}"#
        ),
        (
            .ticketIssued(
                .init(
                    TicketID("T17")!, gate: .north, until: Instant("2026-03-02T07:01:30Z")!, vehicle: CardID("bike")!,
                    read: .seven)), "ticket-issued",
            #"{"ticket":"T17","gate":"north","until":"2026-03-02T07:01:30Z","vehicle":"bike","deviceEvent":"cam-7"}"#
        ),
        (
            .ticketRefused(.init(gate: .north, reason: .garageFull, ticket: TicketID("R5")!, read: .seven)),
            "ticket-refused", #"{"gate":"north","reason":"garage-full","ticket":"R5","deviceEvent":"cam-7"}"#
        ),
        (
            .ticketRefused(.init(gate: .north, reason: .closed, read: nil)), "ticket-refused",
            #"{"gate":"north","reason":"closed"}"#
        ),
        (
            .loopCounted(
                .init(12, at: .north, .entry, from: Instant("2026-03-02T07:00:00Z")!, read: .seven)), "loop-counted",
            #"{"gate":"north","direction":"in","cars":12,"from":"2026-03-02T07:00:00Z","deviceEvent":"cam-7"}"#
        ),
        (
            .exitGateOpened(.init(gate: .north, remark: Remark("Boom")!, read: .seven)), "exit-gate-opened",
            #"{"gate":"north","remark":"Boom","deviceEvent":"cam-7"}"#
        ),
    ]
}
