@testable import Importing
import SystemTime
import Chronology
import Parking
import Testing
@testable import Hosting

/// Which rows of a stays file are taken over, and what is said of the others.
struct StaysFileTests {
    private static let now = Instant("2026-03-02T08:00:00Z")!

    private func read(_ text: String, zone: String = "Europe/Berlin") throws -> StaysFile {
        try StaysFile(
            Array(text.utf8), zone: try #require(ZoneDatabase().rules(zone)), now: StaysFileTests.now)
    }

    @Test func `columns are found by name, in any order and letter case`() throws {
        let file = try read("Plate, EXIT ,id,entry\nM-AB 1,2025-01-01 09:00:00,7,2025-01-01 08:00:00\n")
        #expect(file.stays.map(\.entry) == [Instant("2025-01-01T07:00:00Z")!])
        #expect(file.stays.map(\.exit) == [Instant("2025-01-01T08:00:00Z")!])
        #expect(file.stays.map(\.plate.characters) == ["MAB1"])
    }

    @Test func `times are local unless they carry an offset`() throws {
        let file = try read("entry,exit\n2025-07-01 08:00:00,2025-07-01T08:00:00Z\n")
        #expect(file.stays[0].entry == Instant("2025-07-01T06:00:00Z")!)
        #expect(file.stays[0].exit == Instant("2025-07-01T08:00:00Z")!)
    }

    @Test func `a stay without a plate gets one of its line`() throws {
        let file = try read(
            """
            entry,exit,plate
            2025-01-01 08:00:00,2025-01-01 09:00:00,
            2025-01-01 08:00:00,2025-01-01 09:00:00,M-AB 1

            2025-01-01 08:00:00,2025-01-01 09:00:00,
            """)
        #expect(file.stays.map(\.plate.characters) == ["ROW2", "MAB1", "ROW5"])
        let bare = try read("entry,exit\n2025-01-01 08:00:00,2025-01-01 09:00:00\n")
        #expect(bare.stays.map(\.plate.characters) == ["ROW2"])
    }

    @Test(arguments: [
        ("2025-01-01 08:00:00", RowRejection.wrongFieldCount),
        ("2025-01-01 08:00:00,2025-01-01 09:00:00,M-AB 1,more", .wrongFieldCount),
        ("yesterday,2025-01-01 09:00:00,M-AB 1", .malformedTime),
        ("2025-01-01 08:00:00,2025-13-01 09:00:00,M-AB 1", .malformedTime),
        (",2025-01-01 09:00:00,M-AB 1", .missingEntry),
        ("2025-01-01 08:00:00,2025-01-01 07:59:59,M-AB 1", .exitBeforeEntry),
        ("2026-03-02 09:00:01,,M-AB 1", .inTheFuture),
        ("2025-01-01 08:00:00,2026-03-02 09:00:01,M-AB 1", .inTheFuture),
        ("2025-01-01 08:00:00,2025-01-01 09:00:00,???", .invalidPlate),
    ])
    func `a row that cannot have happened is rejected with its line`(_ row: String, _ reason: RowRejection) throws {
        let file = try read(
            "entry,exit,plate\n2025-01-01 08:00:00,2025-01-01 09:00:00,M-CD 2\n\n\(row)\n2025-01-01 08:00:00,,M-EF 3\n")
        #expect(file.rejected.map(\.line) == [4])
        #expect(file.rejected.map(\.reason) == [reason])
        #expect(file.stays.map(\.line) == [2, 5])
        #expect(file.rowCount == 3)
    }

    @Test func `every reason to reject a row is tested`() {
        #expect(RowRejection.allCases.count == 6)
        #expect(ImportAnomaly.allCases.count == 6)
    }

    @Test func `what is peculiar about a time is counted`() throws {
        let file = try read(
            """
            entry,exit
            2025-03-30 02:30:00,2025-03-30 04:00:00
            2025-10-26 01:00:00,2025-10-26 02:30:00
            2025-10-26 02:00:00,2025-10-26 02:59:59
            2025-10-26 01:59:59,2025-10-26 03:00:00
            2025-01-01 08:00:00,2025-01-01 08:00:00
            2025-01-01 08:00:00,
            """)
        #expect(file.anomalies == [.skippedHour: 1, .repeatedHour: 3, .zeroLength: 1, .stillInside: 1])
        // The skipped time counts as the skip, the repeated one as its first showing.
        #expect(file.stays[0].entry == Instant("2025-03-30T01:00:00Z")!)
        #expect(file.stays[1].exit == Instant("2025-10-26T00:30:00Z")!)
    }

    @Test func `half an hour that is shown twice is noticed too`() throws {
        // On Lord Howe Island the clocks go back by thirty minutes.
        let file = try read("entry,exit\n2025-04-06 01:45:00,2025-04-06 03:00:00\n", zone: "Australia/Lord_Howe")
        #expect(file.anomalies == [.repeatedHour: 1])
    }

    @Test func `a row that is rejected counts for no anomaly`() throws {
        let file = try read(
            """
            entry,exit
            2025-03-30 02:30:00,2025-03-30 01:30:00
            2025-01-01 08:00:00,2025-01-01 09:00:00
            """)
        #expect(file.rejected.count == 1)
        #expect(file.anomalies.isEmpty)
    }

    @Test func `a file without the columns or without a stay is refused`() {
        #expect(throws: StaysFileError.noHeader(found: ["from", "until"])) { try read("from,until\n1,2\n") }
        #expect(throws: StaysFileError.noHeader(found: [])) { try read("") }
        #expect(throws: StaysFileError.noStays) { try read("entry,exit\n") }
        #expect(throws: StaysFileError.noStays) { try read("entry,exit\nx,y\n") }
    }
}
