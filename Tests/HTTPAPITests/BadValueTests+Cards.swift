extension HTTPTests.BadValueTests {
    static let rates: [BadCommand] = [
        .rate("a negative price", #"{"perUnit": "-0.01", "every": "1 h"}"#, "invalid-rate", 422, "price.perUnit"),
        .rate("a negative amount once", #"{"once": "-20"}"#, "invalid-rate", 422, "price.once"),
        .rate("no unit's length", #"{"perUnit": "1.00", "every": "0 min"}"#, "invalid-rate", 422, "price.every"),
        .rate("a unit of seconds", #"{"perUnit": "1.00", "every": "90 s"}"#, "invalid-rate", 422, "price.every"),
        .rate("a unit of years", #"{"perUnit": "1.00", "every": "367 days"}"#, "invalid-rate", 422, "price.every"),
        .rate(
            "a unit beyond all time", #"{"perUnit": "1.00", "every": "999999999 days"}"#, "invalid-value", 400,
            "price.every"),
        .rate("a negative unit", #"{"perUnit": "1.00", "every": "-1 h"}"#, "invalid-value", 400, "price.every"),
        .rate("an absurd amount", #"{"once": "99999999999999999999"}"#, "invalid-value", 400, "price.once"),
        .rate("a cent too many", #"{"once": "92233720368547758.08"}"#, "invalid-value", 400, "price.once"),
        .rate("no stay's charge fits", #"{"once": "92233720368547758.07"}"#, "invalid-value", 400, "price.once"),
        .rate("a thousand million", #"{"perDay": "1000000000"}"#, "invalid-value", 400, "price.perDay"),
        .rate(
            "a cap beyond all", #"{"once": "1"}"#, more: #", "caps": [{"amount": "1000000000.00", "per": "day"}]"#,
            "invalid-value", 400, "caps[0].amount"),
        .rate("three decimals", #"{"once": "1.005"}"#, "invalid-value", 400, "price.once"),
        .rate("an exponent", #"{"once": "1e3"}"#, "invalid-value", 400, "price.once"),
        .rate("a number", #"{"once": 20}"#, "invalid-value", 400, "price.once"),
        .rate("not a number", #"{"once": "NaN"}"#, "invalid-value", 400, "price.once"),
        .rate("two prices", #"{"once": "1.00", "perDay": "2.00"}"#, "invalid-value", 400, "price.perDay"),
        .rate("no price", "{}", "invalid-value", 400, "price"),
        .rate("no unit", #"{"perUnit": "1.00"}"#, "missing-field", 400, "price.every"),
        .rate("an unknown tier", #"{"once": "1.00"}"#, more: #", "tier": "vip""#, "invalid-value", 400, "tier"),
        .rate("a grace of days", #"{"once": "1.00"}"#, more: #", "grace": "25 h""#, "invalid-rate", 422, "grace"),
        .rate(
            "a window without length", #"{"once": "1.00"}"#,
            more: #", "windows": [{"from": "2026-03-05T13:00", "until": "2026-03-05T13:00"}]"#, "invalid-rate", 422,
            "windows[0].until"),
        .rate(
            "a window without days", #"{"once": "1.00"}"#,
            more: #", "windows": [{"days": [], "from": "07:00", "until": "08:00"}]"#, "invalid-rate", 422,
            "windows[0].days"),
        .rate(
            "a condition without days", #"{"once": "1.00"}"#, more: #", "conditions": {"days": []}"#,
            "invalid-value", 400, "conditions.days"),
        .rate(
            "hours of a grid without days",
            #"{"weekGrid": [{"name": "a", "amount": "1.00", "hours": [{"days": [], "from": "08:00", "until": "09:00"}]}]}"#,
            more: "", "invalid-value", 400, "price.weekGrid[0].hours[0].days"),
        .rate(
            "hour 25", #"{"once": "1.00"}"#, more: #", "windows": [{"from": "25:00", "until": "26:00"}]"#,
            "invalid-value", 400, "windows[0].from"),
        .rate(
            "a cap below nothing", #"{"once": "1.00"}"#, more: #", "caps": [{"amount": "-1", "per": "day"}]"#,
            "invalid-rate", 422, "caps[0].amount"),
        .rate(
            "a cap of two periods", #"{"once": "1.00"}"#,
            more: #", "caps": [{"amount": "1", "per": "day", "from": "07:00"}]"#, "invalid-value", 400,
            "caps[0].per"),
        .rate("a card in capitals", #"{"once": "1.00"}"#, more: #", "card": "BIKE""#, "invalid-value", 400, "card"),
        .rate(
            "two audiences", #"{"once": "1.00"}"#, more: #", "group": "a", "validation": "b""#, "invalid-value",
            400,
            "validation"),
        .rate("an empty name", #"{"once": "1.00"}"#, more: #", "name": """#, "invalid-rate", 422, "name"),
    ]

    static let cards: [BadCommand] = [
        BadCommand("no crossing", "card-published", #"{"rates": []}"#, "missing-field", 400, "crossing"),
        BadCommand("no rates", "card-published", #"{"crossing": "perBlock"}"#, "missing-field", 400, "rates"),
        BadCommand("no change of a card", "card-published", #"{"tax": null}"#, "missing-field", 400, "rates"),
        BadCommand("no way to cross", "card-published", #"{"crossing": null}"#, "invalid-value", 400, "crossing"),
        BadCommand("no list of rates", "card-published", #"{"rates": null}"#, "invalid-value", 400, "rates"),
        BadCommand(
            "one rate twice", "card-published",
            #"{"crossing": "perBlock", "rates": [{"id": "a", "price": {"once": "1"}}, {"id": "a", "price": {"once": "1"}}]}"#,
            "invalid-rate", 422, "rates[1].id"),
        BadCommand(
            "a negative price", "card-published",
            #"{"crossing": "perBlock", "rates": [{"id": "a", "price": {"once": "-1"}}]}"#, "invalid-rate", 422,
            "rates[0].price.once"),
        BadCommand(
            "a tax above all", "card-published",
            #"{"crossing": "perBlock", "rates": [], "tax": {"name": "VAT", "rate": "101", "included": true}}"#,
            "invalid-rate", 422, "tax.rate"),
        BadCommand(
            "an agreement that does nothing", "card-published",
            #"{"crossing": "perBlock", "rates": [], "agreements": [{"id": "a", "minutesOff": "0 min"}]}"#,
            "invalid-rate", 422, "agreements[0].minutesOff"),
        BadCommand("not offered", "rate-withdrawn", #"{"rate": "a"}"#, "unknown-rate", 404, "rate"),
        BadCommand("no rate", "rate-withdrawn", "{}", "missing-field", 400, "rate"),
        BadCommand(
            "nobody's", "validate", #"{"session": 7, "validation": "cinema"}"#, "unknown-session", 404, "session"),
        BadCommand(
            "not inside", "validate", #"{"plate": "A 1", "validation": "cinema"}"#, "unknown-session", 404,
            "plate"),
        BadCommand(
            "no such ticket", "apply-agreement", #"{"ticket": "T", "agreement": "hospital"}"#, "unknown-session",
            404, "ticket"),
        BadCommand("no stay", "validate", #"{"validation": "cinema"}"#, "missing-field"),
        BadCommand(
            "two names for a stay", "validate", #"{"session": 7, "plate": "A 1", "validation": "cinema"}"#,
            "invalid-value", 400, "session"),
        BadCommand(
            "words", "apply-agreement", #"{"session": 7, "agreement": "The Hospital"}"#, "invalid-value", 400,
            "agreement"),
        BadCommand(
            "a vehicle in words", "gate-open", #"{"gate": "north", "vehicle": "Big Car"}"#, "invalid-value", 400,
            "vehicle"),
        BadCommand(
            "a vehicle that leaves", "exit", #"{"gate": "south", "vehicle": "bike"}"#, "unknown-field", 400,
            "vehicle"),
    ]
}
