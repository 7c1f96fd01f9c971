import Quoting
import Chronology
import JSON
import Hosting
import Tariffs
import Testing

/// Files of stays to be priced.
struct QuotedStaysFileTests {
    private func read(_ text: String) throws(QuotedStaysFileError) -> [QuotedStay] {
        try QuotedStaysFile(Array(text.utf8)).stays
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
}
