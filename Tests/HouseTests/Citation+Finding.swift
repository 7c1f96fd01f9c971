extension Citation {
    /// Every citation in a file's comments, texts and names of tests.
    static func all(in source: Repository.Source) -> [Citation] {
        let text = withoutMarkers(source.text)
        return targets(in: text).map { target, place in
            let line = text[..<place].count { $0 == "\n" } + 1
            return Citation(target: target, path: source.path, line: line)
        }
    }

    /// What a text cites: numbers first, then sections, then files.
    static func targets(in text: String) -> [(Target, String.Index)] {
        // A number with decimals is an amount, and ends the list.
        let numbered =
            /\b(rules?|golden(?:\s+cases?)?|decision)\s+(\d+(?!\d|\.\d)(?:(?:,\s*and|,|\s+and|\s+or|\s+to|–|-)\s*\d+(?!\d|\.\d))*)/
        // A name ends where its words do, be it in the next line.
        let section = /\b(design|rules|tariffs)(?:\.md)?,\s+([A-Z][A-Za-z'-]*(?:\s[A-Za-z'-]+)*)/
        let file = /(?:^|[\s("`])(docs\/[\w.\/-]*\w|\w+\.md)\b/
        var found: [(Target, String.Index)] = []
        for match in text.matches(of: numbered.ignoresCase()) {
            let kind = match.1.first?.lowercased()
            found += numbers(match.2).map { number in
                (kind == "r" ? .rule(number) : kind == "g" ? .golden(number) : .decision(number), match.1.startIndex)
            }
        }
        for match in text.matches(of: section) {
            let name = match.2.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            found.append((.section(name, of: String(match.1)), match.1.startIndex))
        }
        for match in text.matches(of: file) { found.append((.file(String(match.1)), match.1.startIndex)) }
        return found
    }

    /// The same lines without what begins a comment, so that a sentence goes on in the next line.
    private static func withoutMarkers(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let words = line.drop { $0 == " " }
            let marker = ["///", "//", "--", "#"].first { words.hasPrefix($0) }
            return marker.map { words.dropFirst($0.count) } ?? words
        }.joined(separator: "\n")
    }

    /// `1, 3 and 7–9` is 1, 3, 7, 8, 9.
    private static func numbers(_ list: Substring) -> [Int] {
        var numbers: [Int] = []
        for match in list.matches(of: /(–|-|to)?\s*(\d+)/) {
            guard let number = Int(match.2) else { continue }
            if match.1 != nil, let first = numbers.last, first < number {
                numbers += first + 1...number
            } else {
                numbers.append(number)
            }
        }
        return numbers
    }
}
