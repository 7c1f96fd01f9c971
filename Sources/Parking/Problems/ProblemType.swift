/// Everything that may go wrong with a command or a question, by its stable name. Programs act on it; its meaning never changes.
public enum ProblemType: String, CaseIterable, Hashable, Sendable {
    // Any command.
    case unknownGarage = "unknown-garage"
    case unknownGate = "unknown-gate"
    case wrongDirection = "wrong-direction"
    case directionMissing = "direction-missing"
    case inTheFuture = "in-the-future"
    case tooLongAgo = "too-long-ago"
    case keyReused = "idempotency-key-reused"
    case overloaded
    case stopping

    // Settings and rates.
    case invalidSettings = "invalid-settings"
    case settingFixed = "setting-fixed"
    case invalidRate = "invalid-rate"
    case ratesUndecided = "rates-undecided"
    case unknownRate = "unknown-rate"

    // Rights.
    case dayOver = "day-over"
    case dayTooFar = "day-too-far"
    case notBookable = "not-bookable"
    case hourBookingsOff = "hour-bookings-off"
    case unknownVehicle = "unknown-vehicle"
    case alreadyReserved = "already-reserved"
    case dayFull = "day-full"
    case guestQuotaFull = "guest-quota-full"
    case unknownReservation = "unknown-reservation"
    case carInside = "car-inside"
    case endsBeforeStart = "ends-before-start"
    case alreadyPermitted = "already-permitted"
    case unknownPermit = "unknown-permit"
    case notRenewable = "not-renewable"
    case plateSuspended = "plate-suspended"
    case plateNeeded = "plate-needed"
    case permitNotShared = "permit-not-shared"
    case unknownTenant = "unknown-tenant"
    case tenantHasPermits = "tenant-has-permits"
    case unknownSpot = "unknown-spot"
    case spotTaken = "spot-taken"
    case permanentSpotsTaken = "permanent-spots-taken"
    case noFallbackLeft = "no-fallback-left"
    case dayNotFull = "day-not-full"
    case generationAhead = "generation-ahead"
    case unknownReport = "unknown-report"
    case copyKeyMissing = "copy-key-missing"

    // Stays.
    case unknownSession = "unknown-session"
    case unknownAgreement = "unknown-agreement"
    case sessionOrphaned = "session-orphaned"
    case unknownExit = "unknown-exit"
    case unknownQuarantined = "unknown-quarantined"
    case tooOldToCorrect = "too-old-to-correct"
    case notCorrectable = "not-correctable"
    case sessionWrittenOff = "session-written-off"
    case unknownReason = "unknown-reason"
    case unknownAuthorisation = "unknown-authorisation"
    case unknownException = "unknown-exception"
    case ticketUsed = "ticket-used"
    case claimMissing = "claim-missing"

    // Payments.
    case nothingDue = "nothing-due"
    case moreThanDue = "more-than-due"
    case tooLittleTendered = "too-little-tendered"
    case otherCurrency = "other-currency"
    case stayGone = "stay-gone"
    case unknownReceipt = "unknown-receipt"
    case moreThanPaid = "more-than-paid"
    case refundAmountMissing = "refund-amount-missing"

    // Counts.
    case loopOverlaps = "loop-overlaps"
    case countTooLong = "count-too-long"

    // Quotes.
    case invalidCard = "invalid-card"
    case invalidQuote = "invalid-quote"
    case notPriced = "not-priced"

    // What was sent.
    case malformedJSON = "malformed-json"
    case invalidUTF8 = "invalid-utf8"
    case unknownField = "unknown-field"
    case missingField = "missing-field"
    case invalidValue = "invalid-value"
    case invalidPlate = "invalid-plate"
    case invalidDay = "invalid-day"
    case invalidDays = "invalid-days"

    // What can wait.
    case tooMuchAtOnce = "too-much-at-once"
    case givenUp = "given-up"

    // The database.
    case notReached = "not-reached"
    case readModelStopped = "read-model-stopped"
    case unavailable
    case databaseRefuses = "database-refuses"
    case outcomeUnknown = "outcome-unknown"
    case archivedEvents = "archived-events"
    case unreadableLog = "unreadable-log"
    case alteredLog = "altered-log"
    case headDisagrees = "head-disagrees"
    case unreadableReadModel = "unreadable-read-model"

    /// Who has to act, and how. An edge makes its status or exit code of it.
    public enum Kind: Hashable, Sendable {
        /// What was sent cannot be read.
        case malformed
        /// It names something that is not there.
        case unknown
        /// It is well formed, but not as things stand.
        case conflict
        /// It is well formed, but makes no sense here.
        case invalid
        /// Nothing is wrong with it: ask again.
        case unavailable
        /// Nothing is wrong with it, but too much is asked at the same time: ask again later.
        case busy
        /// Something failed that should not: an operator must look at it.
        case fault
    }

    /// Who has to act.
    public var kind: Kind { entry.kind }

    /// A heading for people.
    public var title: String { entry.title }

