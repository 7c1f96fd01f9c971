import Chronology
import Hosting
import Parking
import SystemTime
import TestSupport
import Testing

/// Two days of a garage, by commands as they come in: drivers who pay by time, who reserved, who are validated, who pay and get
/// something back, who are let out by hand, and who find it full. The clocks go forward on the second day.
struct TwoDays {
    static let days = [LocalDay("2025-03-29")!, LocalDay("2025-03-30")!]

    let site: Site
    let clock: SettableClock
    var random: Seeded

    private enum Car { case plain, reserved, validated, paying, refunded, waived, partly, byHand, bike }

    /// Makes the garage and lets the days pass.
    mutating func play() async throws {
        set(.minutes(-600))
        try await site.configure(
            12, #""guestSpots": 1, "vehicleTypes": [{"id": "bike", "name": "Bike", "capacity": 4}]"#)
        try await site.send(
            .cardPublished,
            #"{"rates": [{"id": "hour", "price": {"perUnit": "3.00", "every": "1 h"}, "grace": "20 min"}, "#
                + #"{"id": "shop", "validation": "shop", "price": {"perUnit": "1.00", "every": "1 h"}}], "#
                + #""crossing": "perBlock", "subscriptions": [{"id": "week", "amount": "20.00", "period": "week"}]}"#)
        try await site.send(.cardPublished, #"{"card": "bike", "rates": [], "crossing": "perBlock"}"#)
        var steps: [(at: Int64, CommandName, String)] = []
        for number in 0..<90 {
            let kinds: [Car] = [.plain, .reserved, .validated, .paying, .refunded, .waived, .partly, .byHand, .bike]
            steps += visit(number, kinds[number % kinds.count])
        }
        for day in 0..<2 {
            let first = TwoDays.days[day]
            steps.append(
                (
                    Int64(day) * 1380 + 600, .grantPermit,
                    #"{"plate": "M-P \#(day)", "kind": "subscription", "subscription": "week", "firstDay": "\#(first)"}"#
                ))
        }
        set(.minutes(200))
        await sent(.exit, #"{"plate": "M-X 9", "gate": "out"}"#)
        var inside: [String: Substring] = [:]
        for (at, name, body) in steps.sorted(by: { $0.at < $1.at }) {
            set(.minutes(at))
            let plate = String(body.dropFirst(11).prefix { $0 != "\"" })
            guard name != .plateSeen, name != .reserve, name != .grantPermit else {
                let reply = await sent(name, body)
                if name == .plateSeen, body.contains(#""in""#), reply?.contains(#""answer":"open""#) ?? false {
                    let opened = try #require(await sent(.gateOpen, body))
                    inside[plate] = try #require(opened.firstMatch(of: /"session":([0-9]+)/)?.1)
                }
                continue
            }
            // Whoever was denied is not there.
            guard let session = inside[plate] else {
                if !body.contains("plate") { await sent(name, body) }
                continue
            }
            let isOfMoney = [.pay, .refund, .waive].contains(name)
            await sent(
                name, isOfMoney ? body.replacing("\"plate\": \"\(plate)\"", with: "\"session\": \(session)") : body)
        }
    }

    /// Minutes behind the first day's beginning.
    private func set(_ span: TimeSpan) {
        clock.set(ZoneRules.berlin.start(of: TwoDays.days[0]) + span)
    }

    /// The reply; nil where the garage refuses.
    @discardableResult
    private func sent(_ name: CommandName, _ body: String) async -> String? {
        (try? await site.send(name, body)).map { String(decoding: $0.json, as: UTF8.self) }
    }

    private mutating func visit(_ number: Int, _ car: Car) -> [(at: Int64, CommandName, String)] {
        let plate = #"{"plate": "M-A \#(number + 1)""#
        // The second day has an hour less.
        let day = Int64(number % 2)
        var enters = day * 1440 + Int64.random(in: 300...1000, using: &random)
        var leaves = enters + [7, 14, 27, 45, 70, 130, 200, 290].randomElement(using: &random)!
        // One there is that comes and goes before all others, and pays nothing.
        if number == 7 { (enters, leaves) = (1440 + 200, 1440 + 214) }
        var steps: [(at: Int64, CommandName, String)] = []
        if car == .reserved { steps.append((-100, .reserve, plate + #", "day": "\#(TwoDays.days[Int(day)])"}"#)) }
        let vehicle = car == .bike ? #", "vehicle": "bike""# : ""
        steps.append((enters, .plateSeen, plate + #", "gate": "in"\#(vehicle)}"#))
        let (paid, till) = (leaves - 3, #", "till": "kiosk-\#(number % 2)""#)
        switch car {
        // Whoever is inside is denied.
        case .plain: steps.append((leaves - 1, .plateSeen, plate + #", "gate": "in"}"#))
        case .reserved, .bike: break
        case .validated: steps.append((leaves - 2, .validate, plate + #", "validation": "shop"}"#))
        case .paying, .refunded:
            steps.append((paid, .pay, plate + #", "method": "\#(number % 4 < 2 ? "cash" : "app")"\#(till)}"#))
            guard car == .refunded else { break }
            steps.append(
                (paid + 1, .refund, plate + #", "method": "cash", "amount": "1.00", "reason": "goodwill"\#(till)}"#))
        case .waived: steps.append((paid, .waive, plate + #", "reason": "goodwill"}"#))
        case .partly: steps.append((paid, .pay, plate + #", "method": "cash", "amount": "2.00"\#(till)}"#))
        case .byHand:
            steps.append((leaves - 1, .gateOpen, #"{"gate": "out", "remark": "the printer is out of paper"}"#))
        }
        if car != .byHand { steps.append((leaves, .plateSeen, plate + #", "gate": "out"}"#)) }
        steps.append((leaves, .exit, plate + #", "gate": "out"}"#))
        return steps
    }
}

extension ZoneRules {
    static let berlin = ZoneDatabase().rules("Europe/Berlin")!
}
