import ArgumentParser
import Chronology
import Money
import Parking
import Hosting
import JSON
import Projections
import Quoting
import SystemTime
import Tariffs

struct Quote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Price stays that nobody has parked, by card files or by a garage's book. It changes nothing.",
        discussion: """
            One stay:     parklog quote docs/cards/car.json --entry 2026-03-02T10:00 --exit 2026-03-02T12:00
            Many stays:   parklog quote -g demo --stays stays.csv --format csv
                          (columns entry and exit, and where they are wanted vehicle, groups, validations, agreement, budget;
                      with --format csv a file of any length, row by row, and a row that cannot be priced says why;
                      a budget is answered there alone: how long it lasts from the entry on)
            A curve:      parklog quote docs/cards/car.json --entry 2026-03-02T10:00 --curve "24 h" --svg car.svg
            How long:     parklog quote docs/cards/car.json --entry 2026-03-02T10:00 --budget 5.00
            Flex hours:   parklog quote docs/cards/flex-grid.json --entry 2026-03-02T07:30 --hours 4
                          (the least and the most, before a time is chosen: --day 2026-03-02 --hours 4;
                      from the entry to the day's end: --until-day-end)
            Subscription: parklog quote docs/cards/office.json --subscription resident --day 2026-01-31
                          (all that the card sells: --subscriptions)
            """)

    @Argument(help: "Card files; several where vehicle types or agreements have their own.") var cards: [String] = []
    @Option(name: .shortAndLong, help: "By this garage's book instead.") var garage: GarageID?
    @Option(help: "By the book as it was known at this moment.") var asOf: Instant?

    @Option(help: "When the car comes in, by the garage's clock or with an offset.") var entry: WallTime?
    @Option(help: "When it leaves.") var exit: WallTime?
    @Option(help: "Its type.") var vehicle: CardID = .standard
    @Option(help: "A group its driver belongs to; may be repeated.") var group: [GroupID] = []
    @Option(help: "Who has validated the stay; may be repeated.") var validation: [ValidationID] = []
    @Option(help: "The agreement that is applied at the exit.") var agreement: AgreementID?
    @Option(help: "A CSV of stays; - for standard input.") var stays: String?

    @Option(help: "Plot the price against the length of a stay up to this long.") var curve: TimeSpan?
    @Option(help: "By how much each stay on the curve is longer than the one before.") var every: TimeSpan?
    @Option(help: "Write the curve as SVG to this file.") var svg: String?
    @Option(help: "Ask how long this amount lasts.") var budget: String?
    @Option(help: "Ask what so many booked hours cost from the entry on, or on the day.") var hours: Int?
    @Flag(help: "Ask what all hours cost from the entry to its day's end.") var untilDayEnd = false
    @Option(help: "Ask what this subscription costs from the day on.") var subscription: SubscriptionID?
    @Flag(help: "Ask what subscriptions are sold, and for how much.") var subscriptions = false
    @Option(help: "The day of the hours, or the first one of the subscription.") var day: LocalDay?
    @Option(help: "How often the subscription has been renewed before.") var renewals: Int = 0

    @Option(help: "How to print the answer: text, json, csv.") var format: OutputFormat = .text
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard cards.isEmpty != (garage == nil) else {
            throw ValidationError("Give card files or a garage, one of the two.")
        }
        guard asOf == nil || garage != nil else { throw ValidationError("--as-of goes with --garage.") }
        let stay = exit != nil || curve != nil || budget != nil
        guard entry != nil || !stay else {
            throw ValidationError("--exit, --curve and --budget go with --entry.")
        }
        guard hours == nil || (entry == nil) != (day == nil) else {
            throw ValidationError("--hours go with --entry or with --day, one of the two.")
        }
        guard !untilDayEnd || (entry != nil && hours == nil) else {
            throw ValidationError("--until-day-end goes with --entry, and without --hours.")
        }
        guard subscription == nil || day != nil else {
            throw ValidationError("--subscription goes with --day, its first one.")
        }
        guard day == nil || hours != nil || subscription != nil else {
            throw ValidationError("--day goes with --hours or with --subscription.")
        }
        guard entry == nil || stay || hours != nil || untilDayEnd else {
            throw ValidationError("Give --exit, --curve, --budget, --hours or --until-day-end beside --entry.")
        }
        guard subscription == nil || !subscriptions else {
            throw ValidationError("Ask for one --subscription or for all --subscriptions.")
        }
        guard stays != nil || stay || hours != nil || untilDayEnd || subscription != nil || subscriptions else {
            throw ValidationError(
                "Ask something: --stays with a file, --entry with --exit, --curve, --budget, --hours or --until-day-end,"
                    + " --subscription with --day, or --subscriptions.")
        }
        guard renewals >= 0, renewals == 0 || subscription != nil else {
            throw ValidationError("--renewals goes with --subscription, from 1 on.")
        }
        guard svg == nil || curve != nil else { throw ValidationError("--svg goes with --curve.") }
    }

    func run() async throws {
        try await ending {
            let tester = try await tester()
            var request = QuoteRequest(.cards([]))
            if let stays {
                if format == .csv, entry == nil, hours == nil, !untilDayEnd, subscription == nil, !subscriptions {
                    return try price(stays, by: tester)
                }
                request.stays = try QuotedStaysFile.stays(of: try FileBytes.read(stays))
            }
            if let entry { ask(from: entry, in: &request) }
            if hours != nil || untilDayEnd,
                let start = entry.map(QuotedHours.Start.time) ?? day.map(QuotedHours.Start.day)
            {
                request.hours = QuotedHours(start: start, hours: hours)
                request.hours?.card = vehicle
                request.hours?.groups = Set(group)
            }
            if subscriptions || subscription != nil {
                request.subscription = QuotedSubscription(
                    id: subscription, from: day ?? tester.zone.day(of: systemClock()))
                request.subscription?.renewals = renewals
                request.subscription?.card = vehicle
            }
            let answer = try tester.answer(request)
            if stays == nil, case .notPriced(let error) = answer.charges.first?.outcome {
                throw Failure(.data, error.sentence)
            }
            switch format {
            case .json:
                var json = JSONWriter()
                json.quote(answer)
                try Terminal.line(String(decoding: json.bytes, as: UTF8.self))
            case .csv:
                let tables = answer.tables(withCurve: curve != nil).map { $0.printed(.csv) }
                try Terminal.line(tables.joined(separator: "\n\n"))
            case .text: try show(answer, tester.book)
            }
            if let svg, let curve = answer.curve {
                let picture = CurveSVG(curve, in: answer.currency, title: title).text
                try Outlet.write(picture, toFile: svg)
            }
        }
    }

    /// Prices a file of any length, row by row as it is read.
    private func price(_ path: String, by tester: RateTester) throws {
        var file = QuotedStaysFile()
        var printed = false
        var failed = 0
        try FileBytes.readPieces(path) { piece in
            let rows = try file.take(piece)
            var table = Table.pricedRows(withBudgets: file.hasBudgets)
            for row in rows {
                let priced = tester.price(row)
                if priced.problem != nil { failed += 1 }
                table.add(priced, in: tester.currency, withBudget: file.hasBudgets)
            }
            let isLast = piece.isEmpty
            guard !rows.isEmpty || (isLast && !printed) else { return }
            try Terminal.line(table.printed(.csv, header: !printed))
            printed = true
        }
        if failed > 0 { Terminal.note("\(failed) rows could not be priced; each says why") }
    }

    private var title: String { garage?.text ?? cards.joined(separator: ", ") }

    private func ask(from entry: WallTime, in request: inout QuoteRequest) {
        var stay = QuotedStay(entry: entry, exit: exit ?? entry)
        stay.card = vehicle
        stay.groups = Set(group)
        stay.validations = Set(validation)
        stay.agreement = agreement
        if exit != nil { request.stays.append(stay) }
        guard curve != nil || budget != nil else { return }
        var asked = QuotedCurve(stay)
        asked.upTo = curve ?? .days(7)
        asked.every = every ?? .minutes(max(1, asked.upTo.microseconds / TimeSpan.minutes(1).microseconds / 288))
        asked.budget = budget
        request.curve = asked
    }

    private func tester() async throws -> RateTester {
        guard let garage else {
            let documents = try cards.map(CardFiles.read)
            return try RateTester(documents, zones: { [zones = ZoneDatabase()] in zones.rules($0) }, now: systemClock())
        }
        let settings = try shared.settings()
        let (logger, asOf) = (settings.logger(), asOf.map { AsOf($0) })
        let state = try await withDatabase(settings) { database, _ in
            return try await withGarages(database, logger: logger) { hosts, pool in
                try await Queries(pool: pool, hosts: hosts).garage(garage, asOf: asOf)
            }
        }
        return try RateTester(state)
    }

    private func show(_ answer: QuoteAnswer, _ book: RateBook) throws {
        if answer.charges.count == 1, case .charged(let charge) = answer.charges[0].outcome {
            try Terminal.line(explanation(charge, answer, book).text)
        } else if !answer.charges.isEmpty {
            try Terminal.line(answer.stays.printed(.text))
        }
        if case .booked(_, let charge) = answer.hours { try Terminal.line(explanation(charge, answer, book).text) }
        for range in [answer.rangeOfHours, answer.sold].compactMap(\.self) { try Terminal.line(range.printed(.text)) }
        if let points = answer.curve, curve != nil {
            try Terminal.line(CurvePlot(points, in: answer.currency, width: 72, height: 16).text)
        }
        if let affordable = answer.affordable, let budget {
            let code = answer.currency.code
            if let then = affordable.then {
                try Terminal.line(
                    "\(budget) \(code) last \(affordable.unbroken.text); a second more costs"
                        + " \(then.decimal(in: answer.currency)) \(code)")
            } else {
                try Terminal.line("\(budget) \(code) last longer than \(affordable.unbroken.text)")
            }
            if affordable.longest > affordable.unbroken {
                try Terminal.line("a longer stay costs no more again: up to \(affordable.longest.text)")
            }
        }
    }

    private func explanation(_ charge: Charge, _ answer: QuoteAnswer, _ book: RateBook) -> Explanation {
        Explanation(StoredCharge(charge, in: answer.currency, zone: answer.zone), book, in: answer.zone)
    }
}
