/// Something that may be read, by its address: that of a garage below `/v1/garages/{garage}/`.
public enum Reading: String, Hashable, Sendable, CaseIterable {
    case settings = ""
    case inside
    /// What may still be reserved.
    case availability
    /// Who waits for a day.
    case waiting
    case events
    case occupancy
    case allowlist = "allowlists/:day"
    /// A copy of that list with the rates, for a gate that cannot ask.
    case gateCopy = "allowlists/:day/copy"
    case permits
    case suspensions
    case reservations
    case overstays
    case exceptions
    case sessions
    case session = "sessions/:session"
    case charge = "sessions/:session/charge"
    /// What became of a stay, event by event.
    case story = "sessions/:session/story"
    case balance
    case rates
    /// What the hours of a day cost that are booked by the week's grid.
    case hourPrices = "hour-prices"
    case receipts
    case receipt = "receipts/:receipt"
    case takings
    case debts
    /// Figures by the name that the trade knows them by.
    case report = "reports/:report"
    /// What has stopped there, which is tried again at once; it is asked by `POST`.
    case retry = "projections/retry"
    /// All garages of the installation; each caller sees its own.
    case garages = "/v1/garages"
    /// What a stay would cost; it is asked by `POST`.
    case quotes = "/v1/quotes"
    /// By which keys gates verify their copies.
    case copyKeys = "/v1/copy-keys"

    /// Who may read it, and how far; operators and auditors may read everything there is to read.
    public var readers: [Role: Extent] {
        // It changes nothing that is told, and makes work.
        if self == .retry { return [.operator: .its] }
        var readers = othersThanAuditors
        for role in [Role.operator, .auditor] { readers[role] = .its }
        return readers
    }

    private var othersThanAuditors: [Role: Extent] {
        switch self {
        case .settings, .garages: [.gate: .its, .booking: .its, .kiosk: .its, .validator: .its, .reporting: .its]
        case .availability: [.booking: .its, .kiosk: .its, .reporting: .its]
        case .occupancy: [.gate: .its, .booking: .its, .kiosk: .its, .reporting: .its]
        case .allowlist: [.gate: .its, .reporting: .its]
        case .gateCopy, .copyKeys: [.gate: .its]
        case .reservations: [.booking: .itsOwn, .reporting: .its]
        case .sessions: [.kiosk: .named, .reporting: .its]
        case .session, .charge: [.kiosk: .its, .reporting: .its]
        case .quotes, .rates, .hourPrices: [.booking: .its, .kiosk: .its, .reporting: .its]
        case .debts, .report: [.reporting: .its]
        case .receipts, .takings: [.kiosk: .its, .reporting: .its]
        case .receipt: [.kiosk: .its, .booking: .its, .reporting: .its]
        case .story, .permits, .suspensions, .waiting, .overstays, .exceptions, .balance, .inside: [.reporting: .its]
        case .events, .retry: [:]
        }
    }
}

extension Reading {
    private static let garage = "/v1/garages/{garage}"

    /// Whether it is of one garage, which its address names.
    public var isOfGarage: Bool { !rawValue.hasPrefix("/") }

    /// Its address, with what varies in braces.
    public var address: String {
        guard isOfGarage else { return rawValue }
        let parts = rawValue.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
        return ([Reading.garage] + parts).joined(separator: "/")
    }

    private static let byAddress = Dictionary(uniqueKeysWithValues: allCases.map { ($0.address, $0) })

    /// What is read at an address; nil where nothing is.
    public init?(address: String) {
        guard let reading = Reading.byAddress[address] else { return nil }
        self = reading
    }
}
