import Chronology
import Money
import Tariffs

/// A second engine that looks at every minute of a stay and knows nothing of runs, cursors or skipped work.
///
/// It reads the clock on the wall as the latest time that the clock has shown so far, which is what makes windows
/// monotone across a change of clocks. Stay and coverage lie on whole minutes.
struct MinuteByMinute {
    private let stay: Stay
    private let zone: ZoneRules
    private let rates: [Rate]
    /// Of each rate every occurrence near the stay, on the wall's clock: the one that began first, of several that
    /// began together the longest, stands first.
    ///
    /// Where the clocks skip several beginnings, they fall on the same minute.
    private let occurrences: [[Range<LocalDateTime>]]
    /// What the clock has shown by each minute since three days before the entry, longer than any window lasts.
    private let shown: [LocalDateTime]

    private static let minute = TimeSpan.minutes(1)
    private static let lead = 3 * 1_440

    init(_ random: RandomCase) {
        let (stay, zone) = (random.stay, random.zone)
        self.stay = stay
        self.zone = zone
        let begin = stay.entry - .minutes(Int64(MinuteByMinute.lead))
        var shown: [LocalDateTime] = []
        var at = begin
        while at <= stay.exit {
            shown.append(max(zone.local(at), shown.last ?? zone.local(at)))
            at = at + MinuteByMinute.minute
        }
        self.shown = shown
        let days = zone.local(begin).day...zone.local(stay.exit).day.next
        rates = random.book.published.map(\.rate).filter { rate in
            if case .group(let group) = rate.audience { stay.groups.contains(group) } else { true }
        }
        occurrences = rates.map { rate in
            guard !rate.windows.isEmpty else {
                return [LocalDateTime(microseconds: .min)..<LocalDateTime(microseconds: .max)]
            }
            return rate.windows.flatMap { MinuteByMinute.occurrences(of: $0, on: days) }
                .map { (began: MinuteByMinute.minute(of: $0.lowerBound, in: shown), range: $0) }
                .sorted { ($0.began, $1.range.upperBound) < ($1.began, $0.range.upperBound) }
                .map(\.range)
        }
    }

    /// The first minute that shows a time or a later one.
    private static func minute(of time: LocalDateTime, in shown: [LocalDateTime]) -> Int {
        shown.firstIndex { $0 >= time } ?? shown.count
    }

    private static func occurrences(of window: Window, on days: ClosedRange<LocalDay>) -> [Range<LocalDateTime>] {
        switch window {
        case .once(let from, let until): [from..<until]
        case .weekly(let weekdays, let from, let until):
            days.filter { weekdays.contains($0.weekday) }.map {
                LocalDateTime($0, from)..<LocalDateTime(until <= from ? $0.next : $0, until)
            }
        }
    }

    private func clock(_ instant: Instant) -> LocalDateTime {
        shown[MinuteByMinute.lead + Int((instant - stay.entry).microseconds / MinuteByMinute.minute.microseconds)]
    }

    private func inForce(_ rate: Int, _ now: LocalDateTime) -> Range<LocalDateTime>? {
        occurrences[rate].first { $0.contains(now) }
    }

    private struct Rank: Hashable {
        var rate: Int
        var occurrence: Range<LocalDateTime>
    }

    private func candidates(_ instant: Instant) -> [Rank] {
        let now = clock(instant)
        let active = rates.indices.compactMap { rate in inForce(rate, now).map { Rank(rate: rate, occurrence: $0) } }
        func level(_ rank: Rank) -> Int {
            rates[rank.rate].tier.rawValue + (rates[rank.rate].audience == .everyone ? 0 : 10)
        }
        let top = active.map(level).max()
        return active.filter { level($0) == top }
    }

    /// What one rate has counted.
    private struct Account {
        var counted: Set<LocalDateTime> = []
        var days: Set<[LocalDateTime]> = []
        var passed: [[Int64]: Int64] = [:]
        var minutesOfBlock: Int64 = 0
        var total: Int64 = 0
    }

    private func isCovered(_ instant: Instant) -> Bool { stay.covered.contains { $0.contains(instant) } }

