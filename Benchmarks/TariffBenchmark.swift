import SystemTime
import ArgumentParser
import CAllocationCount
import Chronology
import Foundation
import Money
import JSON
import Hosting
import TariffOracle
import Tariffs

/// Quotes a second on one core, beside an engine that looks at every minute, and what a quote allocates.
struct TariffBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tariffs",
        abstract: "Quotes a second on one core beside a minute-by-minute reference, and allocations a quote.")

    @Option(help: "The card with every kind of rate.")
    var card = "docs/cards/inugo.json"

    @Option(help: "How often each is measured; the median counts.")
    var rounds = 5

    func run() throws {
        let zone = try zone("Pacific/Auckland")
        let hourly = RateCard(rates: [
            Rate(id: RateID("hour")!, price: .perUnit(Money(minorUnits: 500), every: .hours(1)))
        ])
        let full = try RateCardDocument(json: [UInt8](Data(contentsOf: URL(filePath: card)))).rateCard
        print("quote                              quotes/s     ns/quote  allocations  reference ns  ratio")
        try measure("1 h, one rate by the unit", hourly, zone, stays: 500, of: 60...60, repeated: 200)
        try measure("1–10 h, \(full.rates.count) rates", full, zone, stays: 500, of: 60...600, repeated: 40)
        try measure("30 days, \(full.rates.count) rates", full, zone, stays: 60, of: 43_200...43_200, repeated: 10)
        // Without the long-stay rate every day of the stay has its blocks.
        let short = RateCard(rates: full.rates.filter { $0.tier != .advanced }, terms: full.terms)
        try measure("30 days, all by the hour", short, zone, stays: 60, of: 43_200...43_200, repeated: 10)
        try compile(full, zone)
    }

    private func zone(_ name: String) throws -> ZoneRules {
        guard let zone = ZoneDatabase().rules(name) else { throw ValidationError("There is no zone \(name).") }
        return zone
    }

    private func measure(
        _ name: String, _ card: RateCard, _ zone: ZoneRules, stays count: Int, of minutes: ClosedRange<Int64>,
        repeated: Int
    ) throws {
        let tariff = try Tariff([.standard: card], in: zone)
        let stays = TariffBenchmark.stays(count, of: minutes, in: zone)
        var totals: [Int64] = []
        for stay in stays { totals.append(try tariff.price(stay).total.minorUnits) }
        // The reference is far slower, so fewer stays tell.
        let asked = stays.prefix(20)
        let (first, last) = (asked.map(\.entry).min() ?? .earliest, asked.map(\.exit).max() ?? .earliest)
        let clock = WallClock(zone, from: first - .days(3), until: last + .days(3))
        let reference = try time(asked.count) {
            for (stay, total) in zip(asked, totals) {
                let other = MinuteByMinute(stay, by: [.standard: card], on: clock).total
                guard other == total else { throw ValidationError("The engines disagree: \(total), \(other)") }
            }
        }
        var nanoseconds: [Double] = []
        var allocations = 0.0
        for _ in 0..<rounds {
            let before = allocation_count()
            nanoseconds.append(
                try time(stays.count * repeated) {
                    for _ in 0..<repeated {
                        for stay in stays { _ = try tariff.price(stay) }
                    }
                })
            allocations = Double(allocation_count() - before) / Double(stays.count * repeated)
        }
        let median = nanoseconds.sorted()[rounds / 2]
        print(
            name.padded(to: 32), "\(Int(1e9 / median))".padded(to: 12), rounded(median).padded(to: 12),
            rounded(allocations).padded(to: 12), rounded(reference).padded(to: 13), "\(Int(reference / median))")
    }

    private func compile(_ full: RateCard, _ zone: ZoneRules) throws {
        let fifty = RateCard(
            rates: (0..<50).map { index in
                var rate = full.rates[index % full.rates.count]
                rate.id = RateID("rate-\(index)")!
                return rate
            }, terms: full.terms)
        var microseconds: [Double] = []
        for _ in 0..<rounds {
            microseconds.append(
                try time(200) { for _ in 0..<200 { _ = try Tariff([.standard: fifty], in: zone) } } / 1e3)
        }
        print("compiling a book of 50 rates: \(rounded(microseconds.sorted()[rounds / 2])) µs")
    }

    /// Stays that begin at all hours of a week, some of staff, some validated.
    private static func stays(_ count: Int, of minutes: ClosedRange<Int64>, in zone: ZoneRules) -> [Stay] {
        let monday = zone.start(of: LocalDay(year: 2026, month: 3, day: 2)!)
        let spread = minutes.upperBound - minutes.lowerBound + 1
        return (0..<Int64(count)).map { index in
            let entry = monday + .minutes(index * 37 % 10_080)
            return Stay(
                entry: entry, exit: entry + .minutes(minutes.lowerBound + index * 13 % spread),
                groups: index % 3 == 0 ? [GroupID("staff")!] : [],
                validations: index % 4 == 0 ? [ValidationID("cinema")!] : [])
        }
    }

    /// Nanoseconds for each of so many repetitions.
    private func time(_ count: Int, _ body: () throws -> Void) throws -> Double {
        let started = ContinuousClock.now
        try body()
        return (ContinuousClock.now - started) / .nanoseconds(1) / Double(count)
    }
}
