import Tariffs

extension Garage {
    /// Which program's snapshots this one can go on from: the number of what is folded and how it is stored, and the version of
    /// the engine that what is owed was priced by.
    ///
    /// The number is raised whenever an event would make another state than before, or a state is stored otherwise.
    /// `SnapshotContractTests` notices both.
    public static let snapshotForm = "18.\(Tariff.engineVersion)"

    /// The whole state, for ``init(snapshot:zones:)`` to go on from. It names plates by their identifiers only.
    public var snapshot: [UInt8] {
        var form = SnapshotForm()
        do throws(SnapshotError) {
            _ = try form(Garage.snapshotForm)
            _ = try form(self)
        } catch {
            preconditionFailure("writing refuses nothing")
        }
        let digest = form.bytes.snapshotDigest
        return form.bytes + (0..<8).map { UInt8(truncatingIfNeeded: digest >> ($0 * 8)) }
    }

    /// The garage that ``snapshot`` was taken of, bit for bit.
    ///
    /// - Parameter zones: where zones are looked up; they must run as they did.
    public init(snapshot: [UInt8], zones: @escaping ZoneLookup) throws(SnapshotError) {
        guard snapshot.count > 8 else { throw .damaged }
        let body = snapshot[..<(snapshot.count - 8)]
        let digest = snapshot.suffix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard body.snapshotDigest == digest else { throw .damaged }
        var form = SnapshotForm(reading: Array(body), zones: zones)
        guard try form.next() as String == Garage.snapshotForm else { throw .otherForm }
        self = try form.next()
        guard form.isAtEnd else { throw .damaged }
    }
}

extension Collection<UInt8> {
    /// Tells bytes from those that a disk or a wire has changed (FNV-1a); it is no seal.
    var snapshotDigest: UInt64 {
        reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
