import Quoting
import Chronology
import JSON
import Hosting
import Tariffs
import TestSupport
import Testing

/// Files of stays to be priced.
struct QuotedStaysFileTests {
    private func read(_ text: String) throws(QuotedStaysFileError) -> [QuotedStay] {
        try QuotedStaysFile.stays(of: Array(text.utf8))
    }

    private func local(_ text: String) -> WallTime { .local(LocalDateTime(text)!) }

    @Test func `an entry and an exit are enough`() throws {
        let stays = try read(
            "entry,exit\n2026-03-02T08:00,2026-03-02T10:00\n2026-03-02T08:00Z,2026-03-02T11:00+01:00\n")
        #expect(
            stays == [
                QuotedStay(entry: local("2026-03-02T08:00"), exit: local("2026-03-02T10:00")),
                QuotedStay(
                    entry: .instant(Instant("2026-03-02T08:00:00Z")!), exit: .instant(Instant("2026-03-02T10:00:00Z")!)),
            ])
        #expect(try read("exit,entry\n2026-03-02T10:00,2026-03-02T08:00").first == stays.first)
        #expect(try read("entry,exit\n") == [])
    }

    @Test func `columns stand in any order, and blank fields say nothing`() throws {
        let stays = try read(
            """
            \u{FEFF}agreement, groups ,validations,vehicle,exit,entry
            hospital,staff  residents,cinema surgery,truck,2026-03-02T10:00,2026-03-02T08:00

            ,,"",  , 2026-03-02T10:00 ,"2026-03-02T08:00"
            """)
        var first = QuotedStay(entry: local("2026-03-02T08:00"), exit: local("2026-03-02T10:00"))
        let second = first
        first.card = CardID("truck")!
        first.groups = [GroupID("staff")!, GroupID("residents")!]
        first.validations = [ValidationID("cinema")!, ValidationID("surgery")!]
        first.agreement = AgreementID("hospital")!
        #expect(stays == [first, second])
    }

    @Test(arguments: [
        ("", []), ("entry\n", ["entry"]), ("exit,vehicle\n", ["exit", "vehicle"]),
        ("entry,exit,plate\n", ["entry", "exit", "plate"]), ("Entry,Exit\n", ["Entry", "Exit"]),
        ("entry,exit,entry\n", ["entry", "exit", "entry"]), ("entry;exit\n", ["entry;exit"]),
    ])
    func `a first row that does not name each column once is refused`(file: String, found: [String]) {
        #expect(throws: QuotedStaysFileError.header(found: found)) { try read(file) }
        #expect(QuotedStaysFileError.header(found: found).description.contains("entry and exit"))
    }

    @Test(arguments: [
        ("2026-03-02T08:00,2026-03-02T10:00,a,b,c", "fields"), ("2026-03-02T08:00", "fields"),
        (",2026-03-02T10:00,,,,", "entry"), ("2026-03-02T08:00,,,,,", "exit"),
        ("2026-03-02,2026-03-02T10:00,,,,", "entry cannot"), ("2026-03-02T08:00,later,,,,", "exit cannot"),
        ("2026-03-02T08:00,2026-03-02T10:00,Truck,,,", "vehicle cannot"),
        ("2026-03-02T08:00,2026-03-02T10:00,,staff Ärzte,,", "groups cannot"),
        ("2026-03-02T08:00,2026-03-02T10:00,,,\"a,b\",", "validations cannot"),
        ("2026-03-02T08:00,2026-03-02T10:00,,,,two words", "agreement cannot"),
    ])
    func `a row that makes no sense is named by its line`(row: String, part: String) {
        let good = "2026-03-02T08:00,2026-03-02T10:00,,,,"
        let file = "entry,exit,vehicle,groups,validations,agreement\n\(good)\n\n\(row)\n\(good)\n"
        let error = #expect(throws: QuotedStaysFileError.self) { try read(file) }
        guard case .row(4, let problem) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem.contains(part))
        #expect(error?.description == "Line 4 \(problem).")
    }

    @Test func `a file that arrives in pieces has the rows that it has as a whole`() throws {
        var random = Seeded(.random(in: 0 ... .max))
        let text =
            "entry,exit,groups\r\n"
            + (0..<200).map { index in
                let exit = "2026-03-02T1\(index % 10):00"
                return "2026-03-02T08:00,\(exit),\"staff\r\nresidents\"\(index % 3 == 0 ? "\n\n" : "\r\n")"
            }.joined()
        let whole = Array(text.utf8)
        let stays = try QuotedStaysFile.stays(of: whole)
        #expect(stays.count == 200)
        var file = QuotedStaysFile()
        var (rows, start): ([QuotedStaysFile.Row], Int) = ([], 0)
        while start < whole.count {
            let end = min(whole.count, start + Int.random(in: 1...97, using: &random))
            rows += try file.take(Array(whole[start..<end]))
            start = end
        }
        rows += try file.take([])
        #expect(try rows.map { try $0.stay.get() } == stays)
        #expect(rows.map(\.line) == Array(Set(rows.map(\.line))).sorted())
    }

    @Test func `a row that cannot be priced says why in its place, and the others go on`() throws {
        let card = try RateCardDocument(
            json: Array(
                #"""
                {"card": "standard", "name": "Day", "currency": "EUR", "timeZone": "UTC", "crossing": "perBlock",
                 "rates": [{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}]}
                """#.utf8))
        let tester = try RateTester([card], zones: { _ in .utc })
        let text = """
            entry,exit,budget
            2026-03-02T08:00,2026-03-02T10:00,
            2026-03-02T10:00,2026-03-02T08:00,
            never,2026-03-02T08:00,
            2026-03-02T08:00,2028-03-02T08:00,
            2026-03-02T08:00,,5.00
            2026-03-02T08:00,2026-03-02T09:30,5.001
            2026-03-02T08:00,2026-03-02T09:30,4.00
            2026-03-02T08:00,,9999.00
            """
        var file = QuotedStaysFile()
        let rows = try file.take(Array(text.utf8)) + file.take([])
        let priced = rows.map { tester.price($0) }
        #expect(file.hasBudgets)
        #expect(priced.map(\.total) == ["4.00", nil, nil, nil, nil, "4.00", "4.00", nil])
        #expect(priced.map(\.lasts) == [nil, nil, nil, nil, .hours(2), nil, .hours(2), .days(31)])
        #expect(priced.map(\.lastsLonger) == [false, false, false, false, false, false, false, true])
        #expect(priced[4].length == nil && priced[5].length == .minutes(90))
        // Who has no rows to answer in must not make up an exit.
        let asked = Array("entry,exit,budget\n2026-03-02T08:00,,5.00\n".utf8)
        #expect(throws: QuotedStaysFileError.self) { try QuotedStaysFile.stays(of: asked) }
        #expect(
            priced.map(\.problem) == [
                nil, "The exit lies before the entry.", "Line 4 entry cannot be read.",
                "A quote is for a stay of at most 366 days; this one is longer.", nil,
                "The budget must be an amount in EUR of at most 9 digits before the point.", nil, nil,
            ])
    }
}
