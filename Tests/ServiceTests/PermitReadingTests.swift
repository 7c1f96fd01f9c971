import Projections
import SystemTime
import Chronology
import TestSupport
import Parking
import JSON
import Hosting
import Testing

/// What permits change in who may be inside, and who may no longer.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct PermitReadingTests {
    @Test func `an allowlist has the permits of a day behind its reservations, now and as it was`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(10)
            try await site.send(
                .cardPublished,
                #"{"rates": [], "crossing": "perBlock", "subscriptions": "#
                    + #"[{"id": "week", "amount": "20.00", "period": "week"}]}"#)
            let pass = try await site.permit("M-AB 1", "pass")
            let week = try await site.permit("M-CD 2", "subscription", #", "subscription": "week""#)
            try await site.permit("M-EF 3", "membership", #", "groups": ["staff"]"#)
            try await site.reserve("M-AB 1", "2026-03-12")

            func lists(_ asOf: AsOf?) async throws -> [[String]] {
                var lists: [[String]] = []
                for day in ["2026-03-02", "2026-03-08", "2026-03-12"] {
                    let list = try await reading.queries.allowlist(of: .mitte, on: LocalDay(day)!, asOf: asOf)
                    lists.append(list.entries.map(\.line))
                }
                return lists
            }
            let (passed, weekly) = ("MAB1 pass \(pass)", "MCD2 subscription \(week)")
            let reserved = "MAB1 member \(week + 2)"
            let first = [[passed, weekly], [passed, weekly], [reserved, passed]]
            try await reading.catchUp()
            #expect(try await lists(nil) == first)
            clock.set(.monday + .hours(1))
            try await site.send(.renewPermit, #"{"permit": \#(week)}"#)
            try await site.send(.revokePermit, #"{"permit": \#(pass)}"#)
            try await reading.catchUp()
            // One that was revoked lets nobody in on that day any more.
            let now = [[weekly], [weekly], [reserved, weekly]]
            #expect(try await lists(nil) == now)
            for basis in AsOf.Basis.allCases {
                #expect(try await lists(AsOf(.monday, basis: basis)) == first)
                #expect(try await lists(AsOf(.monday + .hours(1), basis: basis)) == now)
            }
        }
    }

    @Test func `a car overstays behind its permit's last day, and stands on another one the day after`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            try await site.configure(2, #""admission": "reservation-required""#)
            try await site.permit("M-AB 1", "pass", #", "lastDay": "2026-03-02""#)
            try await site.permit("M-AB 1", "pass", #", "firstDay": "2026-03-04", "lastDay": "2026-03-04""#)
            let staff = try await site.permit("M-CD 2", "pass")
            let (first, second) = (try await site.drive("M-AB 1"), try await site.drive("M-CD 2"))
            for (day, plate) in [("03", "M-EF 3"), ("03", "M-GH 4"), ("04", "M-EF 3")] {
                try await site.reserve(plate, "2026-03-\(day)")
            }
            func overstays() async throws -> OverstaysView {
                try await reading.catchUp()
                let view = try await queries.overstays(of: .mitte)
                let asOf = try await queries.overstays(of: .mitte, asOf: AsOf(clock.now))
                #expect(asOf.cars == view.cars)
                #expect(asOf.shortages == view.shortages)
                return view
            }
            let midnight = Instant("2026-03-03T00:00:00+01:00")!
            clock.set(midnight - .seconds(1))
            #expect(try await overstays().cars.isEmpty)
            clock.set(midnight)
            let night = try await overstays()
            #expect(night.cars.map(\.session.version) == [first])
            #expect(night.cars.map(\.since) == [midnight])
            #expect(night.shortages.map(\.overstays) == [1, 0])
            #expect(night.shortages.map(\.reservations) == [2, 1])
            #expect(night.shortages.map(\.permits) == [1, 2])
            #expect(night.shortages.map(\.short) == [2, 1])

            // What is granted and revoked counts for a car that is inside.
            try await site.permit("M-AB 1", "pass", #", "lastDay": "2026-03-03""#)
            try await site.send(.revokePermit, #"{"permit": \#(staff)}"#)
            #expect(try await overstays().cars.isEmpty)
            clock.set(midnight + .days(1))
            let wednesday = try await overstays()
            #expect(wednesday.cars.map(\.session.version) == [second])
            #expect(wednesday.shortages.map(\.overstays) == [1, 1])
            clock.set(midnight + .days(2))
            #expect(try await overstays().cars.map(\.session.version) == [second, first])
        }
    }

    @Test func `the read models tell rights as the log does, whatever was granted`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            let zone = ZoneDatabase().rules("Europe/Berlin")!
            try await site.configure(6)
            try await site.send(
                .cardPublished,
                #"{"rates": [], "crossing": "perBlock", "subscriptions": "#
                    + #"[{"id": "week", "amount": "20.00", "period": "week"}]}"#)
            var (granted, overstaying, listed) = ([Int64](), 0, 0)
            var seen: [LocalDay: [AllowlistView]] = [:]
            for step in 0..<120 {
                clock.set(clock.now + .minutes(.random(in: 0...240, using: &random)))
                let plate = "M-\(Int.random(in: 1...4, using: &random))"
                let today = zone.day(of: clock.now)
                let first = today.advanced(by: .random(in: 0...2, using: &random))
                let last = first.advanced(by: .random(in: 0...2, using: &random))
                let permit = granted.randomElement(using: &random) ?? 1
                let week = #""kind": "subscription", "subscription": "week""#
                let admission = Bool.random(using: &random) ? "open" : "reservation-required"
                let commands: [(CommandName, String)] = [
                    (.grantPermit, #"{"plate": "\#(plate)", "kind": "pass", "lastDay": "\#(last)"}"#),
                    (.grantPermit, #"{"plate": "\#(plate)", "kind": "pass", "firstDay": "\#(first)"}"#),
                    (.grantPermit, #"{"plate": "\#(plate)", \#(week), "firstDay": "\#(first)"}"#),
                    (.grantPermit, #"{"plate": "\#(plate)", "kind": "membership", "groups": ["staff"]}"#),
                    (.renewPermit, #"{"permit": \#(permit)}"#), (.revokePermit, #"{"permit": \#(permit)}"#),
                    (.revokePermit, #"{"permit": \#(granted.last ?? 1)}"#),
                    (.reserve, #"{"plate": "\#(plate)", "day": "\#(first)"}"#),
                    (.gateOpen, #"{"plate": "\#(plate)", "gate": "in"}"#),
                    (.gateOpen, #"{"plate": "\#(plate)", "gate": "in"}"#),
                    (.exit, #"{"plate": "\#(plate)", "gate": "out"}"#),
                    (.configureGarage, Site.settings(6, #""admission": "\#(admission)""#)),
                ]
                let (name, body) = commands.randomElement(using: &random)!
                do throws(CommandError) {
                    let reply = try await site.send(name, body)
                    if name == .grantPermit { granted.append(reply.version) }
                } catch {
                    guard case .refused = error else { throw error }
                }
                try await reading.catchUp()
                let (comment, asOf): (Comment, AsOf) = ("seed \(seed), step \(step)", AsOf(clock.now))
                let (live, logged) = (
                    try await queries.overstays(of: .mitte), try await queries.overstays(of: .mitte, asOf: asOf)
                )
                #expect(live.cars == logged.cars, comment)
                #expect(live.shortages == logged.shortages, comment)
                overstaying += live.cars.count
                for day in [today, today.next, today.advanced(by: 9)] {
                    let whole = try await queries.allowlist(of: .mitte, on: day)
                    #expect(try await queries.allowlist(of: .mitte, on: day, asOf: asOf) == whole, comment)
                    #expect(try await queries.generation(ofAllowlistOf: .mitte, on: day) == whole.generation, comment)
                    if let earlier = seen[day]?.randomElement(using: &random) {
                        try await compare(earlier, whole, queries, comment)
                    }
                    seen[day, default: []].append(whole)
                    let list = whole.entries
                    listed += list.count
                    let permits = try await queries.permits(of: .mitte, on: day)
                    #expect(try await queries.permits(of: .mitte, on: day, asOf: asOf) == permits, comment)
                    let rights = list.filter { if case .permit = $0.ground { true } else { false } }.map(\.plateID)
                    let state = try await site.hosts.current(site.garage)
                    let admitting = permits.filter { state.permit($0.id)?.admits(on: day) ?? false }
                    #expect(admitting.map(\.plateID) == rights, comment)
                }
            }
            // Where nobody has a right and nobody overstays, nothing was compared.
            #expect(listed > 0 && overstaying > 0, "seed \(seed)")
        }
    }
}

/// What has come and gone leads from an earlier list to the later one, and the generation rises with just that.
private func compare(
    _ earlier: AllowlistView, _ later: AllowlistView, _ queries: Queries, _ comment: Comment
) async throws {
    let changes = try await queries.allowlist(of: .mitte, on: later.day, since: earlier.generation)
    #expect(changes.generation == later.generation, comment)
    #expect(Set(changes.removed).isSubset(of: earlier.entries), comment)
    let kept = Set(earlier.entries).subtracting(changes.removed)
    #expect(kept.isDisjoint(with: changes.added), comment)
    #expect(kept.union(changes.added) == Set(later.entries), comment)
    let isSame = earlier.entries == later.entries
    #expect(isSame || earlier.generation < later.generation, comment)
    if earlier.generation == later.generation { #expect(isSame, comment) }
}

extension Site {
    /// Grants a permit; its number.
    @discardableResult
    fileprivate func permit(_ plate: String, _ kind: String, _ more: String = "") async throws -> Int64 {
        let reply = try await send(.grantPermit, #"{"plate": "\#(plate)", "kind": "\#(kind)"\#(more)}"#)
        return try #require(try reply.answer.result.permit)
    }
}

extension AllowlistEntry {
    /// The plate, for whom or what, and the number.
    var line: String {
        let right =
            switch ground {
            case .reservation(let id, let holder): "\(holder) \(id)"
            case .permit(let id, let kind): "\(kind) \(id)"
            }
        return "\(plate?.characters ?? "") \(right)"
    }
}
