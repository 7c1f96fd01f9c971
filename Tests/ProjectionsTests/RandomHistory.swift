import SystemTime
import Chronology
import TestSupport
import Parking
import JSON
import Hosting

/// Commands at random: few cars, few days, some of it late, some of it nonsense.
struct RandomHistory {
    var random: Seeded
    private let site: Site
    private let clock: SettableClock
    /// The permits that were granted.
    private var permits: [Int64] = []
    /// Those among them that are sold by the week.
    private var subscriptions: [Int64] = []

    init(_ site: Site, clock: SettableClock, seed: UInt64) {
        self.site = site
        self.clock = clock
        random = Seeded(seed)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// Makes the garage, with a price.
    func begin() async throws {
        try await site.configure(6, #""guestSpots": 1, "fallbackSpots": 1, "antiPassback": "soft""#)
        try await site.send(
            .cardPublished,
            #"{"card": "bike", "rates": [], "crossing": "perBlock", "agreements": [{"id": "a", "minutesOff": "5 min"}]}"#
        )
        try await site.send(
            .cardPublished,
            #"{"rates": [\#(RandomHistory.rate(euros: 2)), \#(RandomHistory.staff)], "crossing": "perBlock", "#
                + #""agreements": [{"id": "a", "minutesOff": "5 min"}], "subscriptions": ["#
                + #"{"id": "week", "amount": "20.00", "period": "week"}]}"#)
        clock.set(clock.now + .seconds(1))
    }

    /// Sends one command, which the garage may refuse.
    mutating func step() async throws {
        clock.set(clock.now + .minutes([0, 0, 1, 20, 90, 300].randomElement(using: &random)!))
        let (name, body) = command()
        do throws(CommandError) {
            let reply = try await site.send(name, body)
            if name == .grantPermit { permits.append(reply.version) }
            if name == .grantPermit, body.contains("subscription") { subscriptions.append(reply.version) }
        } catch {
            guard case .refused = error else { throw error }
        }
    }

    private static func rate(euros: Int) -> String {
        #"{"id": "hour", "price": {"perUnit": "\#(euros).00", "every": "1 h"}}"#
    }

    private static let staff = #"{"id": "staff", "group": "staff", "price": {"perUnit": "1.00", "every": "1 h"}}"#

    private mutating func command() -> (CommandName, String) {
        let day = ZoneDatabase().rules("Europe/Berlin")!.day(of: clock.now).advanced(by: number(0...2))
        let holder = number(0...3) == 0 ? "guest" : "member"
        switch number(0...26) {
        case 0: return (.ratePublished, RandomHistory.rate(euros: number(1...9)))
        case 1:
            let admission = number(0...1) == 0 ? "open" : "reservation-required"
            let more = #""guestSpots": 1, "fallbackSpots": 1, "antiPassback": "soft", "admission": "\#(admission)""#
            return (.configureGarage, Site.settings(number(4...7), more))
        case 2...5: return (.reserve, #"{"plate": "\#(plate(1...3))", "day": "\#(day)", "holder": "\#(holder)"}"#)
        case 6: return (.cancel, #"{"reservation": \#(number(1...60))}"#)
        case 7...9: return (.plateSeen, #"{"plate": "\#(plate())", "gate": "in"\#(time())}"#)
        case 10...14: return (.gateOpen, #"{\#(car())"gate": "in"\#(time())\#(vehicle())}"#)
        case 15: return (.validate, #"{"plate": "\#(plate())", "validation": "\#(["shop", "cinema"][number(0...1)])"}"#)
        case 16: return (.applyAgreement, #"{"plate": "\#(plate())", "agreement": "\#(["a", "b"][number(0...1)])"}"#)
        case 17...18: return (.grantPermit, grant(from: day))
        case 19: return (.renewPermit, #"{"permit": \#(subscriptions.suffix(2).randomElement(using: &random) ?? 1)}"#)
        case 20: return (.revokePermit, #"{"permit": \#(permits.suffix(4).randomElement(using: &random) ?? 1)}"#)
        case 21: return (.revokePermit, #"{"permit": \#(permits.last ?? 1)}"#)
        default: return (.exit, #"{\#(car())"gate": "out"\#(time())}"#)
        }
    }

    /// Groups come to all plates, parking to those that have reservations only.
    private mutating func grant(from day: LocalDay) -> String {
        let groups = #", "groups": ["\#(["staff", "choir"][number(0...1)])"]"#
        let first = number(0...1) == 0 ? #", "firstDay": "\#(day)""# : ""
        let last = number(0...2) == 0 ? "" : #", "lastDay": "\#(day.advanced(by: number(0...2)))""#
        switch number(0...3) {
        case 0: return #"{"plate": "\#(plate(1...3))", "kind": "pass"\#(first)\#(last)\#(groups)}"#
        case 1: return #"{"plate": "\#(plate(1...3))", "kind": "pass"\#(first)\#(last)}"#
        case 2: return #"{"plate": "\#(plate(1...3))", "kind": "subscription", "subscription": "week"\#(first)}"#
        default: return #"{"plate": "\#(plate())", "kind": "membership"\#(first)\#(last)\#(groups)}"#
        }
    }

    private mutating func plate(_ range: ClosedRange<Int> = 1...5) -> String { "M-RH \(number(range))" }

    private mutating func car() -> String {
        switch number(0...9) {
        case 0: ""
        case 1: #""ticket": "T-\#(number(1...2))", "#
        default: #""plate": "\#(plate())", "#
        }
    }

    private mutating func vehicle() -> String { number(0...3) == 0 ? #", "vehicle": "bike""# : "" }

    private mutating func time() -> String {
        guard number(0...3) == 0 else { return "" }
        return #", "occurredAt": "\#(clock.now - .minutes(Int64(number(0...400))))""#
    }
}
