import Chronology
import EventLog
import Hosting
import Parking
import Postgres
import Projections
import SystemTime
import TestSupport
import Testing

/// Reports of days that were driven through the real garage, against what their events say.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ReportTests {
    @Test func `money by day, rate, till and validation adds up to what the events say, and to the balance`()
        async throws
    {
        try await withTwoDays { asked, reckoning, database, seed in
            let stays = reckoning.stays
            #expect(
                reckoning.sum(ReportReckoning.refunded).count > 0 && reckoning.sum(ReportReckoning.waived).count > 0)
            #expect(stays.count > 30 && stays.contains { $0.isReserved } && stays.contains { $0.isValidated }, seed)

            let byDay = try await asked("revenue-by-day")
            #expect(byDay.map { $0["day"] } == TwoDays.days.map(\.description), seed)
            for (row, day) in zip(byDay, TwoDays.days) {
                let ended = stays.filter { reckoning.day($0.exitedAt) == day }
                let paid = reckoning.sum(on: day, ReportReckoning.paid)
                let refunded = reckoning.sum(on: day, ReportReckoning.refunded)
                let sold = reckoning.sum(on: day, ReportReckoning.sold)
                let expected = [
                    "day": "\(day)", "stays": "\(ended.count)", "charged": ended.map(\.cents).reduce(0, +).euros,
                    "sales": "\(sold.count)", "sold": sold.cents.euros, "payments": "\(paid.count)",
                    "paid": paid.cents.euros, "refunds": "\(refunded.count)", "refunded": refunded.cents.euros,
                    "waived": reckoning.sum(on: day, ReportReckoning.waived).cents.euros,
                    "taken": (paid.cents - refunded.cents).euros,
                ]
                #expect(row == expected, seed)
            }

            let charged = stays.map(\.cents).reduce(0, +)
            #expect(try await asked("revenue-by-rate").sum("amount") == charged, seed)
            let whys = Set(try await asked("revenue-by-rate").compactMap { $0["why"] })
            #expect(whys.isSuperset(of: ["block", "covered", "settled"]), "\(whys)")
            let (paid, refunded) = (
                reckoning.sum(ReportReckoning.paid).cents, reckoning.sum(ReportReckoning.refunded).cents
            )
            let waived = reckoning.sum(ReportReckoning.waived).cents
            let tills = try await asked("tills")
            #expect(tills.sum("taken") == paid && tills.sum("refunded") == refunded, seed)
            #expect(tills.sum("net") == paid - refunded, seed)
            #expect(Set(tills.compactMap { $0["method"] }).isSubset(of: ["cash", "app"]))

            // Nobody reserved and was validated as well.
            let validated = stays.filter(\.isValidated)
            let given = try await asked("validations")
            #expect(given.map { $0["validations"] } == ["shop"], seed)
            #expect(given.sum("stays") == Int64(validated.count) * 100, seed)
            #expect(given.sum("given_away") == validated.map { $0.plainCents - $0.cents }.reduce(0, +), seed)

            // What was earned is what the books have, and those are even.
            let sold = reckoning.sum(ReportReckoning.sold).cents
            #expect(
                try await texts(
                    database,
                    "select (sum(charged) = sum(paid) + sum(waived) + sum(open))::text from reporting.money") == [
                        "true"
                    ])
            let books = try await texts(
                database, "select sum(charged) || ' ' || sum(paid) || ' ' || sum(waived) from reporting.money")
            #expect(books == ["\((charged + sold).euros) \((paid - refunded).euros) \(waived.euros)"], seed)
            #expect(
                try await texts(
                    database, "select (begun = ended + inside + written_off)::text from reporting.balances") == ["true"]
            )
        }
    }

    @Test func `stays, types, rights and gates are counted as the events say`() async throws {
        try await withTwoDays { asked, reckoning, _, seed in
            let stays = reckoning.stays
            let transient = stays.filter { !$0.isReserved }
            let told = try await asked("transient-stays")
            #expect(told.sum("stays") == Int64(transient.count) * 100, seed)
            #expect(told.sum("free_stays") == Int64(transient.count { $0.cents == 0 }) * 100, seed)
            #expect(told.sum("charged") == transient.map(\.cents).reduce(0, +), seed)

            let bands = try await asked("lengths-of-stay")
            for (band, least) in zip(["15", "30", "60", "120", "240", "480"], [0, 15, 30, 60, 120, 240] as [Int64]) {
                let fitting = stays.count { $0.minutes > least && $0.minutes <= Int64(band)! }
                let shown = bands.first { $0["up_to_minutes"] == band }?["stays"] ?? "0"
                #expect(shown == "\(fitting)", "\(band): \(seed)")
            }

            let short = transient.filter { $0.cents == 0 && $0.minutes <= 30 }
            let byHand = short.count { stay in
                reckoning.events.contains { event in
                    guard case .exitGateOpened = event.event else { return false }
                    return event.occurredAt <= stay.exitedAt && event.occurredAt >= stay.exitedAt - .minutes(5)
                }
            }
            let suspicious = try await asked("short-free-stays")
            #expect(suspicious.map { $0["gate"] } == ["out"] && suspicious[0]["exits"] == "\(transient.count)", seed)
            #expect(suspicious[0]["short_free"] == "\(short.count)", seed)
            #expect(suspicious[0]["by_hand"] == "\(byHand)" && byHand > 0, seed)

            let types = try await asked("vehicle-types")
            #expect(
                types.map { [$0["day"], $0["vehicle"], $0["room"]] }
                    == TwoDays.days.flatMap { [["\($0)", "bike", "4"], ["\($0)", "standard", ""]] }, seed)
            for row in types {
                let its = stays.filter { $0.vehicle == row["vehicle"] }
                let day = try #require(row["day"].flatMap(LocalDay.init))
                let came = its.filter { reckoning.day($0.enteredAt) == day }
                // The count is at its most as somebody comes in, or as the day begins.
                let begins = reckoning.zone.start(of: day)
                let most = ([begins] + came.map(\.enteredAt)).map { at in
                    its.count { $0.enteredAt <= at && $0.exitedAt > at }
                }.max()
                #expect(row["stays"] == "\(came.count)" && row["most_inside"] == "\(most ?? 0)", "\(row) \(seed)")
            }
            #expect(types.sum("stays") == Int64(stays.count) * 100, seed)
            #expect(types.sum("charged") == stays.map(\.cents).reduce(0, +), seed)

            let reservations = reckoning.events.filter { if case .dayReserved = $0.event { true } else { false } }.count
            let fates = try await asked("reservations")
            #expect(fates.sum("reservations") == Int64(reservations) * 100, seed)
            #expect(fates.sum("used") == Int64(stays.count(where: \.isReserved)) * 100, seed)
            #expect(fates.sum("used") + fates.sum("no_show") == fates.sum("reservations"), seed)
            let permits = try await asked("permits")
            #expect(permits.count == 1 && permits[0]["sold"] == "2" && permits[0]["in_force"] == "2", seed)
            #expect(permits[0]["price"] == "40.00")

            let openings = try await asked("openings")
            let entries = reckoning.events.count { if case .carEntered = $0.event { true } else { false } }
            let hands = reckoning.events.count { if case .exitGateOpened = $0.event { true } else { false } }
            #expect(openings.filter { $0["direction"] == "in" }.sum("openings") == Int64(entries) * 100, seed)
            #expect(openings.filter { $0["source"] == "hand" }.sum("openings") == Int64(hands) * 100, seed)
            let summary = try await asked("garage-summary")
            func figure(_ name: String) -> String? { summary.first { $0["figure"] == name }?["count"] }
            let denied = reckoning.events.count { if case .entryDenied = $0.event { true } else { false } }
            #expect(figure("cars that came in") == "\(entries)" && figure("cars that left") == "\(stays.count)", seed)
            #expect(
                summary.first { $0["figure"] == "cars that left" }?["amount"] == stays.map(\.cents).reduce(0, +).euros)
            #expect(
                figure("exceptions raised") == "1" && figure("cars inside at the end") == "\(entries - stays.count)")
            let exceptions = try await asked("exceptions")
            #expect(exceptions.map { $0["kind"] } == ["exit-without-entry"], seed)
            #expect(exceptions[0]["since"] == "2025-03-29 03:20" && exceptions[0]["state"] == "open", seed)
            #expect(figure("cars denied") == "\(denied)" && denied > 0, seed)
        }
    }

    @Test func `the room for a type is that of each day, whatever it became later`() async throws {
        try await withReadModels { database in
            let clock = SettableClock(Instant("2026-03-02T08:00:00+01:00")!)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                func room(_ types: String) -> String { #""vehicleTypes": [\#(types)]"# }
                try await site.configure(10, room(#"{"id": "bike", "name": "Bike", "capacity": 2}"#))
                try await site.send(.gateOpen, #"{"ticket": "T-1", "gate": "in", "vehicle": "bike"}"#)
                for (time, types) in [
                    ("2026-03-03T09:00:00+01:00", #"{"id": "bike", "name": "Bike", "capacity": 4}"#),
                    // Late on one day in the garage, and early on that day elsewhere.
                    (
                        "2026-03-04T00:30:00+01:00",
                        #"{"id": "bike", "name": "Bike", "capacity": 5}, {"id": "van", "name": "Van", "capacity": 1}"#
                    ),
                ] {
                    clock.set(Instant(time)!)
                    try await site.configure(10, room(types))
                }
                clock.set(Instant("2026-03-04T12:00:00+01:00")!)
                try await site.send(.exit, #"{"ticket": "T-1", "gate": "out"}"#)
                try await database.catchUp()
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    var question = Question(GarageID("mitte")!)
                    question.report = Report(name: "vehicle-types")
                    (question.day, question.lastDay) = (LocalDay("2026-03-01")!, LocalDay("2026-03-04")!)
                    let answer = try await Query.report.answer(question, from: Queries(pool: pool, hosts: hosts))
                    let lines = try #require(answer.tables.first).printed(.csv, header: false).split(separator: "\n")
                    #expect(
                        lines == [
                            "2026-03-01,bike,,0,0,,0.00", "2026-03-02,bike,2,1,1,50.0,0.00",
                            "2026-03-03,bike,4,0,1,25.0,0.00", "2026-03-04,bike,5,0,1,20.0,0.00",
                            "2026-03-04,van,1,0,0,0.0,0.00",
                        ])
                }
            }
        }
    }

    @Test func `occupancy has every quarter of both days, the shorter one too`() async throws {
        try await withTwoDays { asked, reckoning, database, seed in
            let rows = try await asked("occupancy")
            let first = reckoning.zone.start(of: TwoDays.days[0])
            #expect(rows.count == 96 + 92)
            for (place, row) in rows.enumerated() {
                let begins = first + .minutes(Int64(place) * 15)
                let ends = begins + .minutes(15)
                let moments = reckoning.events.map(\.occurredAt).filter { $0 >= begins && $0 < ends }
                let inside =
                    [reckoning.inside(at: begins)]
                    + moments.map { reckoning.inside(at: Instant(microseconds: $0.microseconds + 1)) }
                #expect(row["before"] == "\(inside[0])" && row["least"] == "\(inside.min()!)", seed)
                #expect(row["most"] == "\(inside.max()!)" && row["capacity"] == "12", seed)
            }
            // The view has reckoned them from the garage's beginning.
            let viewed = try await texts(
                database,
                """
                select concat_ws(' ', to_char(quarter_local, 'YYYY-MM-DD HH24:MI'), inside_before, inside_least, inside_most, capacity)
                from reporting.occupancy_quarters where quarter_day between '2025-03-29' and '2025-03-30' order by quarter_at
                """)
            #expect(
                viewed
                    == rows.map { row in
                        ["time", "before", "least", "most", "capacity"].compactMap { row[$0] }.joined(separator: " ")
                    }, seed)
        }
    }

    @Test func `a text that a spreadsheet would carry out has an apostrophe, and an amount has none`() throws {
        var table = Table("what", "amount")
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "a=1", ""] { table.add(.text(text), .amount("-3.00")) }
        let lines = table.printed(.csv, header: false).split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "'=1+1,-3.00", "'+1,-3.00", "'-1,-3.00", "'@SUM(A1),-3.00", "'\tx,-3.00", "a=1,-3.00", ",-3.00",
            ])
        #expect(!table.printed(.json).contains("'") && !table.printed(.text).contains("'"))
    }

    @Test func `days that make no sense are refused with a sentence`() throws {
        let (early, late) = (LocalDay("2025-03-01")!, LocalDay("2025-03-02")!)
        #expect(try ReportedDays(from: nil, to: nil, today: late) == ReportedDays(from: late, to: late, today: early))
        #expect(try ReportedDays(from: early, to: nil, today: late).last == late)
        #expect(try ReportedDays(from: nil, to: early, today: late).first == early)
        let backwards = #expect(throws: QueryError.self) { try ReportedDays(from: late, to: early, today: late) }
        #expect(backwards?.problem.detail.contains("before they begin on 2025-03-02") == true)
        let many = #expect(throws: QueryError.self) {
            try ReportedDays(from: early, to: early.advanced(by: 366), today: late)
        }
        #expect(many?.problem.detail.contains("at most 366 days") == true)
        _ = try ReportedDays(from: early, to: early.advanced(by: 365), today: late)
    }

    private typealias Rows = [[String: String]]

    /// Lets two days pass, and lends a way to ask for reports of both, and what their events say.
    private func withTwoDays(
        _ body: (
            _ asked: (String) async throws -> Rows, ReportReckoning, PostgresConfiguration, _ seed: Comment
        ) async throws -> Void
    ) async throws {
        let seed = Seeded.seed
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                var days = TwoDays(site: Site(hosts, "mitte"), clock: clock, random: Seeded(seed))
                try await days.play()
                try await database.catchUp()
                let events = try await withConnection(to: database) { connection in
                    try await connection.run { session in
                        try session.events(of: "mitte", after: 0, limit: .max).map {
                            try RecordedEvent($0, codec: .tests)
                        }
                    }
                }
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    let queries = Queries(pool: pool, hosts: hosts)
                    try await body(
                        { name in
                            var question = Question(GarageID("mitte")!)
                            question.report = Report(name: name)
                            (question.day, question.lastDay) = (TwoDays.days[0], TwoDays.days[1])
                            let answer = try await Query.report.answer(question, from: queries)
                            // No value has a comma in it.
                            let lines = try #require(answer.tables.first).printed(.csv).split(separator: "\n").map {
                                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                            }
                            return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
                        }, ReportReckoning(events: events, zone: .berlin), database, "seed \(seed)")
                }
            }
        }
    }

    private func texts(_ database: PostgresConfiguration, _ statement: Statement) async throws -> [String] {
        try await withConnection(to: database) { connection in
            try await connection.run { session in try session.query(statement).map { $0.text(0) } }
        }
    }
}

extension [[String: String]] {
    /// A column's sum in hundredths.
    fileprivate func sum(_ column: String) -> Int64 {
        reduce(0) { sum, row in
            let parts = (row[column] ?? "0").split(separator: ".")
            return sum + (Int64(parts[0]) ?? 0) * 100 + (parts.count > 1 ? Int64(parts[1]) ?? 0 : 0)
                * (row[column]?.hasPrefix("-") == true ? -1 : 1)
        }
    }
}
