package import JSON
import Chronology
package import Money

extension JSONReader {
    package mutating func price(in currency: Currency) throws(JSONError) -> Price {
        var price: Price?
        var amount: Money?
        var every: TimeSpan?
        try object(
            ["perUnit", "every", "steps", "once", "perDay", "weekGrid"]
        ) { (reader: inout JSONReader, field) throws(JSONError) in
            if ["perUnit", "steps", "once", "perDay", "weekGrid"].contains(field), price != nil || amount != nil {
                throw JSONError("stands beside another price; a rate has one")
            }
            switch field {
            case "perUnit": amount = try reader.namedAmount(currency)
            case "every": every = try reader.span()
            case "steps":
                let steps = try reader.list { (reader: inout JSONReader) throws(JSONError) in
                    try reader.step(in: currency)
                }
                price = .steps(steps)
            case "once": price = .once(try reader.namedAmount(currency))
            case "perDay": price = .perDay(try reader.namedAmount(currency))
            case "weekGrid": price = .weekGrid(try reader.weekGrid(in: currency))
            default: throw .unknownField
            }
        }
        if let amount { return .perUnit(amount, every: try required(every, "every")) }
        guard every == nil else { throw JSONError("goes with perUnit only", path: "every") }
        guard let price else { throw JSONError("must have one of perUnit, steps, once, perDay, weekGrid") }
        return price
    }

    private mutating func step(in currency: Currency) throws(JSONError) -> Step {
        var amount: Money?
        var every: TimeSpan?
        var lasting: TimeSpan?
        try object(["amount", "every", "for"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "amount": amount = try reader.namedAmount(currency)
            case "every": every = try reader.span()
            case "for": lasting = try reader.span()
            default: throw .unknownField
            }
        }
        return Step(try required(amount, "amount"), every: try required(every, "every"), lasting: lasting)
    }
}

extension JSONWriter {
    package mutating func price(_ price: Price, in currency: Currency) {
        object { json in
            switch price {
            case .perUnit(let amount, let every):
                json.field("perUnit", amount.decimal(in: currency))
                json.field("every", every.text)
            case .steps(let steps):
                json.name("steps")
                json.array(steps) { $0.step($1, in: currency) }
            case .once(let amount): json.field("once", amount.decimal(in: currency))
            case .perDay(let amount): json.field("perDay", amount.decimal(in: currency))
            case .weekGrid(let grid):
                json.name("weekGrid")
                json.weekGrid(grid, in: currency)
            }
        }
    }

    private mutating func step(_ step: Step, in currency: Currency) {
        object { json in
            json.field("amount", step.amount.decimal(in: currency))
            json.field("every", step.every.text)
            json.field("for", step.lasting?.text)
        }
    }
}
