import Chronology
import Money
import Parking
import Tariffs
import Testing

/// The permits of a garage, and what its cards sell, as an observer notes them on paper.
struct PaperPermits {
    private(set) var entries: [Entry] = []
    private var published: [(card: CardID, terms: Terms?)] = []

    struct Entry {
        var id: Int64
        var plate: PlateID
        var kind: PermitKind
        var first: LocalDay
        var last: LocalDay?
        var groups: Set<GroupID>
        var heardAt: Instant
        var renewals = 0
        var spot: PermitSpot
        var revokedAt: Instant?

        var covers: Bool { kind != .membership }
        func has(_ day: LocalDay) -> Bool { day >= first && (last == nil || day <= last!) }
        /// Whether a car that came in then has anything of it.
        func serves(_ entry: Instant) -> Bool { revokedAt == nil || entry < revokedAt! }
    }

    /// Whether a car that came in at an instant may stay on a day.
    func covers(_ plate: PlateID, _ day: LocalDay, since entry: Instant, knownBy instant: Instant = .latest) -> Bool {
        entries.contains {
            $0.plate == plate && $0.covers && $0.has(day) && $0.heardAt <= instant && $0.serves(entry)
        }
    }

    /// The permit that lets a car in on a day: a plate has one at a time.
    func admitting(_ plate: PlateID, _ day: LocalDay) -> PermitID? {
        entries.first { $0.plate == plate && $0.covers && $0.has(day) && $0.revokedAt == nil }
            .map { PermitID(version: $0.id) }
    }

    /// Whether a car is let in on a day.
    func admits(_ plate: PlateID, _ day: LocalDay) -> Bool { spot(of: plate, day) != nil }

    /// Where a car that is let in on a day may stand.
    func spot(of plate: PlateID, _ day: LocalDay) -> PermitSpot? {
        let spots = entries.filter { $0.plate == plate && $0.covers && $0.has(day) && $0.revokedAt == nil }.map(\.spot)
        return spots.first { $0 != .shared } ?? spots.first
    }

    /// The plates that have a spot of their own on a day.
    func owners(on day: LocalDay) -> Set<PlateID> {
        Set(entries.map(\.plate).filter { spot(of: $0, day).map { $0 != .shared } ?? false })
    }

    /// Whether a spot is left for one more permit, day by day; who ends last is followed by nothing that changes.
    private func hasSpot(_ spot: PermitSpot, _ first: LocalDay, _ last: LocalDay?, of spots: Int) -> Bool {
        guard spot != .shared, spots > 0 else { return true }
        let others = entries.filter { $0.covers && $0.spot != .shared && $0.revokedAt == nil }
        let end = others.map { max($0.first, $0.last ?? $0.first) }.max() ?? first
        var day = first
        while day <= max(first, end), last == nil || day <= last! {
            if others.count(where: { $0.has(day) }) >= spots { return false }
            day = day.next
        }
        return true
    }

    func groups(of plate: PlateID, on day: LocalDay, knownAt instant: Instant) -> Set<GroupID> {
        var groups: Set<GroupID> = []
        for entry in entries
        where entry.plate == plate && entry.has(day) && entry.heardAt <= instant && entry.serves(instant) {
            groups.formUnion(entry.groups)
        }
        return groups
    }

    mutating func publish(_ terms: Terms?, on card: CardID) { published.append((card, terms)) }

    /// What a card asks for a period of a subscription, and how long that is; nil where it does not sell it.
    private func price(of id: SubscriptionID, _ vehicle: CardID?) -> (total: Int64, period: Subscription.Period)? {
        var card = vehicle ?? .standard
        if !published.contains(where: { $0.card == card }) { card = .standard }
        let terms = published.last { $0.card == card && $0.terms != nil }?.terms
        guard let terms, let sold = terms.subscriptions.first(where: { $0.id == id }) else { return nil }
        var total = sold.amount.minorUnits
        if let tax = terms.tax, !tax.isIncluded { total += (total * tax.basisPoints + 5_000) / 10_000 }
        return (total, sold.period)
    }

