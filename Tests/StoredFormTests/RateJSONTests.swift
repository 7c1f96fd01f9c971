import Chronology
import Money
import JSON
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
        for index in 0..<1_000 {
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

    /// The fields behind the tier, as they are written, and what else is read as the same.
    static let forms: [(Rate, String, [String])] = [
        (
            Rate(id: RateID("a")!, audience: .validation(ValidationID("cinema")!), price: .once(.zero)),
            #"{"id":"a","name":"a","validation":"cinema","tier":"casual","price":{"once":"0.00"}}"#, []
        ),
        (
            Rate(
                id: RateID("a")!,
                earlyBird: EarlyBird(
                    entry: .weekly(days: [.monday], from: LocalTime("07:00")!, until: LocalTime("09:30")!)),
                price: .once(.zero)),
            #"{"id":"a","name":"a","tier":"casual","earlyBird":{"entry":{"days":["monday"],"from":"07:00","#
                + #""until":"09:30"}},"price":{"once":"0.00"}}"#, []
        ),
        (
            Rate(
                id: RateID("a")!,
                conditions: StayConditions(
                    entryDays: [.sunday, .tuesday], minimumStay: .days(2), maximumStay: .hours(24)),
                price: .steps([
                    Step(Money(minorUnits: 300), every: .minutes(30), lasting: .minutes(30)),
                    Step(Money(minorUnits: 200), every: .minutes(30)),
                ]), flat: true, cardCaps: .excluded, grace: .seconds(1), free: .hours(3), tolerance: .minutes(5)),
            #"{"id":"a","name":"a","tier":"casual","conditions":{"days":["tuesday","sunday"],"minimumStay":"2 days","#
                + #""maximumStay":"24 h"},"price":{"steps":[{"amount":"3.00","every":"30 min","for":"30 min"},"#
                + #"{"amount":"2.00","every":"30 min"}]},"flat":true,"cardCaps":"excluded","grace":"1 s","free":"3 h","#
                + #""tolerance":"5 min"}"#,
            [
                #"{"tolerance":"300 s","free":"180 min","grace":"1 s","cardCaps":"excluded","flat":true,"caps":[],"#
                    + #""price":{"steps":[{"for":"30 min","amount":"3","every":"30 min"},"#
                    + #"{"every":"30 min","amount":"2.0"}]},"conditions":{"maximumStay":"1 day","minimumStay":"48 h","#
                    + #""days":["sunday","tuesday"]},"windows":[],"id":"a"}"#
            ]
        ),
        (
            Rate(id: RateID("a")!, conditions: StayConditions(), price: .once(.zero), flat: false),
            #"{"id":"a","name":"a","tier":"casual","price":{"once":"0.00"}}"#,
            [#"{"id":"a","conditions":{},"flat":false,"free":"0 s","tolerance":"0 min","price":{"once":"0"}}"#]
        ),
    ]

    @Test(arguments: forms.indices) func `a rate is written in this form`(index: Int) throws {
        let (rate, json, same) = Self.forms[index]
        #expect(write(rate) == json)
        for json in [json] + same { #expect(try read(json) == rate) }
    }

    @Test func `the hours of a grid are written as the longest ranges, each with its days`() throws {
        func hours(_ ranges: String) -> String {
            #"{"id":"a","name":"a","tier":"casual","price":{"weekGrid":[{"name":"n","amount":"4.00","#
                + #""hours":[\#(ranges)]}]}}"#
        }
        let canonical = hours(
            #"{"days":["monday","wednesday"],"from":"08:00","until":"11:00"},"#
                + #"{"days":["monday"],"from":"22:00","until":"24:00"},"#
                + #"{"days":["tuesday"],"from":"00:00","until":"01:00"}"#)
        let scattered = hours(
            #"{"days":["tuesday"],"from":"00:00:00","until":"01:00"},"#
                + #"{"days":["wednesday","monday"],"from":"10:00","until":"11:00"},"#
                + #"{"days":["monday"],"from":"23:00","until":"24:00"},{"days":["monday"],"from":"22:00","until":"24:00"},"#
                + #"{"days":["wednesday"],"from":"08:00","until":"10:00"},{"days":["monday"],"from":"08:00","until":"10:00"}"#
        )
        #expect(try write(read(scattered)) == canonical)
        #expect(try write(read(canonical)) == canonical)
        let always = try read(hours(#"{"from":"00:00","until":"24:00"}"#)).price
        guard case .weekGrid(let grid) = always else {
            Issue.record("\(always)")
            return
        }
        #expect(grid.cells[0].hours.count == 168)
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
        (#""validation":"X""#, .value, "validation"),
        (#""group":"a","validation":"b""#, .value, "validation"),
        (#""validation":"b","group":"a""#, .value, "group"),
        (#""earlyBird":{"entry":{"from":"07:00"}}"#, .missingField, "earlyBird.entry.until"),
        (#""earlyBird":{"exit":[]}"#, .value, "earlyBird.exit"),
        (#""earlyBird":{"from":"07:00"}"#, .unknownField, "earlyBird.from"),
        (#""conditions":{"days":["monday","funday"]}"#, .value, "conditions.days[1]"),
        (#""conditions":{"minimumStay":"-1 h"}"#, .value, "conditions.minimumStay"),
        (#""conditions":{"stay":"1 h"}"#, .unknownField, "conditions.stay"),
        (#""flat":"true""#, .value, "flat"),
        (#""cardCaps":true"#, .value, "cardCaps"),
        (#""free":3"#, .value, "free"),
        (#""tolerance":"5min""#, .value, "tolerance"),
        (#""price":{"steps":[],"once":"1"}"#, .value, "price.once"),
        (#""price":{"perUnit":"1","weekGrid":[]}"#, .value, "price.weekGrid"),
        (#""price":{"steps":[],"every":"1 h"}"#, .value, "price.every"),
        (#""price":{"steps":[{"every":"1 h"}]}"#, .missingField, "price.steps[0].amount"),
        (#""price":{"steps":[{"amount":"1"}]}"#, .missingField, "price.steps[0].every"),
        (#""price":{"steps":[{"amount":"1","every":"1 h","until":"2 h"}]}"#, .unknownField, "price.steps[0].until"),
        (#""price":{"weekGrid":[{"amount":"1","hours":[]}]}"#, .missingField, "price.weekGrid[0].name"),
        (#""price":{"weekGrid":[{"name":"a","hours":[]}]}"#, .missingField, "price.weekGrid[0].amount"),
        (#""price":{"weekGrid":[{"name":"a","amount":"1"}]}"#, .missingField, "price.weekGrid[0].hours"),
        (#""price":{"weekGrid":[{"hours":[{"from":"08:30"}]}]}"#, .value, "price.weekGrid[0].hours[0].from"),
        (
            #""price":{"weekGrid":[{"hours":[{"from":"22:00","until":"06:00"}]}]}"#, .value,
            "price.weekGrid[0].hours[0].until"
        ),
        (
            #""price":{"weekGrid":[{"hours":[{"from":"24:00","until":"24:00"}]}]}"#, .value,
            "price.weekGrid[0].hours[0].until"
        ),
        (#""price":{"weekGrid":[{"hours":[{"until":"06:00"}]}]}"#, .missingField, "price.weekGrid[0].hours[0].from"),
        (#""colour":"red""#, .unknownField, "colour"),
    ]

    @Test(arguments: wrong.indices) func `what is wrong with a rate is told by its place`(index: Int) throws {
        let (fields, kind, path) = Self.wrong[index]
        let error = try #require(throws: JSONError.self) { try read("{\(fields)}") }
        #expect((error.kind, error.path) == (kind, path), "\(error)")
    }
}
