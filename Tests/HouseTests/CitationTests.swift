import Testing

/// Whoever reads a rule's number in the code must find that rule in the documents.
@Suite struct CitationTests {
    /// All but those of this file, which plays with them.
    private static let citations = Result {
        try Repository.sources().filter { !$0.path.hasSuffix("/CitationTests.swift") }.flatMap(Citation.all)
    }

    @Test func `every citation in the code leads to a place in the documents`() throws {
        let chapters = try Chapters()
        let lost = try Self.citations.get().filter { !chapters.has($0.target) }
        #expect(lost.map(\.description) == [], "which docs/ does not have")
    }

    /// A reader that finds nothing would agree with everything.
    @Test func `the code has about as many citations as it is known to have`() throws {
        let targets = try Self.citations.get().map(\.target)
        let rules = targets.count { if case .rule = $0 { true } else { false } }
        let golden = targets.count { if case .golden = $0 { true } else { false } }
        let sections = targets.count { if case .section = $0 { true } else { false } }
        let files = targets.count { if case .file = $0 { true } else { false } }
        #expect(rules >= 30)
        #expect(golden >= 80)
        #expect(sections >= 15)
        #expect(files >= 20)
    }

    @Test func `every rule and every golden case stands once, in order`() throws {
        let chapters = try Chapters()
        #expect(chapters.rules == Array(1...max(18, chapters.rules.count)))
        #expect(chapters.golden == Array(1...max(54, chapters.golden.count)))
    }

    @Test(arguments: [
        ("design rules 1, 3, 5 and 7–9", [Citation.Target.rule(1), .rule(3), .rule(5), .rule(7), .rule(8), .rule(9)]),
        ("(rule 8), and Rule 12.", [.rule(8), .rule(12)]),
        ("Golden cases 27–29, 31", [.golden(27), .golden(28), .golden(29), .golden(31)]),
        ("golden case 26, 2.00 and 1.50", [.golden(26)]),
        ("func `golden 9: an event`", [.golden(9)]),
        ("as decision 0004 says", [.decision(4)]),
        ("a line that\nends (design, The\nlog; golden\ncase 14)", [.golden(14), .section("The log", of: "design")]),
        (
            "tariffs.md, As known at the start; golden case 9",
            [.golden(9), .section("As known at the start", of: "tariffs"), .file("tariffs.md")]
        ),
        ("(`docs/cards/car.json`)", [.file("docs/cards/car.json")]),
        ("by design, nothing; ruled 7, golden, marigold 3", []),
    ])
    func `a citation is read as it is meant`(text: String, targets: [Citation.Target]) {
        #expect(Citation.targets(in: text).map(\.0) == targets)
    }

    @Test(arguments: [
        Citation.Target.rule(0), .rule(99), .golden(99), .decision(9999), .section("No such thing", of: "design"),
        .section("Caps", of: "design"), .file("design.md"), .file("docs/nowhere.md"),
    ])
    func `what stands nowhere is not found`(target: Citation.Target) throws {
        #expect(try !Chapters().has(target))
    }
}
