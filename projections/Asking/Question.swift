public import Chronology
public import Parking

/// A question to a garage, as whichever edge it came by has read it.
public struct Question: Sendable {
    /// The garage.
    public var garage: GarageID
    /// The local day that it is about; nil for today, or that of the past moment.
    public var day: LocalDay?
    /// How many days on end it is about.
    public var days = 7
    /// The last local day that a report is about, the first one being ``day``; nil for today.
    public var lastDay: LocalDay?
    /// Which report it asks for.
    public var report: Report?
    /// The stay that it is about.
    public var session: SessionID?
    /// The receipt that it is about.
    public var receipt: ReceiptNumber?
    /// Where money was taken; nil for everywhere.
    public var till: TillID?
    /// Until when an open stay is to be charged; nil for now, or the past moment.
    public var until: Instant?
    /// Whose doing it must have been; nil for anybody's.
    public var madeBy: Actor?
    /// What is looked for.
    public var search = Search()
    /// Which rates it asks for.
    public var rates = RateSearch()
    /// The past moment that it is about; nil for now.
    public var asOf: AsOf?
    /// The generation that a list is compared with; nil for the whole list.
    public var since: Int64?
    /// The tags of answers that the asker has and need not get again.
    public var knows: Set<String> = []
    /// The version that the read model must have reached.
    public var minVersion: Int64?
    /// Which exceptions it asks for.
    public var exceptions = ExceptionFilter()
    /// Behind what a list begins.
    public var after: Int64 = 0
    /// How much of a list is wanted.
    public var limit = 100

    /// A question about a garage as it is now.
    public init(_ garage: GarageID) {
        self.garage = garage
    }

    /// The day that it is about, on the garage's calendar.
    func day(in zone: ZoneRules, now: Instant) -> LocalDay { day ?? zone.day(of: asOf?.moment ?? now) }
}

/// What a question may say besides its garage and its subject.
public enum QuestionParameter: String, CaseIterable, Sendable {
    case day, until, plate
    /// How many days on end it is about.
    case days
    /// Which stays are looked for besides: `lookAlike`, `ticket`, `state`, and the span of `from` and `until`.
    case stays
    /// Which part of a list is wanted: `after` and `limit`.
    case page
    /// A past moment: `asOf`, and `basis` for its sense.
    case asOf
    case minVersion
    /// What has changed since a generation: `since`.
    case since
    /// From when until when: `from` and `until`.
    case span
    /// From which local day to which, the last one included: `from` and `to`.
    case dayRange
    /// Where money was taken.
    case till
    /// Which exceptions are asked for: `state`, `kind` and `owner`.
    case exceptions
    /// Which rates are asked for: `card` and `group`.
    case rates

    /// Its names in a request.
    public var names: [String] {
        switch self {
        case .day, .days, .until, .plate, .minVersion, .since, .till: [rawValue]
        case .span: ["from", "until"]
        case .dayRange: ["from", "to"]
        case .stays: ["lookAlike", "ticket", "state", "from", "until"]
        case .page: ["after", "limit"]
        case .asOf: ["asOf", "basis"]
        case .exceptions: ["state", "kind", "owner"]
        case .rates: ["card", "group"]
        }
    }
}
