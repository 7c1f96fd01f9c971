package import JSON
import Chronology

extension JSONReader {
    package mutating func agreements() throws(JSONError) -> [Agreement] {
        try list { (reader: inout JSONReader) throws(JSONError) in try reader.agreement() }
    }

    private mutating func agreement() throws(JSONError) -> Agreement {
        var id: AgreementID?
        var effect: Agreement.Effect?
        try object(["id", "card", "minutesOff"]) { (reader: inout JSONReader, field) throws(JSONError) in
            if ["card", "minutesOff"].contains(field), effect != nil {
                throw JSONError("stands beside another effect; an agreement has one of card and minutesOff")
            }
            switch field {
            case "id": id = try reader.identifier(AgreementID.init)
            case "card": effect = .card(try reader.identifier(CardID.init))
            case "minutesOff": effect = .minutesOff(try reader.span())
            default: throw .unknownField
            }
        }
        let name = try required(id, "id")
        guard let effect else { throw JSONError("must have one of card and minutesOff") }
        return Agreement(id: name, effect: effect)
    }
}

extension JSONWriter {
    /// The field `agreements`; left out where there are none.
    package mutating func agreements(_ agreements: [Agreement]) {
        guard !agreements.isEmpty else { return }
        name("agreements")
        array(agreements) { json, agreement in
            json.object {
                $0.field("id", agreement.id)
                switch agreement.effect {
                case .card(let card): $0.field("card", card)
                case .minutesOff(let span): $0.field("minutesOff", span.text)
                }
            }
        }
    }
}