    /// What the stay costs.
    func total() -> Int64 {
        guard stay.entry < stay.exit else { return 0 }
        let grace = candidates(stay.entry).map { rates[$0.rate].grace }.max() ?? .zero
        if stay.exit - stay.entry < grace { return 0 }
        var accounts = rates.map { _ in Account() }
        var stretch: (candidates: [Rank], minutes: [Instant]) = ([], [])
        var block: Rank?
        func settle() {
            guard !stretch.minutes.isEmpty else { return }
            let trials = stretch.candidates.map { rank in
                var account = accounts[rank.rate]
                if block != rank { account.minutesOfBlock = 0 }
                for minute in stretch.minutes { count(minute, rank, &account) }
                return (rank, account)
            }
            block = nil
            let best = trials.min { a, b in
                let (x, y) = (a.1.total - accounts[a.0.rate].total, b.1.total - accounts[b.0.rate].total)
                return (x, a.0.rate) < (y, b.0.rate)
            }
            if let best { (accounts[best.0.rate], block) = (best.1, best.0) }
            stretch.minutes = []
        }
        var at = stay.entry
        while at < stay.exit {
            if isCovered(at) {
                // A covered time ends what is compared, but not the block.
                settle()
            } else {
                let next = candidates(at)
                if next != stretch.candidates { settle() }
                stretch.candidates = next
                stretch.minutes.append(at)
            }
            at = at + MinuteByMinute.minute
        }
        settle()
        if !isCovered(stay.exit), !isCovered(stay.exit - TimeSpan(microseconds: 1)) { touch(&accounts) }
        return accounts.reduce(0) { $0 + $1.total }
    }

    private func touch(_ accounts: inout [Account]) {
        let ranks = candidates(stay.exit)
        let opening = ranks.filter { rank in
            guard case .once = rates[rank.rate].price else { return false }
            return clock(stay.exit) >= rank.occurrence.lowerBound
                && clock(stay.exit - MinuteByMinute.minute) < rank.occurrence.lowerBound
        }
        guard opening.count == ranks.count else { return }
        let trials = opening.map { rank in
            var account = accounts[rank.rate]
            count(stay.exit, rank, &account)
            return (rank, account)
        }
        let best = trials.min { a, b in
            let (x, y) = (a.1.total - accounts[a.0.rate].total, b.1.total - accounts[b.0.rate].total)
            return (x, a.0.rate) < (y, b.0.rate)
        }
        if let best { accounts[best.0.rate] = best.1 }
    }

    private func count(_ minute: Instant, _ rank: Rank, _ account: inout Account) {
        let rate = rates[rank.rate]
        var begins = false
        switch rate.price {
        case .perUnit(_, every: let unit):
            begins = account.minutesOfBlock % (unit.microseconds / MinuteByMinute.minute.microseconds) == 0
            account.minutesOfBlock += 1
        case .once: begins = account.counted.insert(rank.occurrence.lowerBound).inserted
        case .perDay:
            begins =
                account.days.insert([rank.occurrence.lowerBound, LocalDateTime(clock(minute).day)]).inserted
        }
        guard begins else { return }
        var amount = rate.price.amount.minorUnits
        let caps = rate.caps.enumerated().sorted { (nominal($0.element), $0.offset) < (nominal($1.element), $1.offset) }
        for (index, cap) in caps {
            guard let window = window(of: cap, at: minute) else { continue }
            let key = [Int64(index), window]
            amount = min(amount, cap.amount.minorUnits - account.passed[key, default: 0])
            account.passed[key, default: 0] += amount
        }
        account.total += amount
    }

    private func nominal(_ cap: Cap) -> Int64 {
        switch cap.period {
        case .elapsed(let length): return length.microseconds / 1_000_000
        case .calendarDay: return 86_400
        case .clock(let from, let until):
            let length = Int64(until.seconds) - Int64(from.seconds)
            return length > 0 ? length : length + 86_400
        }
    }

    /// A number for the window of a cap that an instant lies in.
    private func window(of cap: Cap, at instant: Instant) -> Int64? {
        let now = clock(instant)
        switch cap.period {
        case .elapsed(let length): return (instant - stay.entry).microseconds / length.microseconds
        case .calendarDay: return Int64(now.day.daysSinceEpoch)
        case .clock(let from, let until):
            let everyDay = Window.weekly(days: Set(Weekday.allCases), from: from, until: until)
            return MinuteByMinute.occurrences(of: everyDay, on: now.day.previous...now.day)
                .first { $0.contains(now) }?.lowerBound.microseconds
        }
    }
}
