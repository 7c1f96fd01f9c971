import Chronology
import EventLog
import Logging
import Money
import Parking
import Hosting
import Postgres
import Simulating
import Synchronization
import Tariffs

/// Yesterday in the demo garage, sent as commands at the times at which they would have come.
struct DemoDay: Sendable {
    /// A command, and when its sender sent it.
    struct Step: Sendable {
        let at: Instant
        let request: CommandRequest
    }

    let garage: DemoGarage
    let seed: UInt64

    /// A day of the garage; the same seed makes the same day.
    init(_ garage: DemoGarage, seed: UInt64 = 7) {
        self.garage = garage
        self.seed = seed
    }

    /// A clock that is set by hand, for a day that is over.
    final class Clock: Sendable {
        private let now: Mutex<Instant>

        /// A clock that shows this.
        init(_ instant: Instant) { now = Mutex(instant) }

        /// What it shows.
        var instant: Instant { now.withLock { $0 } }

        func set(_ instant: Instant) { now.withLock { $0 = instant } }
    }

    /// Sends the day's commands to hosts that go by the clock.
    func play(
        on hosts: GarageHosts, clock: Clock, progress: (_ done: Int, _ all: Int) -> Void
    ) async throws(CommandError) -> DemoGarage.Highlights {
        let steps = steps
        for (index, step) in steps.enumerated() {
            clock.set(step.at)
            do throws(CommandError) {
                _ = try await hosts.submit(step.request, to: DemoGarage.id, actor: Actor("demo")!)
            } catch {
                // A full day turns some reservations away, as it should.
                guard case .refused = error else { throw error }
            }
            progress(index + 1, steps.count)
        }
        guard let highlights = try await highlights(hosts) else {
            let words = "The demo day did not end as it should."
            throw .unavailable(DatabaseTrouble(.refuses, words, reason: words))
        }
        return highlights
    }

    /// Sends the day's commands unless the garage is there already.
    ///
    /// - Returns: what is worth a look; nil where its cars have left since.
    func playUnlessPlayed(
        on hosts: GarageHosts, clock: Clock, progress: (_ done: Int, _ all: Int) -> Void
    ) async throws(CommandError) -> DemoGarage.Highlights? {
        do throws(CommandError) {
            _ = try await hosts.current(DemoGarage.id)
        } catch {
            guard case .refused = error else { throw error }
            return try await play(on: hosts, clock: clock, progress: progress)
        }
        return try await highlights(hosts)
    }

    private func highlights(_ hosts: GarageHosts) async throws(CommandError) -> DemoGarage.Highlights? {
        let state = try await hosts.current(DemoGarage.id)
        var sessions: [SessionID] = []
        for plate in [DemoDay.early, DemoDay.late, DemoDay.overstaying] {
            let entries = try? await hosts.log.vaultEntries(of: DemoGarage.id.text, plates: [Plate(plate)!.characters])
            guard let id = entries?.first.flatMap({ PlateID(bytes: $0.plateID) }),
                let session = state.session(of: .plate(id))
            else { return nil }
            sessions.append(session.id)
        }
        return DemoGarage.Highlights(
            beforeEventRate: sessions[0], afterEventRate: sessions[1], overstay: sessions[2])
    }

    static let early = "DEMO-1"
    static let late = "DEMO-2"
    static let overstaying = "DEMO-3"

    var steps: [Step] {
        var steps = opening
        steps += memorableCars
        steps += traffic
        steps += permits
        return steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func at(_ hour: Int, _ minute: Int = 0, second: Int = 0, on day: LocalDay? = nil) -> Instant {
        let time = LocalTime(hour: hour, minute: minute, second: second)!
        return garage.zone.instant(of: LocalDateTime(day ?? garage.yesterday, time))
    }

    private var opening: [Step] {
        [
            Step(at: at(5), request: .complete(.configureGarage(ConfigureGarage(garage.settings)))),
            Step(at: at(5, 1), request: .complete(.ratePublished(PublishRate(garage.hourly)))),
            Step(at: at(5, 2), request: .complete(.ratePublished(PublishRate(garage.night)))),
            Step(at: at(12), request: .complete(.ratePublished(PublishRate(garage.concert)))),
        ]
    }

    /// Two walk-ins on either side of the concert's rate, and a reserved car that stays overnight.
    private var memorableCars: [Step] {
        let gate = GateID("north")!
        return entry(DemoDay.early, gate, at(9, 30)) + entry(DemoDay.late, gate, at(12, 30))
            + [reserve(DemoDay.overstaying, garage.yesterday, .member, at(6))]
            + entry(DemoDay.overstaying, gate, at(8, 15))
    }

    /// Residents are sold months from the evening on; one buys today's, and a caretaker needs none.
    private var permits: [Step] {
        let month = PermitRequest.subscription(
            garage.resident.id, vehicle: .standard, firstDay: garage.today, groups: [])
        return [
            Step(at: at(23, 50), request: .complete(.cardPublished(PublishCard(garage.card)))),
            permit("DEMO-4", month, at(23, 51)),
            permit("DEMO-5", .pass(firstDay: nil, lastDay: nil, groups: []), at(23, 52)),
        ]
    }

    private var traffic: [Step] {
        var random = SplitMix64(state: seed)
        var steps: [Step] = []
        for number in 0..<90 {
            let plate = "P \(String(1000 + number)) \(number % 7)"
            let arrives = at(Int.random(in: 6...19, using: &random), Int.random(in: 0...59, using: &random))
            let stays = TimeSpan.minutes(Int64.random(in: 4...300, using: &random))
            if number % 3 == 0 {
                let holder: Holder = number % 12 == 0 ? .guest : .member
                steps.append(reserve(plate, garage.yesterday, holder, at(5, 10)))
                if number % 2 == 0 { steps.append(reserve(plate, garage.today, holder, at(5, 11))) }
                if number % 4 == 0 { steps.append(reserve(plate, garage.today.next, holder, at(5, 12))) }
            }
            steps += entry(plate, GateID(number % 2 == 0 ? "north" : "south")!, arrives)
            steps += exit(plate, min(arrives + stays, at(23, 40)))
        }
        return steps
    }

    private func reserve(_ plate: String, _ day: LocalDay, _ holder: Holder, _ at: Instant) -> Step {
        Step(at: at, request: .naming(Plate(plate)!) { .reserve(Reserve(plate: $0, day: day, holder: holder)) })
    }

    private func permit(_ plate: String, _ permit: PermitRequest, _ at: Instant) -> Step {
        Step(at: at, request: .naming(Plate(plate)!) { .grantPermit(GrantPermit($0, permit)) })
    }

    private func entry(_ plate: String, _ gate: GateID, _ at: Instant) -> [Step] {
        let passage = Passage(gate: gate, direction: .entry)
        return [
            Step(at: at, request: .naming(Plate(plate)!) { .plateSeen(PlateSeen($0, passage)) }),
            Step(
                at: at + .seconds(6), request: .naming(Plate(plate)!) { .gateOpen(GateOpen(.plate($0), passage, nil)) }),
        ]
    }

    private func exit(_ plate: String, _ at: Instant) -> [Step] {
        let passage = Passage(gate: GateID("exit")!)
        return [
            Step(at: at, request: .naming(Plate(plate)!) { .plateSeen(PlateSeen($0, passage)) }),
            Step(at: at + .seconds(8), request: .naming(Plate(plate)!) { .exit(CarLeft(.plate($0), passage)) }),
        ]
    }
}
