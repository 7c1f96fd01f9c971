// What things are called, and which of a few they are.

extension GateID: SnapshotName {}
extension SpotID: SnapshotName {}
extension TenantID: SnapshotName {}
extension ReasonCode: SnapshotName {}
extension Actor: SnapshotName {}
extension TicketID: SnapshotText {}
extension Remark: SnapshotText {}

extension RightID: Snapshotted {}
extension SessionID: Snapshotted {}
extension ExitID: Snapshotted {}
extension ReservationID: Snapshotted {}
extension PermitID: Snapshotted {}
extension AuthorisationID: Snapshotted {}
extension ExceptionID: Snapshotted {}
extension QuarantineID: Snapshotted {}
extension SuspensionID: Snapshotted {}
extension WaiterID: Snapshotted {}

extension Direction: Snapshotted {}
extension DenialReason: Snapshotted {}
extension ExceptionKind: Snapshotted {}
extension Holder: Snapshotted {}
extension PassageQuarantined.Kind: Snapshotted {}
extension QuarantineReason: Snapshotted {}
extension RecentReads.Report.Kind: Snapshotted {}

extension CarIdentity: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return .unknown
            case 1: return try .plate(form.next())
            case 2: return try .ticket(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .unknown: form.put(0)
        case .plate(let plate): try form.put(1, plate)
        case .ticket(let ticket): try form.put(2, ticket)
        }
        return value
    }
}

extension ReceiptNumber: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        ReceiptNumber(try form.number(value?.number))
    }
}

extension HexadecimalWords: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try HexadecimalWords(form(value!.high), form(value!.low))
    }
}
