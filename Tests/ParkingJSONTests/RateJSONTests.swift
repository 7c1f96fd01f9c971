import Chronology
import Money
import ParkingJSON
import Tariffs
import Testing

/// Rates as operators write them.
@Suite struct RateJSONTests {
    private func read(_ json: String, _ currency: Currency = .euro) throws(JSONError) -> Rate {
        try JSONReader.read(Array(json.utf8)) { (reader: inout JSONReader) throws(JSONError) in
            try reader.rate(in: currency)
        }
    }

    private func write(_ rate: Rate, _ currency: Currency = .euro) -> String {
        var json = JSONWriter()
        json.rate(rate, in: currency)
        return text(json.bytes)
    }

    @Test(arguments: [Currency.euro, .yen]) func `every rate reads back as it was written`(currency: Currency) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = RandomEvent(seed)
        for index in 0..<2_000 {
            let rate = draw.rate()
            #expect(try read(write(rate, currency), currency) == rate, "seed \(seed), rate \(index)")
        }
    }

    @Test func `what is left out is the default`() throws {
        let rate = try read(#"{"id":"day","price":{"perDay":"12"}}"#)
        #expect(rate == Rate(id: RateID("day")!, name: "day", price: .perDay(Money(minorUnits: 1_200))))
        #expect(write(rate) == #"{"id":"day","name":"day","tier":"casual","price":{"perDay":"12.00"}}"#)
    }

    @Test func `a window without days is every day's, or a date's`() throws {
        let windows = try read(
            #"{"id":"a","price":{"once":"1"},"windows":[{"from":"08:00","until":"24:00"},"#
                + #"{"from":"2026-03-02T08:00","until":"2026-03-03 02:00:30"},{"days":[],"from":"08:00","until":"08:00"}]}"#
        ).windows
        #expect(
            windows == [
                .weekly(days: Set(Weekday.allCases), from: LocalTime("08:00")!, until: .endOfDay),
                .once(from: LocalDateTime("2026-03-02T08:00")!, until: LocalDateTime("2026-03-03T02:00:30")!),
                .weekly(days: [], from: LocalTime("08:00")!, until: LocalTime("08:00")!),
            ])
    }

    static let wrong: [(String, JSONError.Kind, String)] = [
        (#""price":{"once":"1"}"#, .missingField, "id"),
        (#""id":"a""#, .missingField, "price"),
        (#""id":"A""#, .value, "id"),
        (#""name":7"#, .value, "name"),
        (#""group":"x y""#, .value, "group"),
        (#""tier":"royal""#, .value, "tier"),
        (#""price":{}"#, .value, "price"),
        (#""price":{"price":"1"}"#, .unknownField, "price.price"),
        (#""price":{"once":"1","perDay":"2"}"#, .value, "price.perDay"),
        (#""price":{"perUnit":"1","once":"2"}"#, .value, "price.once"),
        (#""price":{"perUnit":"1"}"#, .missingField, "price.every"),
        (#""price":{"once":"1","every":"1 h"}"#, .value, "price.every"),
        (#""price":{"once":1.5}"#, .value, "price.once"),
        (#""price":{"once":"1.5e3"}"#, .value, "price.once"),
        (#""price":{"once":"99999999999999999999"}"#, .value, "price.once"),
        (#""windows":[{"from":"08:00"}]"#, .missingField, "windows[0].until"),
        (#""windows":[{"until":"08:00"}]"#, .missingField, "windows[0].from"),
        (#""windows":[{"from":"08:00","until":"09:00"},{"from":"08:00","until":"24:01"}]"#, .value, "windows[1].until"),
        (#""windows":[{"from":"2026-03-02T08:00","until":"09:00"}]"#, .value, "windows[0].until"),
        (#""windows":[{"days":["monday"],"from":"2026-03-02T08:00","until":"09:00"}]"#, .value, "windows[0].from"),
        (#""windows":[{"days":["funday"]}]"#, .value, "windows[0].days[0]"),
        (#""windows":[{"windows":1}]"#, .unknownField, "windows[0].windows"),
        (#""caps":[{"per":"day"}]"#, .missingField, "caps[0].amount"),
        (#""caps":[{"amount":"1"}]"#, .missingField, "caps[0].per"),
        (#""caps":[{"amount":"1","per":"week"}]"#, .value, "caps[0].per"),
        (#""caps":[{"amount":"1","per":"day","from":"08:00"}]"#, .value, "caps[0].per"),
        (#""caps":[{"amount":"1","from":"08:00"}]"#, .missingField, "caps[0].until"),
        (#""caps":[{"amount":"1","from":"8","until":"09:00"}]"#, .value, "caps[0].from"),
        (#""grace":"a while""#, .value, "grace"),
        (#""colour":"red""#, .unknownField, "colour"),
    ]

    @Test(arguments: wrong.indices) func `what is wrong with a rate is told by its place`(index: Int) throws {
        let (fields, kind, path) = Self.wrong[index]
        let error = try #require(throws: JSONError.self) { try read("{\(fields)}") }
        #expect((error.kind, error.path) == (kind, path), "\(error)")
    }
}
