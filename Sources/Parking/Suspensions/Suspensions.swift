import Chronology

/// The plates that are suspended, and the overstays that may suspend more of them.
struct Suspensions: Hashable, Sendable {
    /// In the order in which they were brought about.
    private var byPlate: [PlateID: [Suspension]] = [:]
    private var offences: [PlateID: [Offence]] = [:]
    /// When those are looked at that may be forgotten.
    private var ending = Agenda<LocalDay, PlateID>()
    private var offending = Agenda<Instant, PlateID>()

    /// A stay that went on for longer than it might, and when it ended.
    struct Offence: Hashable, Sendable {
        let session: SessionID
        var at: Instant
        /// A person has lifted what followed from it: it counts no more, also where its stay is corrected.
        var isForgiven = false
    }

    /// Every one that stands or is to come, in no order.
    var all: some Sequence<Suspension> { byPlate.values.lazy.joined() }

    /// Those of a plate, in the order in which they were brought about.
    func of(_ plate: PlateID) -> [Suspension] { byPlate[plate] ?? [] }

    /// The one of a plate on a day that lasts longest.
    func suspension(of plate: PlateID, on day: LocalDay) -> Suspension? {
        guard !byPlate.isEmpty else { return nil }
        return byPlate[plate]?.filter { $0.days.contains(day) }
            .max { ($0.days.last ?? .never, $0.id) < ($1.days.last ?? .never, $1.id) }
    }

    /// The overstays of a plate that ended within a span, in the order in which they ended.
    func offences(of plate: PlateID, in span: ClosedRange<Instant>) -> [Offence] {
        offences[plate]?.filter { span.contains($0.at) && !$0.isForgiven }.sorted {
            ($0.at, $0.session) < ($1.at, $1.session)
        } ?? []
    }

    mutating func add(_ suspension: Suspension) {
        byPlate[suspension.plate, default: []].append(suspension)
        if let last = suspension.days.last { ending.add(suspension.plate, at: last) }
    }

    /// Ends those of a plate that fit.
    mutating func remove(of plate: PlateID, where fits: (Suspension) -> Bool) -> [Suspension] {
        guard let standing = byPlate[plate] else { return [] }
        let kept = standing.filter { !fits($0) }
        byPlate[plate] = kept.isEmpty ? nil : kept
        return standing.filter(fits)
    }

    mutating func note(_ offence: Offence, of plate: PlateID) {
        if let known = offences[plate]?.firstIndex(where: { $0.session == offence.session }) {
            offences[plate]![known].at = offence.at
        } else {
            offences[plate, default: []].append(offence)
        }
        offending.add(plate, at: offence.at)
    }

    /// An overstay was none, or was another plate's.
    ///
    /// - Returns: when it had ended; nil where it did not count.
    mutating func withdraw(_ session: SessionID, of plate: PlateID) -> Instant? {
        guard let index = offences[plate]?.firstIndex(where: { $0.session == session && !$0.isForgiven }) else {
            return nil
        }
        let gone = offences[plate]!.remove(at: index)
        if offences[plate]?.isEmpty == true { offences[plate] = nil }
        return gone.at
    }

    /// What a plate did so far counts no more.
    mutating func forgiveAll(of plate: PlateID) {
        for index in offences[plate]?.indices ?? 0..<0 { offences[plate]![index].isForgiven = true }
    }

    /// Lets go of suspensions that were over when a day began, and of overstays before a limit.
    mutating func forget(before day: LocalDay, offences limit: Instant) {
        while let plate = ending.next(before: day) { _ = remove(of: plate) { $0.days.areOver(on: day) } }
        while let plate = offending.next(before: limit) {
            offences[plate]?.removeAll { $0.at < limit }
            if offences[plate]?.isEmpty == true { offences[plate] = nil }
        }
    }
}

extension LocalDay {
    /// Behind all others: that of a suspension without an end.
    fileprivate static let never = LocalDay(daysSinceEpoch: .max)
}

extension Suspensions: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Suspensions(
            byPlate: form(value!.byPlate), offences: form(value!.offences), ending: form(value!.ending),
            offending: form(value!.offending))
    }
}

extension Suspensions.Offence: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Suspensions.Offence(
            session: form(value!.session), at: form(value!.at), isForgiven: form(value!.isForgiven))
    }
}
