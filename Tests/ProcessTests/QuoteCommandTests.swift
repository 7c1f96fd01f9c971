import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Prices tried out at the terminal: `parklog quote`.
@Suite(.programs, .timeLimit(.minutes(10)))
struct QuoteCommandTests {
    private func quote(_ arguments: String..., input: String = "") async throws -> (
        code: Int32, output: String, errors: String
    ) {
        try await Program.run(["quote"] + arguments, input: input)
    }

    private let eight = ["--entry", "2026-03-02T08:00"]

    @Test func `one stay is explained line by line`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card([Files.hourly, Files.bird].joined(separator: ",")))
            let short = try await quote(card, "--entry", "2026-03-02T08:00", "--exit", "2026-03-02T10:30")
            #expect(short.code == 0, "\(short.errors)")
            #expect(short.errors.isEmpty)
            #expect(short.output.contains("total  6.00 EUR"))
            #expect(short.output.contains("By the hour"))
            #expect(short.output.contains("Early bird (bird): the stay does not meet its conditions"))
            let long = try await quote(card, "--entry", "2026-03-02T07:00Z", "--exit", "2026-03-02T17:00+01:00")
            #expect(long.code == 0, "\(long.errors)")
            #expect(long.output.contains("total  7.00 EUR"))
            #expect(long.output.contains("as a whole: Early bird  7.00  charged"))
            #expect(long.output.contains("by the rates in force  18.00\n"))
        }
    }

    @Test func `vehicles, groups, validations and agreements are told by options`() async throws {
        try await Files.with { files in
            let rates = """
                \(Files.hourly),
                {"id": "staff", "name": "Staff", "group": "staff", "price": {"perUnit": "1.00", "every": "1 h"}},
                {"id": "film", "name": "Film", "validation": "cinema", "price": {"once": "0.50"}}
                """
            let agreed = #", "agreements": [{"id": "hospital", "minutesOff": "2 h"}]"#
            let standard = try files.write("standard.json", Files.card(rates, id: "standard", agreed))
            let truck = try files.write(
                "truck.json",
                Files.card(
                    #"{"id": "hour", "name": "Truck", "price": {"perUnit": "9.00", "every": "1 h"}}"#, id: "truck"))
            for (options, total, rate) in [
                ([], "6.00", "By the hour"), (["--vehicle", "truck"], "27.00", "Truck"),
                (["--vehicle", "bike"], "6.00", "By the hour"),
                (["--group", "staff", "--group", "x"], "3.00", "Staff"),
                (["--validation", "cinema"], "0.50", "Film"), (["--agreement", "hospital"], "2.00", "By the hour"),
                (["--agreement", "nobody"], "6.00", "the agreement nobody or the card that it names was not known"),
            ] as [([String], String, String)] {
                let run = try await Program.run(
                    ["quote", standard, truck] + eight + ["--exit", "2026-03-02T11:00"] + options)
                #expect(run.code == 0, "\(options): \(run.errors)")
                #expect(run.output.contains("total  \(total) EUR"), "\(options): \(run.output)")
                #expect(run.output.contains(rate), "\(options): \(run.output)")
            }
        }
    }

    @Test func `a file of stays comes back priced, also through a pipe`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card(Files.hourly))
            let csv = """
                entry,exit,vehicle
                2026-03-02T08:00,2026-03-02T09:30,
                2026-03-02T08:00Z,2026-03-02T10:00Z,truck
                2026-03-02T09:00,2026-03-02T08:00,
                """
            let head = "entry,exit,length,total,currency,problem\n"
            let first =
                "2026-03-02T08:00:00+01:00,2026-03-02T09:30:00+01:00,90 min,4.00,EUR,\n"
                + "2026-03-02T09:00:00+01:00,2026-03-02T11:00:00+01:00,2 h,4.00,EUR,\n"
            let piped = try await quote(card, "--stays", "-", "--format", "csv", input: csv)
            #expect(piped.code == 0, "\(piped.errors)")
            #expect(piped.output.hasPrefix(head + first))
            #expect(piped.output.split(separator: "\n").count == 4)
            let last = try #require(piped.output.split(separator: "\n").last)
            #expect(last.hasPrefix("2026-03-02T09:00:00+01:00,2026-03-02T08:00:00+01:00,"))
            #expect(last.hasSuffix("."), "it says why there is no total")
            let file = try await quote(card, "--stays", try files.write("stays.csv", csv), "--format", "json")
            let json = try JSONDecoder().decode(Answer.self, from: Data(file.output.utf8))
            #expect(json.currency == "EUR")
            #expect(json.charges?.map(\.charge.total) == ["4.00", "4.00", nil])
            #expect(json.charges?[2].charge.notPriced?.isEmpty == false)
            let text = try await quote(card, "--stays", try files.write("stays.csv", csv))
            #expect(text.output.split(separator: "\n").count == 4)
        }
    }

    @Test func `a curve is plotted, and drawn as a picture that is well-formed`() async throws {
        try await Files.with { files in
            // A title that a picture must escape, with a sign that combines with the angle bracket.
            let card = try files.write("a & b <\u{338}c>.json", Files.card(Files.hourly))
            let plot = try await quote(
                card, "--entry", "2026-03-02T08:00", "--curve", "4 h", "--every", "15 min", "--svg", files.path("a.svg")
            )
            #expect(plot.code == 0, "\(plot.errors)")
            let lines = plot.output.split(separator: "\n")
            #expect(lines.first?.hasPrefix("8.00 ┤") == true)
            #expect(lines.contains { $0.hasPrefix("0.00 ┤") })
            #expect(lines.last?.hasSuffix("4 h") == true)

            let picture = Picture()
            let parser = XMLParser(data: try files.read("a.svg"))
            parser.delegate = picture
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
            #expect(picture.root == "svg")
            #expect(picture.title == card)
            // The price of an hour holds to its end, a quarter of the width each: 800 from 80 on.
            #expect(picture.path == "M80 410 H80 V320 H280 V230 H480 V140 H680 V50 H880")

            let csv = try await quote(
                card, "--entry", "2026-03-02T08:00", "--curve", "2 h", "--every", "1 h", "--format", "csv")
            #expect(csv.output == "length,total\n1 h,2.00\n2 h,4.00\n")
            let usual = try await quote(card, "--entry", "2026-03-02T08:00", "--curve", "24 h", "--format", "csv")
            #expect(usual.output.split(separator: "\n").count == 289)
        }
    }

    @Test func `a curve of huge amounts is drawn too`() async throws {
        try await Files.with { files in
            let huge = #"{"id": "day", "price": {"perDay": "800000000.00"}}"#
            let card = try files.write("card.json", Files.card(huge))
            let run = try await quote(
                card, "--entry", "2026-03-02T08:00", "--curve", "4 h", "--svg", files.path("a.svg"))
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("800000000.00 ┤"))
            let free = try files.write("free.json", Files.card(#"{"id": "day", "price": {"perDay": "0"}}"#))
            let flat = try await quote(
                free, "--entry", "2026-03-02T08:00", "--curve", "4 h", "--svg", files.path("b.svg"))
            #expect(flat.code == 0, "\(flat.errors)")
        }
    }

    @Test func `a budget lasts to the second, and longer where an early bird is met`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card([Files.hourly, Files.bird].joined(separator: ",")))
            let text = try await quote(card, "--entry", "2026-03-02T08:00", "--budget", "7.50")
            #expect(text.code == 0, "\(text.errors)")
            #expect(
                text.output == """
                    7.50 EUR last 3 h; a second more costs 8.00 EUR
                    a longer stay costs no more again: up to 10 h

                    """)
            let rich = try await quote(card, "--entry", "2026-03-02T08:00", "--budget", "900", "--curve", "2 h")
            #expect(rich.output.hasSuffix("900 EUR last longer than 2 h\n"))
            let csv = try await quote(card, "--entry", "2026-03-02T08:00", "--budget", "7.50", "--format", "csv")
            #expect(csv.output == "unbroken,then,longest\n3 h,8.00,10 h\n")
        }
    }

    @Test func `flex hours cost what the grid says`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card(Files.flex))
            let text = try await quote(card, "--entry", "2026-03-02T07:30", "--hours", "4")
            #expect(text.code == 0, "\(text.errors)")
            #expect(text.output.contains("total  10.00 EUR"))
            #expect(text.output.contains("Flex, morning"))
            let csv = try await quote(card, "--entry", "2026-03-02T07:30", "--hours", "4", "--format", "csv")
            #expect(csv.output == "from,until,total\n2026-03-02T07:00:00+01:00,2026-03-02T11:00:00+01:00,10.00\n")
        }
    }

    @Test func `hours until the day's end cost what the grid says of all of them`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card(Files.flex))
            let ask = ["--entry", "2026-03-02T07:30", "--until-day-end"]
            let csv = try await Program.run(["quote", card] + ask + ["--format", "csv"])
            #expect(csv.code == 0, "\(csv.errors)")
            #expect(csv.output.hasPrefix("from,until,total\n2026-03-02T07:00:00+01:00,2026-03-03T00:00:00+01:00,"))
            let both = try await Program.run(["quote", card] + ask + ["--hours", "2"])
            #expect(both.code == 64 && both.errors.contains("without --hours"), "\(both.errors)")
        }
    }

    @Test func `before a time is chosen, hours cost from the least to the most of the day`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card(Files.flex))
            let ask = [card, "--day", "2026-03-02", "--hours", "4"]
            let text = try await Program.run(["quote"] + ask)
            #expect(text.code == 0, "\(text.errors)")
            #expect(text.output == "least   most  currency\n 0.00  12.00  EUR\n")
            let csv = try await Program.run(["quote"] + ask + ["--format", "csv"])
            #expect(csv.output == "least,most,currency\n0.00,12.00,EUR\n")
        }
    }

    @Test func `golden 30: a month sold on 31 January ends on 27 February, on 30 March, on 29 April`() async throws {
        try await Files.with { files in
            let sold = """
                , "subscriptions": [
                    {"id": "month", "name": "A month", "amount": "3000.00", "period": "month"},
                    {"id": "week", "amount": "900.00", "period": "week"}]
                """
            let card = try files.write("card.json", Files.card(Files.hourly, sold))
            for (renewals, first, last) in [
                ("0", "2026-01-31", "2026-02-27"), ("1", "2026-02-28", "2026-03-30"), ("2", "2026-03-31", "2026-04-29"),
            ] {
                let run = try await quote(
                    card, "--subscription", "month", "--day", "2026-01-31", "--renewals", renewals, "--format", "csv")
                #expect(
                    run.output == """
                        subscription,name,period,first_day,last_day,total,tax,currency
                        month,A month,month,\(first),\(last),3000.00,,EUR

                        """, "\(run.errors)")
            }
            let all = try await quote(card, "--subscriptions")
            #expect(all.code == 0, "\(all.errors)")
            let rows = all.output.split(separator: "\n").dropFirst()
            #expect(rows.map { $0.prefix { $0 != " " } } == ["month", "week"])
            #expect(rows.allSatisfy { $0.hasSuffix("EUR") })
            let json = try await quote(card, "--subscriptions", "--format", "json")
            #expect(json.output.contains(#""subscription":{"least":"900.00","most":"3000.00","sold":["#))
        }
    }

    @Test func `wrong data is code 65 and a sentence, wrong usage 64`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card(Files.hourly))
            let bad = try files.write("bad.json", Files.card(#"{"id": "a", "price": {"once": "-1"}}"#))
            let mars = try files.write("mars.json", Files.card(Files.hourly, zone: "Mars/North"))
            let yen = try files.write("yen.json", Files.card(#"{"id": "a", "price": {"once": "1"}}"#, currency: "JPY"))
            let text = try files.write("text.json", #"{"rates": 7}"#)
            let stays = try files.write("stays.csv", "entry,exit\n2026-03-02T08:00,noon\n")
            let stay = eight + ["--exit", "2026-03-02T09:00"]
            let cases: [(arguments: [String], code: Int32, sentence: String)] = [
                ([files.path("none.json")] + stay, 65, "cannot be read"),
                ([text] + stay, 65, "text.json: \"currency\" is missing"),
                ([bad] + stay, 65, "car makes no sense"), ([mars] + stay, 65, "no time zone Mars/North"),
                ([card, yen] + stay, 65, "another currency"), ([card, card] + stay, 65, "Two cards are called car"),
                ([card] + eight + ["--exit", "2026-03-02T07:59"], 65, "The exit lies before the entry"),
                ([card] + eight + ["--exit", "2028-03-02T07:59"], 65, "366 days"),
                ([card, "--stays", stays], 65, "Line 2 exit cannot be read"),
                ([card, "--stays", card], 65, "The first row must name"), ([card, "--stays", "/none"], 65, "/none"),
                ([card] + eight + ["--hours", "2"], 65, "no rate with a week's grid"),
                ([card] + eight + ["--curve", "2 h", "--every", "3 h"], 65, "steps"),
                ([card] + eight + ["--curve", "400 days"], 65, "366 days"),
                ([card] + eight + ["--budget", "5.001"], 65, "budget"),
                ([card] + eight + ["--curve", "1 h", "--svg", "/no/such/folder/a.svg"], 65, "cannot be written"),
                (stay, 64, "card files or a garage"), ([card, "-g", "mitte"] + stay, 64, "card files or a garage"),
                ([card, "--as-of", "2026-03-02T08:00:00Z"] + stay, 64, "--as-of"), ([card], 64, "--entry"),
                ([card] + eight, 64, "beside --entry"), ([card, "--subscriptions"] + eight, 64, "beside --entry"),
                ([card, "--subscriptions", "--subscription", "a", "--day", "2026-03-02"], 64, "or for all"),
                ([card] + stay + ["--svg", "a.svg"], 64, "--svg"),
                ([card, "--stays", stays, "--exit", "2026-03-02T09:00"], 64, "go with --entry"),
                ([card, "--stays", stays, "--curve", "2 h"], 64, "go with --entry"),
                ([card, "--entry", "monday", "--exit", "2026-03-02T09:00"], 64, "entry"),
                ([card] + eight + ["--curve", "2 hours"], 64, "curve"),
                ([card, "--subscriptions"], 65, "sells no subscriptions"),
                ([card, "--subscription", "month", "--day", "2026-03-02"], 65, "sells no subscription month"),
                ([card, "--day", "2026-03-02", "--hours", "25"], 65, "from 1 to 12"),
                ([card, "--subscription", "month"], 64, "--day"), ([card, "--day", "2026-03-02"], 64, "--day"),
                ([card, "--hours", "2"], 64, "one of the two"),
                ([card] + eight + ["--day", "2026-03-02", "--hours", "2"], 64, "one of the two"),
                ([card, "--subscriptions", "--renewals", "2"], 64, "--renewals"),
            ]
            for (arguments, code, sentence) in cases {
                let run = try await Program.run(["quote"] + arguments)
                #expect(run.code == code, "\(arguments): \(run.errors)")
                #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
                guard code == 65 else { continue }
                #expect(run.errors.hasPrefix("parklog: "), "\(arguments): \(run.errors)")
                #expect(run.errors.hasSuffix(".\n"), "\(arguments): \(run.errors)")
                #expect(run.errors.split(separator: "\n").count == 1, "\(arguments): \(run.errors)")
                if !arguments.contains("--svg") { #expect(run.output.isEmpty, "\(arguments): \(run.output)") }
            }
        }
    }

    private struct Answer: Decodable {
        struct Priced: Decodable {
            struct Charge: Decodable {
                let total: String?
                let notPriced: String?
            }
            let charge: Charge
        }
        let currency: String
        let charges: [Priced]?
    }
}
