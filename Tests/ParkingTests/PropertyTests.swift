import Chronology
import Money
@testable import Parking
import Tariffs
import TestSupport
import Testing

/// What holds after every event of any garage, whatever is asked of it.
@Suite struct PropertyTests {
    /// Runs garages from one seed, and shows each step to a check; a failure names the fewest commands that lead to it.
    ///
    /// - Parameter begin: the check of one garage, from its beginning.
    func forAll(
        _ garages: Int, commands: Int, _ begin: () -> (_ step: Step, _ comment: Comment) throws -> Void
    ) throws {
        let seed = Seeded.seed
        var draw = RandomDay(seed)
        for index in 0..<garages {
            let lateness = TimeSpan.hours(Int64(draw.one(of: [0, 1, 72])))
            let settings = draw.settings(lateness: lateness)
            var site = try Site(settings)
            var now = LocalDay("2026-03-28")!.at("20:00")
            var told: [Told] = []
            for _ in 0..<commands {
                now = now + draw.pause()
                told.append(Told(now: now, command: draw.command(at: now, lateness: lateness, log: site.log)))
                _ = try? site.send(told.last!.command, at: now)
            }
            try checkShrinking(told, "seed \(seed), garage \(index) of \(settings)") { told, comment in
                let check = begin()
                var site = try Site(settings)
                for told in told {
                    let before = site
                    let decision = try? site.send(told.command, at: told.now)
                    try check(
                        Step(before: before, command: told.command, now: told.now, decision: decision, after: site),
                        comment)
                }
            }
        }
    }

    /// A command, and when it is told.
    struct Told: CustomStringConvertible {
        var now: Instant
        var command: Command

        var description: String { "\(now): \(command)" }
    }

    struct Step {
        var before: Site
        var command: Command
        var now: Instant
        var decision: Decision?
        var after: Site

        /// What a person says needs no more looking at.
        var dismissed: Set<Observer.Misfit> {
            guard case .dismissException(let dismissal) = command, decision != nil else { return [] }
            return Set(
                before.garage.exceptions.filter { $0.id == dismissal.exception }
                    .map { Observer.Misfit(kind: $0.kind, subject: $0.subject) })
        }

        var passage: Passage? {
            switch command {
            case .plateSeen(let seen): seen.passage
            case .gateOpen(let opened): opened.passage
            case .exit(let left): left.passage
            case .ticketAsked(let asked): asked.passage
            case .lostTicket(let lost): lost.passage
            case .releasePassage, .configureGarage, .changeSettings, .ratePublished, .rateWithdrawn, .cardPublished,
                .reserve,
                .cancel, .grantPermit, .renewPermit, .revokePermit, .validate, .applyAgreement, .correctPlate,
                .endSession, .reopenSession, .linkExit, .correctPassage, .writeOff, .correctCount, .resetInventory,
                .withdrawAuthorisation, .splitSession, .assignException, .dismissException,
                .loopCounted, .pay, .refund, .waive,
                .suspendPlate, .liftSuspension, .assignFallback, .waitForDay, .stopWaiting,
                .erasePlate, .eraseText:
                nil
            }
        }
    }

