import ArgumentParser
import Chronology
import Parking
import SystemTime
import Tariffs

/// What a command costs in a garage in full swing, beside one a tenth as big; what that garage's state takes in memory; and how
/// fast a host reads its log again.
struct GarageBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "garage",
        abstract: "Deciding at the gates of a busy garage beside a small one, its state's size, and its replay.")

    @Option(help: "How often everything is measured.")
    var rounds = 5

    @Option(help: "How many cars of each kind pass in a round.")
    var cars = 200

    func run() throws {
        guard let zone = ZoneDatabase().rules("Europe/Berlin") else { throw ValidationError("There is no zone.") }
        let size = BusyGarage.Size()
        var (busy, small) = (try BusyGarage(size, in: zone), try BusyGarage(size.tenth(), in: zone))
        var (ofBusy, ofSmall) = (Timings(), Timings())
        for _ in 0..<rounds {
            try pass(&busy, &ofBusy)
            try pass(&small, &ofSmall)
        }
        let state = "\(size.reservations) reservations, \(size.permits) permits, \(size.pastStays) stays of three days"
        print("\(busy.garage.inside) cars inside, \(state); beside it a tenth of all that")
        print("decide + evolve, ns                 median     p99   worst   a tenth: median     p99   worst   ratio")
        for (what, all) in ofBusy.byWhat {
            let (big, little) = (Spread(all), Spread(ofSmall.of(what)))
            print(
                what.padded(to: 34), "\(big.median)".padded(before: 7), "\(big.p99)".padded(before: 7),
                "\(big.worst)".padded(before: 7), "\(little.median)".padded(before: 17),
                "\(little.p99)".padded(before: 7), "\(little.worst)".padded(before: 7),
                "\(rounded(Double(big.median) / Double(little.median)))".padded(before: 7))
        }
        print("yardstick: a look-up among 300000 plates, timed in the same way: \(yardstick(zone)) ns")
        try LongStay(in: zone).measure(rounds: rounds)
        let replay = Replay(busy.log, zone)
        try replay.measure(rounds: rounds)
        try replay.measureSnapshot(rounds: rounds)
        var quiet = size
        quiet.pastStays = 0
        for (what, size) in [("without past stays", quiet), ("with those of three days", size)] {
            let state = try Replay(BusyGarage(size, in: zone).log, zone).state()
            print(
                "state \(what): \(rounded(Double(state.bytes) / 1_048_576)) MiB (malloc's blocks in use,",
                "after less before the replay), \(state.inside) cars inside")
        }
    }

    /// The machine's memory is what the garages wait for.
    private func yardstick(_ zone: ZoneRules) -> Int {
        let plates = (0..<300_000).map { BusyGarage.plate($0) }
        let places = Dictionary(uniqueKeysWithValues: zip(plates, plates.indices))
        var (timings, sum): ([Duration], Int) = ([], 0)
        for number in 0..<20_000 {
            let plate = plates[number * 7_919 % plates.count]
            let started = ContinuousClock.now
            sum += places[plate]!
            timings.append(ContinuousClock.now - started)
        }
        return withExtendedLifetime(sum) { Spread(timings).median }
    }

    /// A round of traffic: as many cars come as leave.
    private func pass(_ garage: inout BusyGarage, _ timings: inout Timings) throws {
        for number in 0..<cars * 3 {
            let driver = BusyGarage.Driver.allCases[number % 3]
            let (seen, admitted, opened) = try garage.enter(driver)
            timings.add("plate-seen, \(driver)", seen)
            timings.add("  of that deciding", admitted)
            timings.add("  and of that admission", try garage.admit(driver))
            timings.add("gate-open", opened)
            let (leaving, left) = try garage.leave(driver)
            timings.add("plate-seen at the exit", leaving)
            timings.add("exit", left)
        }
        try passUnread(garage, &timings)
        try passShort(garage, &timings)
        try garage.fill(true)
        for _ in 0..<cars { timings.add("plate-seen, full", try garage.turnAway()) }
        try garage.fill(false)
    }
}

