import Parking
import SystemTime
import Chronology
import TestSupport
import JSON
import Hosting
import Postgres
import Projections
import Tariffs
import Testing

/// What reporting jobs read of stays and rights.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ReportingTests {
    @Test func `a stay's vehicle, validations, agreement and tax stand in columns, with what priced it`() async throws {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(5)
                try await site.send(
                    .cardPublished,
                    #"{"card": "bike", "rates": [{"id": "hour", "price": {"perUnit": "1.19", "every": "1 h"}}], "#
                        + #""crossing": "perBlock", "tax": {"name": "VAT", "rate": "19", "included": true}, "#
                        + #""agreements": [{"id": "hospital", "minutesOff": "60 min"}]}"#)
                clock.set(clock.now + .minutes(1))
                try await site.send(.gateOpen, #"{"plate": "M-AB 1", "gate": "in", "vehicle": "bike"}"#)
                for validation in ["shop", "cinema"] {
                    try await site.send(.validate, #"{"plate": "M-AB 1", "validation": "\#(validation)"}"#)
                }
                try await site.send(.applyAgreement, #"{"plate": "M-AB 1", "agreement": "hospital"}"#)
                try await database.catchUp()
                #expect(try await row(database) == "open bike cinema+shop hospital - - - -")
                clock.set(clock.now + .minutes(150))
                try await site.leave("M-AB 1")
                try await database.catchUp()
                let zone = ZoneDatabase().version
                #expect(
                    try await row(database)
                        == "ended bike cinema+shop hospital bike 2.38 0.38 \(Tariff.engineVersion)/\(zone)")
            }
        }
    }

    /// The database's own calendar says which days of permits are shown.
    private let today = ZoneRules.utc.day(of: systemClock())

    private func noon(_ day: LocalDay) -> Instant {
        ZoneRules.utc.instant(of: LocalDateTime(day, LocalTime(hour: 12)!))
    }

    @Test func `a driver's groups and rights stand in columns, and a right says what gives it`() async throws {
        let clock = SettableClock(noon(today))
        try await withReadModels { database in
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(5)
                try await site.send(
                    .cardPublished,
                    #"{"card": "bike", "rates": [], "crossing": "perBlock", "subscriptions": "#
                        + #"[{"id": "week", "amount": "20.00", "period": "week"}]}"#)
                try await site.reserve("M-AB 1", "\(today.next)")
                try await site.permit(
                    "M-AB 1", "pass", #", "lastDay": "\#(today.next)", "groups": ["staff", "choir"]"#)
                try await site.permit("M-CD 2", "membership", #", "groups": ["choir"]"#)
                let (later, week) = (today.advanced(by: 100), today.advanced(by: 106))
                let weekly = #", "subscription": "week", "vehicle": "bike", "firstDay": "\#(later)""#
                let sold = try await site.permit("M-EF 3", "subscription", weekly)
                let never = try await site.permit(
                    "M-EF 3", "pass", #", "firstDay": "\#(today.next)", "lastDay": "\#(today.next)""#)
                try await site.send(.revokePermit, #"{"permit": \#(never)}"#)
                try await site.enter("M-AB 1")
                try await database.catchUp()
                #expect(
                    try await texts(
                        database,
                        """
                        select concat_ws(' ', day, why, reservation, holder, permit, kind) from reporting.allowlist
                        order by day, why
                        """) == [
                            "\(today) permit 4 pass", "\(today.next) permit 4 pass",
                            "\(today.next) reservation 3 member",
                        ])
                #expect(
                    try await texts(
                        database,
                        """
                        select concat_ws(' ', why, from_at at time zone 'Europe/Berlin' = day, until_at > from_at)
                        from reporting.allowlist order by day, why
                        """) == ["permit", "permit", "reservation t t"])
                #expect(
                    try await texts(
                        database,
                        """
                        select concat_ws(' ', permit, kind, first_day, coalesce(last_day::text, 'open'),
                            array_to_string(groups, '+'), subscription, vehicle)
                        from reporting.permits order by permit
                        """) == [
                            "4 pass \(today) \(today.next) choir+staff", "5 membership \(today) open choir",
                            "\(sold) subscription \(later) \(week)  week bike",
                        ])
                #expect(
                    try await texts(database, "select array_to_string(groups, '+') from reporting.session_charges")
                        == ["choir+staff"])
            }
        }
    }

    @Test func `a permit without an end is on the list for 31 days around today, once a day`() async throws {
        let clock = SettableClock(noon(today.advanced(by: -40)))
        try await withReadModels { database in
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(5)
                let old = try await site.permit("M-AB 1", "pass")
                clock.set(noon(today))
                let new = try await site.permit("M-AB 2", "pass")
                try await database.catchUp()
                let shown: Statement = """
                    select concat_ws(' ', permit, min(day) - current_date > -32, max(day) - current_date,
                        count(*) - (max(day) - min(day)), count(distinct day) = count(*)) from reporting.allowlist
                    group by permit order by permit
                    """
                #expect(try await texts(database, shown) == ["\(old) t 31 1 t", "\(new) t 31 1 t"])
                let first = try await texts(
                    database, "select min(day)::text from reporting.allowlist group by permit order by permit")
                #expect(first.last == "\(today)")
                try await site.send(.revokePermit, #"{"permit": \#(new)}"#)
                try await database.catchUp()
                // Who is inside keeps the day; nobody is let in any more.
                #expect(
                    try await texts(
                        database,
                        """
                        select concat_ws(' ', last_day, revoked, (select count(*) from reporting.allowlist of_it
                            where of_it.permit = permits.permit)) from reporting.permits order by permit
                        """) == ["f 63", "\(today) t 0"])
            }
        }
    }

    private func texts(_ database: PostgresConfiguration, _ statement: Statement) async throws -> [String] {
        try await withConnection(to: database) { connection in
            try await connection.run { session in try session.query(statement).map { $0.text(0) } }
        }
    }

    private func row(_ database: PostgresConfiguration) async throws -> String {
        try await withConnection(to: database) { connection in
            try await connection.run { session in
                try session.query(
                    """
                    select concat_ws(' ', state, vehicle, array_to_string(validations, '+'), agreement, coalesce(card, '-'),
                        coalesce(total::text, '-'), coalesce(tax::text, '-'), coalesce(engine_version || '/' || zone_data, '-'))
                    from reporting.session_charges
                    """)[0].text(0)
            }
        }
    }
}