    @Test func `every event fits an observer's counts, and so does every answer`() throws {
        var kinds: Set<String> = []
        var answers: Set<String> = []
        var (reuses, differences, claims) = (0, 0, 0)
        try forAll(60, commands: 300) {
            var (observer, seen, dismissed) = (Observer(), 0, Set<Observer.Misfit>())
            return { step, comment in
                func see(_ events: ArraySlice<RecordedEvent>) throws {
                    for recorded in events {
                        kinds.insert(String(String(describing: recorded.event).prefix { $0 != "(" }))
                        try observer.see(recorded, comment)
                    }
                    seen += events.count
                }
                try see(step.before.log[seen...])
                if let isAllowed = observer.permits.allows(
                    step.command, on: try observer.today(step.now), of: observer.settings?.permanentSpots ?? 0)
                {
                    #expect((step.decision != nil) == isAllowed, comment)
                }
                try see(step.after.log[seen...])
                // Whoever looks at the past sees the garage in the middle of a command's facts as well.
                var between = step.before.garage
                for recorded in step.after.log[step.before.log.count...] {
                    between.evolve(recorded)
                    try #require(
                        between.contradictions.isEmpty,
                        "\(between.contradictions) behind \(recorded.event) of \(step.command): \(step.after.log[step.before.log.count...]); \(comment)"
                    )
                }
                let issues = observer.disorder()
                try #require(issues.isEmpty, "\(issues) \(step.command) \(comment)")
                if case .answered(let answered)? = step.decision?.result { answers.insert(answered.answer.name) }
                if case .gateOpened(.entered(_, _, _, isReused: true))? = step.decision?.result { reuses += 1 }
                try #require(
                    step.after.garage.inside == observer.count,
                    "\(comment): \(step.after.log.suffix(3)) \(step.after.garage.handCount)")
                let garage = step.after.garage
                let all = Set(garage.exceptions.map { Observer.Misfit(kind: $0.kind, subject: $0.subject) })
                #expect(all.count == garage.exceptions.count, comment)
                let open = all.filter { Observer.reckoned.contains($0.kind) }
                for misfit in all.subtracting(open) {
                    switch misfit.subject {
                    case .passage(let id): #expect(garage.quarantined.contains { $0.id == id }, comment)
                    case .loop(let version):
                        #expect(garage.loopDifferences.contains { $0.version == version }, comment)
                    case .clock(let gate, let direction):
                        #expect(garage.clock(of: gate, direction)?.isOff == true, comment)
                    case .stay: #expect([.ticketReused, .settledDiffers].contains(misfit.kind), comment)
                    case .sold(let subject):
                        #expect(misfit.kind == .refundDue && garage.refundDue(subject) > .zero, comment)
                    case .exit: #expect(misfit.kind == .settledDiffers, comment)
                    case .count: Issue.record("\(misfit) \(comment)")
                    }
                }
                for passage in garage.quarantined {
                    #expect(all.contains(.init(kind: .quarantined, subject: .passage(passage.id))), comment)
                }
                // What a person has dismissed is looked at no more; nothing else is missing, and nothing is there that fits.
                // An event raises one exception; that of the count waits for the next event.
                let raises =
                    all.contains { $0.kind != .countDiffers } && garage.exceptions.last?.id.version == garage.version
                let misfits = observer.misfits()
                #expect(open.isSubset(of: misfits), comment)
                let missing = misfits.subtracting(open).filter { !raises || $0.kind != .countDiffers }
                #expect(missing.isSubset(of: dismissed.union(step.dismissed)), comment)
                dismissed.formUnion(step.dismissed)
                dismissed.formIntersection(misfits)
                #expect(step.after.garage.waiting(at: step.now) == observer.waiting(at: step.now), comment)
                for count in step.after.garage.loopCounts {
                    #expect(count.known == observer.passages(of: count), comment)
                }
                for (subject, paid) in observer.money {
                    // An account that is old and even is forgotten.
                    guard let account = garage.account(of: subject) else { continue }
                    #expect(account.received.minorUnits == paid, comment)
                    if let bill = garage.bill(of: subject) {
                        #expect(bill.due >= .zero && bill.total >= account.received, comment)
                    }
                }
                differences += step.after.garage.loopDifferences.count
                if case .exited(.left(let departure))? = step.decision?.result, departure.claimedEntry != nil {
                    claims += departure.isAssumed ? 1 : 0
                }
                #expect(step.after.garage.version == Int64(seen), comment)
            }
        }
        // Too rare to be met by every seed: a stay is reopened where three reports meet at one instant, as OrderTests shows;
        // WaitingTests has who waits no more and whose reservation is missed, StayLimitTests who may not come back yet,
        // SharedPlaceTests whose places other cars have taken, BookedHoursTests who comes before the hours.
        #expect(
            kinds.union(["sessionReopened", "reservationMissed", "waitEnded"]).count == 52,
            "the run must meet every kind of event: \(kinds.sorted())")
        let all =
            ["reserved", "permit", "pays-by-time", "leaving", "leaving-unseen", "late", "again", "held"]
            + DenialReason.allCases.map(\.rawValue)
        #expect(answers.union(["no-return", "quota-full", "before-hours"]) == Set(all))
        #expect(min(reuses, differences, claims) > 20, "\(reuses), \(differences), \(claims)")
    }

    @Test func `an observer who walks from midnight to midnight finds the same rights and overstays`() throws {
        var (overstays, perhaps, covered, paid, beyond) = (0, 0, 0, 0, 0)
        try forAll(40, commands: 300) {
            var (observer, seen) = (Observer(), 0)
            return { step, comment in
                for recorded in step.after.log[seen...] { try observer.see(recorded, comment) }
                seen = step.after.log.count
                let garage = step.after.garage
                let zone = try #require(garage.settings).zone
                let today = zone.day(of: step.now)
                for now in seen % 20 == 0 ? [step.now, today.advanced(by: 40).at("12:00")] : [step.now] {
                    let found = observer.overstays(at: now)
                    overstays += found.count
                    let claimed = garage.overstays(at: now).map { ($0.session.id.version, $0.since) }
                    #expect(Dictionary(uniqueKeysWithValues: claimed) == found, comment)
                }
                for day in [today, today.next] {
                    let shortage = try #require(garage.shortage(on: day, at: step.now), comment)
                    let demand = observer.demand(on: day, at: step.now)
                    let told = (shortage.reservations, shortage.overstays, shortage.mayStay, shortage.permits)
                    #expect(told == demand, comment)
                    perhaps += demand.mayStay
                    beyond += demand.permits
                }
                for stay in observer.inside {
                    let session = try #require(garage.sessions[SessionID(stay.session)], comment)
                    #expect(session.groups == stay.groups, comment)
                    for day in [today, today.next] {
                        #expect(
                            session.covers(day) == observer.hasRight(session.plate, to: day, since: session.enteredAt),
                            comment)
                    }
                    let ranges = session.stay(until: step.now, in: zone).covered
                    for (middle, isCovered) in observer.daysOf(stay, until: step.now) {
                        #expect(ranges.contains { $0.contains(middle) } == isCovered, comment)
                        if isCovered { covered += 1 } else { paid += 1 }
                    }
                }
                #expect(
                    garage.permits(on: today).map(\.id.version)
                        == observer.permits.entries.filter { $0.has(today) }.map(\.id), comment)
            }
        }
        #expect(min(overstays, perhaps, covered, paid, beyond) > 1_000)
    }

    @Test func `a refused command leaves the garage as it was`() throws {
        var refused = 0
        try forAll(20, commands: 200) {
            { step, comment in
                guard step.decision == nil else { return }
                refused += 1
                #expect((step.after.garage == step.before.garage) as Bool, comment)
            }
        }
        #expect(refused > 100)
    }

    @Test func `the same report of a device has no second effect, at once or later`() throws {
        var repeats = 0
        try forAll(40, commands: 150) {
            var reports: [(step: Step, at: Instant)] = []
            return { step, comment in
                if step.passage?.read != nil, step.decision?.facts.isEmpty == false {
                    reports.append((step, min(step.passage?.occurredAt ?? step.now, step.now)))
                }
                let lateness = step.after.garage.settings?.lateness ?? .zero
                for report in reports.suffix(20) where step.now - report.at <= lateness {
                    var again = step.after
                    let decision = try again.send(report.step.command, at: step.now)
                    #expect(decision.facts.isEmpty, comment)
                    repeats += 1
                }
            }
        }
        #expect(repeats > 1_000)
    }

    @Test func `a car is never kept from leaving, but where the garage says so until it has paid`() throws {
        try forAll(30, commands: 150) {
            { step, comment in
                let exit = Passage(gate: .exit)
                let later = step.now + .minutes(10)
                for session in step.after.garage.sessions.values {
                    var site = step.after
                    if let plate = session.plate {
                        let answer = try site.send(.plateSeen(.init(plate, exit)), at: later).result
                        if case .answered(let held) = answer, held.answer == .held {
                            #expect(step.after.garage.settings?.unpaidExit == .held, comment)
                            let payment = Pay(for: .session(session.id), PaymentMeans(.cash))
                            try site.send(.pay(payment), at: later)
                            let answer = try site.answer(to: plate, .exit, at: later)
                            #expect(answer == .open(.leaving), comment)
                        } else {
                            #expect(answer == .answered(.init(.open(.leaving), repeated: false)), comment)
                        }
                    }
                    guard session.car != .unknown else { continue }
                    try site.send(.exit(.init(session.car, exit)), at: later)
                    #expect(site.garage.sessions[session.id] == nil, comment)
                }
            }
        }
    }

    @Test func `the log makes the same garage, however it is cut into pieces`() throws {
        try forAll(30, commands: 200) {
            { step, comment in
                guard step.after.log.count % 50 == 1 else { return }
                let log = step.after.log
                let whole = log.reduce(into: Garage()) { $0.evolve($1) }
                #expect((whole == step.after.garage) as Bool, comment)
                // Another process takes over from a snapshot after any event.
                var pieces = Garage()
                for recorded in log {
                    var next = pieces
                    next.evolve(recorded)
                    pieces = next
                }
                #expect((pieces == whole) as Bool, comment)
                #expect(pieces.hashValue == whole.hashValue, comment)
            }
        }
    }
}

extension GateAnswer {
    /// What the answer is, or why, in a word.
    fileprivate var name: String {
        switch self {
        case .open(let reason): reason.name
        case .deny(let reason): reason.rawValue
        case .held: "held"
        case .again: "again"
        case .late: "late"
        }
    }
}
