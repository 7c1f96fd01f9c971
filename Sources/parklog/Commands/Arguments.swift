// The trade's values as arguments of the command line.

public import Access
public import ArgumentParser
public import Chronology
import HTTPAPI
public import Logging
public import Parking
public import Projections
public import Quoting
public import Tariffs

extension Logger.Level: @retroactive ExpressibleByArgument {}
extension AsOf.Basis: ExpressibleByArgument {}
extension CommandName: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}
extension SessionView.State: ExpressibleByArgument {}
extension ExceptionFilter.State: ExpressibleByArgument {}
extension ExceptionKind: ExpressibleByArgument {}

extension GarageID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension TillID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension GateID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension Plate: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension TextID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(hex: argument) }
}

extension TicketID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension CommandID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension Parking.Actor: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension Instant: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension LocalDay: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension WallTime: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension CardID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension SubscriptionID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension GroupID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension ValidationID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension AgreementID: ExpressibleByArgument {
    /// Reads an argument of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension TimeSpan: ExpressibleByArgument {
    /// Reads an argument of the command line, such as `15 min`.
    public init?(argument: String) { self.init(text: argument) }
}