extension GarageBenchmark {
    /// Cars that nobody can tell apart come and go, when many of them have and as many as a tenth of all are inside.
    private func passUnread(_ garage: BusyGarage, _ timings: inout Timings) throws {
        let all = garage.garage.inside
        var blind = garage
        for _ in 0..<cars { timings.add("exit, unread, all inside known", try blind.leaveUnread()) }
        blind = garage
        try blind.goBlind(inside: all / 10, gone: all)
        for number in 0..<cars {
            timings.add("gate-open, unread", try blind.enterUnread())
            timings.add("exit, unread", try blind.leaveUnread())
            timings.add("gate-open by a ticket", try blind.pass(ticket: TicketID("T\(number)")!))
        }
    }

    /// Cars that have reserved find the ordinary spots taken.
    private func passShort(_ garage: BusyGarage, _ timings: inout Timings) throws {
        var short = garage
        try short.fallShort(by: cars)
        for _ in 0..<cars { timings.add("plate-seen, to a fallback spot", try short.sendToFallback()) }
    }
}

/// A stay of thirty days, of which forty rights cover parts: what its coverage takes to find, and its charge.
private struct LongStay {
    private let garage: Garage
    private let session: Session
    private let exit: Instant
    private let zone: ZoneRules

    init(in zone: ZoneRules) throws {
        let size = BusyGarage.Size(cars: 0, reservations: 0, permits: 0, pastStays: 0)
        var busy = try BusyGarage(size, in: zone)
        let plate = BusyGarage.plate(1)
        let today = zone.day(of: busy.now)
        for day in 0..<30 {
            try busy.send(.reserve(Reserve(plate: plate, day: today.advanced(by: day), holder: .member)))
        }
        for period in 0..<10 {
            let first = today.advanced(by: period * 3)
            let pass = PermitRequest.pass(firstDay: first, lastDay: first.next, groups: [])
            try busy.send(.grantPermit(GrantPermit(plate, pass)))
        }
        try busy.send(.gateOpen(GateOpen(.plate(plate), Passage(gate: BusyGarage.entry), nil)))
        guard let session = busy.garage.session(of: .plate(plate)), session.rights.count == 40 else {
            throw BusyGarage.Unexpected(event: busy.log.last?.event)
        }
        (garage, self.session, self.zone) = (busy.garage, session, zone)
        exit = session.enteredAt + .days(30)
    }

    func measure(rounds: Int) throws {
        var (covering, charging): ([Duration], [Duration]) = ([], [])
        var lines = 0
        for _ in 0..<rounds * 100 {
            let started = ContinuousClock.now
            lines += session.stay(until: exit, in: zone).covered.count
            let covered = ContinuousClock.now
            if case .charged(let charge) = garage.charge(of: session, until: exit) { lines += charge.lines.count }
            charging.append(ContinuousClock.now - covered)
            covering.append(covered - started)
        }
        let (cover, charge) = (Spread(covering), Spread(charging))
        print(
            "a stay of 30 days under 40 rights, ns: coverage \(cover.median) (p99 \(cover.p99)), charge \(charge.median)",
            "(p99 \(charge.p99)), \(lines / (rounds * 100)) stretches and lines")
    }
}

/// How long each of several things took, one by one.
private struct Timings {
    private(set) var byWhat: [(what: String, all: [Duration])] = []

    mutating func add(_ what: String, _ duration: Duration) {
        if let index = byWhat.firstIndex(where: { $0.what == what }) {
            byWhat[index].all.append(duration)
        } else {
            byWhat.append((what, [duration]))
        }
    }

    func of(_ what: String) -> [Duration] { byWhat.first { $0.what == what }?.all ?? [] }
}

/// In nanoseconds.
private struct Spread {
    let median: Int
    let p99: Int
    let worst: Int

    init(_ durations: [Duration]) {
        let sorted = durations.sorted()
        func nanoseconds(_ part: Double) -> Int {
            Int(sorted[Int(part * Double(sorted.count - 1))] / .nanoseconds(1))
        }
        (median, p99, worst) = (nanoseconds(0.5), nanoseconds(0.99), nanoseconds(1))
    }
}
