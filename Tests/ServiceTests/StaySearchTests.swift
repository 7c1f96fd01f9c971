import Projections
import Chronology
import TestSupport
import Parking
import Hosting
import Money
import Postgres
import Testing

/// Which stays are found by plate, ticket, state and time.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct StaySearchTests {
    @Test func `stays are found by plate in any spelling, by ticket and by state, newest first and page by page`()
        async throws
    {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(20, #""antiPassback": "soft""#)
            try await site.send(
                .ratePublished, #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
            clock.set(.monday + .minutes(1))
            let first = try await site.drive("M-AB 1")
            let other = try await site.drive("M-CD 2")
            let ticket = try await site.drive(ticket: "T-17")
            clock.set(.monday + .minutes(62))
            try await site.leave("M-AB 1")
            clock.set(.monday + .hours(3))
            let second = try await site.drive("M-AB 1")
            clock.set(.monday + .hours(4))
            let third = try await site.drive("m ab-1")
            try await site.send(.writeOff, #"{"session": \#(other), "reason": "ghost"}"#)
            try await reading.catchUp()

            try await reading.finds([third, second, ticket, other, first])
            try await reading.finds([third, second, first], Search(plate: Plate("m.ab  1")))
            try await reading.finds([ticket], Search(ticket: TicketID("T-17")))
            try await reading.finds([], Search(ticket: TicketID("T-18")))
            try await reading.finds([], Search(plate: Plate("X 1")))
            try await reading.finds([third, ticket], Search(state: .open))
            try await reading.finds([first], Search(state: .ended))
            try await reading.finds([second], Search(state: .orphaned))
            try await reading.finds([other], Search(state: .writtenOff))
            try await reading.finds([third], Search(plate: Plate("MAB1"), state: .open))
            try await reading.finds([], Search(ticket: TicketID("T-17"), state: .ended))

            let page = try await reading.queries.stays(of: .mitte, Search(), after: second, limit: 2)
            #expect(page.map(\.id.version) == [ticket, other])
            let rest = try await reading.queries.stays(of: .mitte, Search(), after: other, limit: 2)
            #expect(rest.map(\.id.version) == [first])
            #expect(rest.first?.total?.minorUnits == 400)
            #expect(rest.first?.exitedAt == .monday + .minutes(62))
            #expect(try await reading.queries.stays(of: .mitte, Search(), after: first).isEmpty)
            let past = try await reading.queries.stays(
                of: .mitte, Search(), after: second, limit: 1, asOf: AsOf(clock.now))
            #expect(past.map(\.id.version) == [ticket])
            #expect(past.first?.ticket == TicketID("T-17"))
        }
    }

    @Test func `a span finds every car that was inside at some moment of it, however long it stayed`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(20)
            clock.set(.monday + .hours(1))
            let long = try await site.drive("M-L 1")
            let open = try await site.drive("M-O 1")
            clock.set(.monday + .days(3))
            let short = try await site.drive("M-S 1")
            clock.set(.monday + .days(3) + .hours(2))
            try await site.leave("M-S 1")
            clock.set(.monday + .days(3) + .hours(4))
            try await site.leave("M-L 1")
            clock.set(.monday + .days(4))
            let last = try await site.drive("M-N 1")
            try await reading.catchUp()

            let noon = Instant.monday + .days(3)
            func finds(_ sessions: [Int64], _ from: Instant?, _ until: Instant?) async throws {
                try await reading.finds(sessions, Search(from: from, until: until))
                let open = sessions.filter { [open, last].contains($0) }
                try await reading.finds(open, Search(state: .open, from: from, until: until))
                for (plate, session) in [("ML1", long), ("MS1", short)] {
                    try await reading.finds(
                        sessions.filter { $0 == session }, Search(plate: Plate(plate), from: from, until: until))
                }
            }
            try await finds([], nil, .monday)
            try await finds([open, long], .monday, .monday + .hours(1))
            try await finds([open, long], .monday + .days(1), .monday + .days(2))
            // It came in at that very moment.
            try await finds([short, open, long], noon, noon)
            try await finds([short, open, long], noon + .minutes(119), noon + .minutes(119))
            // It left at that very moment.
            try await finds([open, long], noon + .hours(2), noon + .hours(3))
            try await finds([open], noon + .hours(4), noon + .hours(5))
            try await finds([last, open], noon + .hours(4), nil)
            try await finds([last, short, open, long], nil, nil)
            try await finds([short, open, long], nil, noon)
        }
    }

    @Test func `a plate that was misread finds the car that looks like it, among those inside or of a span`()
        async throws
    {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(20, #""plateFolding": ["accents"]"#)
            let gone = try await site.drive("B-OO 100")
            clock.set(.monday + .hours(2))
            try await site.leave("B-OO 100")
            clock.set(.monday + .days(2))
            let inside = try await site.drive("B-O0 100")
            let folded = try await site.drive("B-ÖO 100")
            let two = try await site.drive("B-00 1O0")
            try await site.drive("B-OO 10")
            try await reading.catchUp()

            let read = Plate("B-0O 100")
            try await reading.finds([], Search(plate: read))
            try await reading.finds([], Search(plate: read, lookAlike: false))
            // B-OO 100 differs in one, B-O0 100 in two; Ö counts as O.
            try await reading.finds([folded], Search(plate: read, lookAlike: true))
            try await reading.finds([folded, gone], Search(plate: read, lookAlike: true, from: .monday))
            try await reading.finds(
                [gone], Search(plate: read, lookAlike: true, from: .monday, until: .monday + .hours(1)))
            try await reading.finds([], Search(plate: read, lookAlike: true, state: .ended))
            try await reading.finds(
                [gone], Search(plate: read, lookAlike: true, state: .ended, from: .monday + .hours(1)))
            // The car itself is found at any time.
            try await reading.finds([folded, inside, gone], Search(plate: Plate("BOO100"), lookAlike: true))
            try await reading.finds([two], Search(plate: Plate("B001O0"), lookAlike: true, from: .monday + .days(2)))
        }
    }

    @Test func `an erased plate finds nothing, and its stays are told without it`() async throws {
        try await ReadingSite.with { reading in
            let site = reading.site
            try await site.configure(20)
            try await site.reserve("M-AB 1")
            let session = try await site.drive("M-AB 1")
            try await reading.catchUp()
            try await reading.erase("MAB1")

            for asOf in [nil, AsOf(.monday)] {
                for lookAlike in [nil, true] {
                    let search = Search(plate: Plate("MAB1"), lookAlike: lookAlike)
                    #expect(try await reading.queries.stays(of: .mitte, search, asOf: asOf).isEmpty)
                }
                #expect(
                    try await reading.queries.reservations(of: .mitte, plate: Plate("MAB1"), asOf: asOf).isEmpty)
                let stays = try await reading.queries.stays(of: .mitte, Search(), asOf: asOf)
                #expect(stays.map(\.id.version) == [session])
                #expect(stays.first?.plate == nil && stays.first?.plateID != nil)
                let reserved = try await reading.queries.reservations(of: .mitte, asOf: asOf)
                #expect(reserved.map(\.plate) == [nil])
                #expect(reserved.map(\.fate) == [.used([SessionID(version: session)])])
                let cars = try await reading.queries.inside(of: .mitte, asOf: asOf).cars
                #expect(cars.map(\.plate) == [nil])
            }
        }
    }

    @Test func `a search as of a moment finds what was known, or what had happened`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(20)
            clock.set(.monday + .hours(6))
            let late = #", "occurredAt": "\#(Instant.monday + .hours(1))""#
            let session = try await site.drive("M-AB 1", late)
            try await site.send(.exit, #"{"plate": "M-AB 1", "gate": "out"}"#)
            try await site.send(.correctPlate, #"{"session": \#(session), "plate": "M-CD 2", "reason": "misread"}"#)
            try await reading.catchUp()
            let noon = Instant.monday + .hours(2)
            func found(_ search: Search, _ asOf: AsOf) async throws -> [SessionView.State] {
                try await reading.queries.stays(of: .mitte, search, asOf: asOf).map(\.state)
            }
            #expect(try await found(Search(), AsOf(noon)).isEmpty)
            #expect(try await found(Search(), AsOf(noon, basis: .happened)) == [.open])
            // Whose stay it was is said of the entry, however late.
            #expect(try await found(Search(plate: Plate("MCD2")), AsOf(noon, basis: .happened)) == [.open])
            #expect(try await found(Search(state: .ended), AsOf(clock.now)) == [.ended])
            #expect(try await found(Search(plate: Plate("MAB1")), AsOf(clock.now)).isEmpty)
            try await reading.finds([session], Search(plate: Plate("MCD2")))
        }
    }

    @Test func `the read model finds what the log tells, whatever happened and whatever is looked for`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            try await site.configure(30, #""antiPassback": "soft""#)
            let plates = ["B-O1", "B-01", "B-0I", "B-OI", "M-8", "M-B"]
            var (found, reservations) = ([String: Int](), Set<String>())
            for step in 0..<150 {
                clock.set(clock.now + .minutes(.random(in: 0...400, using: &random)))
                let (plate, session) = (plates.randomElement(using: &random)!, Int.random(in: 1...60, using: &random))
                let before = clock.now - .minutes(.random(in: 0...1200, using: &random))
                let day = clock.now.berlinDay.advanced(by: .random(in: 0...1, using: &random))
                let late = Bool.random(using: &random) ? #", "occurredAt": "\#(before)""# : ""
                let commands: [(CommandName, String)] = [
                    (.gateOpen, #"{"plate": "\#(plate)", "gate": "in"\#(late)}"#),
                    (.gateOpen, #"{"plate": "\#(plate)", "gate": "in"\#(late)}"#),
                    (.gateOpen, #"{"ticket": "T-\#(session % 4)", "gate": "in"\#(late)}"#),
                    (.gateOpen, #"{"gate": "in"\#(late)}"#),
                    (.exit, #"{"plate": "\#(plate)", "gate": "out"\#(late)}"#),
                    (.exit, #"{"plate": "\#(plate)", "gate": "out"}"#), (.exit, #"{"gate": "out"\#(late)}"#),
                    (.exit, #"{"ticket": "T-\#(session % 4)", "gate": "out"\#(late)}"#),
                    (.reserve, #"{"plate": "\#(plate)", "day": "\#(day)"}"#),
                    (.reserve, #"{"plate": "\#(plate)", "day": "\#(day)"}"#),
                    (.cancel, #"{"reservation": \#(session)}"#),
                    (.correctPlate, #"{"session": \#(session), "plate": "\#(plate)", "reason": "misread"}"#),
                    (.correctPassage, #"{"session": \#(session), "at": "\#(before)", "reason": "clock"}"#),
                    (.writeOff, #"{"session": \#(session), "reason": "ghost"}"#),
                    (.endSession, #"{"session": \#(session), "at": "\#(before)", "reason": "seen"}"#),
                    (.reopenSession, #"{"session": \#(session), "reason": "seen"}"#),
                ]
                let (name, body) = commands.randomElement(using: &random)!
                do throws(CommandError) { try await site.send(name, body) } catch {
                    guard case .refused = error else { continue }
                }
                guard step % 5 == 4 else { continue }
                try await reading.catchUp()
                let comment: Comment = "seed \(seed), step \(step)"
                for _ in 0..<8 {
                    var search = Search()
                    if Bool.random(using: &random) {
                        search.plate = Plate(plates.randomElement(using: &random)!)
                        search.lookAlike = Bool.random(using: &random) ? true : nil
                    } else if Int.random(in: 0...3, using: &random) == 0 {
                        search.ticket = TicketID("T-1")
                    }
                    if Bool.random(using: &random) {
                        search.state = SessionView.State.allCases.randomElement(using: &random)
                    }
                    let from = clock.now - .minutes(.random(in: 0...9000, using: &random))
                    if Bool.random(using: &random) { search.from = from }
                    if Bool.random(using: &random) {
                        search.until = from + .minutes(.random(in: 0...3000, using: &random))
                    }
                    let live = try await queries.stays(of: .mitte, search, limit: 20)
                    let told = try await queries.stays(of: .mitte, search, limit: 20, asOf: AsOf(clock.now))
                    #expect(live.map(\.line) == told.map(\.line), "\(comment): \(search)")
                    for stay in live { found[stay.state.rawValue, default: 0] += 1 }
                }
                for (plate, day) in [(nil, nil), (Plate(plate), nil), (nil, day), (Plate(plate), day)] {
                    let live = try await queries.reservations(of: .mitte, plate: plate, day: day)
                    let asOf = AsOf(clock.now)
                    #expect(
                        try await queries.reservations(of: .mitte, plate: plate, day: day, asOf: asOf) == live, comment)
                    reservations.formUnion(live.map(\.fate.name))
                }
            }
            // Where nothing was found, nothing was compared.
            #expect(found.keys.contains("open") && found.keys.contains("ended"), "seed \(seed)")
            #expect(reservations.count > 2, "seed \(seed)")
        }
    }
}

extension SessionView {
    fileprivate var line: String {
        let total = total.map { "\($0.minorUnits)" } ?? "-"
        let car = plate?.characters ?? ticket?.text ?? "-"
        return "\(id) \(state.rawValue) \(car) \(enteredAt) \(exitedAt?.description ?? "-") \(total)"
    }
}

extension Instant {
    fileprivate var berlinDay: LocalDay { ZoneRules.berlin.day(of: self) }
}
