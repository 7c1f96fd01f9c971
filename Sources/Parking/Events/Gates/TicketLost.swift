package import JSON
package import Money
import Tariffs

/// The driver of a car that left had lost the ticket; the exit's event stands right before.
public struct TicketLost: EventBody {
    /// The exit.
    public let exit: ExitID
    /// What the driver pays.
    public let lost: LostTicket
    /// Why, by a code, where somebody said.
    public let reason: ReasonCode?
    /// What a person had to say about it.
    public let remark: Remark?

    package static let name = "ticket-lost"
    package static let fields = ["exit", "claimedEntry", "currency", "price", "reason", "remark"]

    /// A car that left without its ticket.
    public init(_ exit: ExitID, _ lost: LostTicket, reason: ReasonCode? = nil, remark: Remark? = nil) {
        self.exit = exit
        self.lost = lost
        self.reason = reason
        self.remark = remark
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        exit = try fields.required("exit")
        let price =
            fields.has("price") ? try fields.amount("price", in: fields.required("currency")) : nil
        lost = LostTicket(claimedEntry: try fields.optional("claimedEntry"), price: price)
        reason = try fields.optional("reason")
        remark = try fields.optional("remark")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("exit", number: exit.version)
        json.field("claimedEntry", lost.claimedEntry)
        if let price = lost.price {
            json.field("currency", currency.code)
            json.field("price", price.decimal(in: currency))
        }
        json.field("reason", reason)
        json.field("remark", remark)
    }

    package func sentence(in currency: Currency) -> String {
        let claim = lost.claimedEntry.map { ", and says that the car came in at \($0)" } ?? ""
        let price = lost.price.map { "; the price for that is \($0.decimal(in: currency)) \(currency.code)" } ?? ""
        return "The driver of exit \(exit) has lost the ticket\(claim)\(price)\(remark.map { ": \($0)" } ?? "")."
    }

    package var event: GarageEvent { .ticketLost(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.settle(exit, lost)
    }
}