    private var entry: (kind: Kind, title: String) {
        switch self {
        case .unknownGarage: (.unknown, "Unknown garage")
        case .unknownGate: (.invalid, "Unknown gate")
        case .wrongDirection: (.invalid, "Wrong direction")
        case .directionMissing: (.invalid, "Direction missing")
        case .inTheFuture: (.invalid, "Time in the future")
        case .tooLongAgo: (.invalid, "Too long ago")
        case .keyReused: (.conflict, "Idempotency key reused")
        case .overloaded: (.unavailable, "Too many commands")
        case .stopping: (.unavailable, "Service is stopping")
        case .invalidSettings: (.invalid, "Invalid settings")
        case .settingFixed: (.conflict, "Setting is fixed")
        case .invalidRate: (.invalid, "Invalid rate")
        case .ratesUndecided: (.invalid, "Rates are undecided")
        case .unknownRate: (.unknown, "Unknown rate")
        case .dayOver: (.invalid, "Day is over")
        case .dayTooFar: (.invalid, "Day is too far ahead")
        case .notBookable: (.invalid, "Not bookable")
        case .hourBookingsOff: (.invalid, "Hours are not booked")
        case .unknownVehicle: (.invalid, "Unknown vehicle")
        case .alreadyReserved: (.conflict, "Already reserved")
        case .dayFull: (.conflict, "Day is full")
        case .guestQuotaFull: (.conflict, "Guests' spots are taken")
        case .unknownReservation: (.unknown, "Unknown reservation")
        case .carInside: (.conflict, "Car is inside")
        case .endsBeforeStart: (.invalid, "Ends before it starts")
        case .alreadyPermitted: (.conflict, "Already permitted")
        case .unknownPermit: (.unknown, "Unknown permit")
        case .notRenewable: (.conflict, "Not renewable")
        case .plateSuspended: (.conflict, "Plate is suspended")
        case .plateNeeded: (.conflict, "Plate is needed")
        case .permitNotShared: (.conflict, "Permit takes no further plate")
        case .unknownTenant: (.invalid, "Unknown tenant")
        case .tenantHasPermits: (.conflict, "Tenant has permits")
        case .unknownSpot: (.invalid, "Unknown spot")
        case .spotTaken: (.conflict, "Spot is taken")
        case .permanentSpotsTaken: (.conflict, "Permits' spots are taken")
        case .noFallbackLeft: (.conflict, "No fallback spot is left")
        case .dayNotFull: (.conflict, "Day is not full")
        case .copyKeyMissing: (.conflict, "No key signs copies")
        case .generationAhead: (.conflict, "Generation is ahead")
        case .unknownReport: (.unknown, "Unknown report")
        case .unknownSession: (.unknown, "Unknown session")
        case .unknownAgreement: (.invalid, "Unknown agreement")
        case .sessionOrphaned: (.conflict, "Session was orphaned")
        case .unknownExit: (.unknown, "Unknown exit")
        case .unknownQuarantined: (.unknown, "Unknown quarantined passage")
        case .tooOldToCorrect: (.conflict, "Too old to correct")
        case .notCorrectable: (.conflict, "Not correctable")
        case .sessionWrittenOff: (.conflict, "Session was written off")
        case .unknownReason: (.invalid, "Unknown reason")
        case .unknownAuthorisation: (.unknown, "Unknown authorisation")
        case .unknownException: (.unknown, "Unknown exception")
        case .ticketUsed: (.conflict, "Ticket is used")
        case .claimMissing: (.invalid, "Claim missing")
        case .nothingDue: (.conflict, "Nothing is due")
        case .moreThanDue: (.conflict, "More than is due")
        case .tooLittleTendered: (.conflict, "Too little handed over")
        case .otherCurrency: (.invalid, "Other currency")
        case .unknownReceipt: (.unknown, "Unknown receipt")
        case .stayGone: (.unknown, "Stay is gone")
        case .moreThanPaid: (.conflict, "More than was paid")
        case .refundAmountMissing: (.conflict, "Refund's amount is missing")
        case .loopOverlaps: (.conflict, "Counts overlap")
        case .countTooLong: (.invalid, "Count is too long")
        case .invalidCard: (.invalid, "Invalid rate card")
        case .invalidQuote: (.invalid, "Invalid quote")
        case .notPriced: (.invalid, "Not priced")
        case .malformedJSON: (.malformed, "Body is not JSON")
        case .invalidUTF8: (.malformed, "Body is not UTF-8")
        case .unknownField: (.malformed, "Unknown field")
        case .missingField: (.malformed, "Missing field")
        case .invalidValue: (.malformed, "Invalid value")
        case .invalidPlate: (.malformed, "Invalid plate")
        case .invalidDay: (.malformed, "No such day")
        case .invalidDays: (.malformed, "Days make no sense")
        case .tooMuchAtOnce: (.busy, "Too much is asked at once")
        case .givenUp: (.unavailable, "Given up")
        case .notReached: (.unavailable, "Read model is behind")
        case .readModelStopped: (.unavailable, "Read model has stopped")
        case .unavailable: (.unavailable, "Database cannot be reached")
        case .databaseRefuses: (.unavailable, "Database refuses")
        case .outcomeUnknown: (.unavailable, "Outcome is not known")
        case .archivedEvents: (.invalid, "Events are archived")
        case .unreadableLog: (.fault, "Log cannot be read")
        case .alteredLog: (.fault, "Log was changed")
        case .headDisagrees: (.fault, "Head disagrees with the log")
        case .unreadableReadModel: (.fault, "Read model cannot be read")
        }
    }
}