    /// The last day of so many periods: the day before the next one's first.
    private func end(of count: Int, _ period: Subscription.Period, from first: LocalDay) -> LocalDay {
        if period == .week { return (1..<count * 7).reduce(first) { day, _ in day.next } }
        var (year, month, day) = first.civil
        for _ in 0..<(period == .year ? 12 : 1) * count {
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        while LocalDay(year: year, month: month, day: day) == nil { day -= 1 }
        return LocalDay(year: year, month: month, day: day)!.previous
    }

    private func isFree(_ plate: PlateID, _ first: LocalDay, _ last: LocalDay?) -> Bool {
        let never = LocalDay("9999-12-31")!
        return !entries.contains {
            $0.plate == plate && $0.covers && $0.revokedAt == nil
                && max($0.first, first) <= min($0.last ?? never, last ?? never)
        }
    }

    private func isNew(_ plate: PlateID, _ groups: Set<GroupID>, _ first: LocalDay, _ last: LocalDay?) -> Bool {
        let never = LocalDay("9999-12-31")!
        for entry in entries where entry.plate == plate && !entry.covers && entry.revokedAt == nil {
            let common = entry.groups.filter { groups.contains($0) }
            if !common.isEmpty, max(entry.first, first) <= min(entry.last ?? never, last ?? never) { return false }
        }
        return true
    }

    private func mayBegin(_ day: LocalDay, _ today: LocalDay) -> Bool { (0...366).contains(today.distance(to: day)) }

    private func entry(_ named: RenewPermit.Named, on today: LocalDay) -> Entry? {
        switch named {
        case .permit(let id): entries.first { $0.id == id.version }
        case .plate(let plate):
            entries.filter {
                guard case .subscription = $0.kind else { return false }
                return $0.plate == plate && $0.revokedAt == nil && $0.last! >= today
            }.max { $0.last! < $1.last! }
        }
    }

    /// What may be granted, renewed or revoked; nil for other commands.
    ///
    /// - Parameter spots: how many are kept for permits.
    func allows(_ command: Command, on today: LocalDay, of spots: Int) -> Bool? {
        switch command {
        case .grantPermit(let grant): return allows(grant.request, grant.spot, for: grant.plate, on: today, of: spots)
        case .renewPermit(let renew):
            guard let entry = entry(renew.subscription, on: today), entry.revokedAt == nil,
                case .subscription(let bought) = entry.kind, let last = entry.last, last >= today,
                let offer = price(of: bought.id, bought.vehicle), offer.period == bought.period
            else { return false }
            let until = end(of: entry.renewals + 2, offer.period, from: entry.first)
            return mayBegin(last.next, today) && isFree(entry.plate, last.next, until)
                && hasSpot(entry.spot, last.next, until, of: spots)
        case .revokePermit(let revoke):
            return entries.contains { $0.id == revoke.permit.version && ($0.last == nil || $0.last! >= today) }
        default: return nil
        }
    }

    private func allows(
        _ request: PermitRequest, _ spot: PermitSpot, for plate: PlateID, on today: LocalDay, of spots: Int
    ) -> Bool {
        switch request {
        case .pass(let first, let last, _):
            let first = first ?? today
            return mayBegin(first, today) && (last == nil || last! >= first) && isFree(plate, first, last)
                && hasSpot(spot, first, last, of: spots)
        case .membership(let first, let last, let groups):
            let first = first ?? today
            return mayBegin(first, today) && (last == nil || last! >= first) && isNew(plate, groups, first, last)
        case .subscription(let id, let vehicle, let first, _):
            let first = first ?? today
            guard mayBegin(first, today), let offer = price(of: id, vehicle) else { return false }
            let last = end(of: 1, offer.period, from: first)
            return isFree(plate, first, last) && hasSpot(spot, first, last, of: spots)
        case .further: return false
        }
    }

    mutating func grant(_ entry: Entry, on today: LocalDay, _ comment: Comment) throws {
        #expect(mayBegin(entry.first, today), comment)
        #expect(entry.last == nil || entry.last! >= entry.first, comment)
        if entry.covers { #expect(isFree(entry.plate, entry.first, entry.last), comment) }
        if !entry.covers { #expect(isNew(entry.plate, entry.groups, entry.first, entry.last), comment) }
        if case .subscription(let bought) = entry.kind {
            let offer = try #require(price(of: bought.id, bought.vehicle), comment)
            #expect((bought.total.minorUnits, bought.period) == offer, comment)
            #expect(entry.last == end(of: 1, offer.period, from: entry.first), comment)
        }
        entries.append(entry)
    }

    mutating func renew(
        _ id: PermitID, _ first: LocalDay, _ last: LocalDay, _ renewal: Int, _ total: Money, on today: LocalDay,
        _ comment: Comment
    ) throws {
        // Whether a spot is left was asked before the command.
        #expect(allows(.renewPermit(.init(id)), on: today, of: 0) == true, comment)
        let index = try #require(entries.firstIndex { $0.id == id.version }, comment)
        guard case .subscription(let bought) = entries[index].kind else { return }
        #expect(first == entries[index].last?.next, comment)
        #expect(last == end(of: renewal + 1, bought.period, from: entries[index].first), comment)
        #expect(renewal == entries[index].renewals + 1, comment)
        #expect(total.minorUnits == price(of: bought.id, bought.vehicle)?.total, comment)
        (entries[index].last, entries[index].renewals) = (last, renewal)
    }

    mutating func revoke(
        _ id: PermitID, _ last: LocalDay, at now: Instant, on today: LocalDay, _ comment: Comment
    ) throws {
        let index = try #require(entries.firstIndex { $0.id == id.version }, comment)
        #expect(last == today && entries[index].revokedAt == nil, comment)
        if let end = entries[index].last { #expect(end >= today, comment) }
        (entries[index].last, entries[index].revokedAt) = (last, now)
        if last < entries[index].first { entries.remove(at: index) }
    }
}
