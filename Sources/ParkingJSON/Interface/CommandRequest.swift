public import Money
public import Parking
import Tariffs

/// A command as it came in, which may still name a plate by its characters.
public enum CommandRequest: Sendable {
    /// It names no plate.
    case complete(Command)
    /// It becomes a command once the vault has said what events call the plate.
    case naming(Plate, @Sendable (PlateID) -> Command)

    /// Reads the body of a command.
    ///
    /// - Parameter currency: the garage's, for a rate's amounts; nil while there is no garage.
    public static func read(
        _ name: CommandName, _ body: [UInt8], currency: Currency?, zones: ZoneLookup
    ) throws(JSONError) -> CommandRequest {
        try JSONReader.read(body) { (reader: inout JSONReader) throws(JSONError) in
            switch name {
            case .configureGarage: return .complete(.configureGarage(try reader.settings(zones: zones)))
            case .ratePublished:
                let currency = try known(currency)
                var card = CardID.standard
                let rate = try reader.rate(in: currency) { (reader: inout JSONReader, field) throws(JSONError) in
                    guard field == "card" else { throw .unknownField }
                    card = try reader.identifier(CardID.init)
                }
                return .complete(.ratePublished(rate, on: card))
            case .cardPublished:
                let named = try reader.namedRateCard(in: try known(currency))
                return .complete(.cardPublished(named.card, on: named.id))
            default: return try CommandFields(&reader, name).request(name)
            }
        }
    }

    private static func known(_ currency: Currency?) throws(JSONError) -> Currency {
        guard let currency else { throw JSONError("has amounts of a garage that is not configured yet") }
        return currency
    }
}
