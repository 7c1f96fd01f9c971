/// What the documents have to be cited.
struct Chapters {
    /// The numbers of the rules, in the order of their headings.
    let rules: [Int]
    /// The numbers of the golden cases, in the order of their table.
    let golden: [Int]
    /// The numbers of the decisions.
    let decisions: Set<Int>
    /// The names of sections, by document.
    private let sections: [String: Set<String>]

    /// Reads what stands in `docs/`.
    init() throws {
        let rulebook = try Repository.text(of: "docs/rules.md")
        let tariffs = try Repository.text(of: "docs/tariffs.md")
        rules = Chapters.headings(of: rulebook).compactMap { heading in
            heading.firstMatch(of: /^Rule (\d+):/).flatMap { Int($0.1) }
        }
        golden = tariffs.matches(of: /\n\| (\d+) \|/).compactMap { Int($0.1) }
        decisions = Set(try Repository.names(in: "docs/decisions").compactMap { Int($0.prefix(4)) })
        // The design is told by the rules' page; code calls it by either name.
        let design = Chapters.sections(of: rulebook)
        sections = ["design": design, "rules": design, "tariffs": Chapters.sections(of: tariffs)]
    }

    /// Whether a citation leads to a place.
    func has(_ target: Citation.Target) -> Bool {
        switch target {
        case .rule(let number): rules.contains(number)
        case .golden(let number): golden.contains(number)
        case .decision(let number): decisions.contains(number)
        case .section(let name, let document): sections[document]?.contains(name) ?? false
        case .file(let path): path.hasPrefix("docs/") ? Repository.has(path) : has(page: path)
        }
    }

    private func has(page: String) -> Bool { Repository.has("docs/\(page)") || Repository.has(page) }

    private static func headings(of document: String) -> [Substring] {
        document.matches(of: /(?:^|\n)#+ ([^\n]+)/).map(\.1)
    }

    /// Headings by their words, `Part 4: Caps` as `Caps`, and the words with which points of a list begin.
    private static func sections(of document: String) -> Set<String> {
        let number = /(?:Part|Rule) \d+:\s/
        let points = document.matches(of: /\n- \*\*([^*\n]+?)\.?\*\*/).map(\.1)
        return Set((headings(of: document) + points).map { String($0.trimmingPrefix(number)) })
    }
}
