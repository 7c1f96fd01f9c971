public import Chronology
public import Desks
public import EventLog
public import Parking
public import Postgres
public import Tariffs

/// Why a question has no answer.
public enum QueryError: Error, Sendable {
    /// No garage of that name is in the log.
    case unknownGarage
    /// The garage has no history yet at the moment that is asked about.
    case notYet(begins: Instant)
    /// The moment that is asked about has not come.
    case notYetCome(now: Instant)
    /// The garage has no session of that number.
    case unknownSession(SessionID)
    /// Nobody knows until when the session is to be charged.
    case orphaned(SessionID)
    /// Nobody is to pay for the session.
    case writtenOff(SessionID)
    /// The garage has no receipt of that number.
    case unknownReceipt(ReceiptNumber)
    /// There is no report of that name.
    case unknownReport
    /// The report tells of what changes by what is learnt later, and is asked for as of a past moment.
    case reportOfNow(Report)
    /// The days of a report end before they begin.
    case daysBackwards(from: LocalDay, to: LocalDay)
    /// A report is asked for about more days than one tells of.
    case tooManyDays
    /// A list has not come to the generation that it was to be compared with.
    case generationAhead(since: Int64, generation: Int64)
    /// The garage lists types of vehicles, and this is none of them.
    case unknownVehicle(CardID, among: [VehicleType])
    /// What would be booked cannot be priced.
    case notBookable(BookingError)
    /// The read models did not reach the version within the time that a question waits.
    case notReached(version: Int64)
    /// Something has stopped at an event, so that nothing behind it will be known before somebody has looked at that.
    case stopped(LogStop, before: Int64)
    /// The garage's log holds an event that this program cannot read.
    case unreadable(version: Int64, reason: String)
    /// What is asked about lies in events that were moved to a file, which is not at hand.
    case archived(ArchivedEvents)
    /// An event of the garage's log is not what was appended.
    case altered(ChainBreak)
    /// A read model holds a row that this program cannot read.
    case unreadableRow(UnreadableRow)
    /// Too much of the past is asked for at once.
    case deskFull(DeskFull)
    /// Nobody waits for the answer any more.
    case givenUp
    /// The database cannot be used.
    case unavailable(DatabaseTrouble)

    /// The error as an edge shows it.
    public var problem: Problem {
        switch self {
        case .unknownGarage: Refusal.unknownGarage.problem
        case .notYet(let begins):
            Problem(
                .unknownGarage,
                "The garage's history begins at \(begins), after the moment that is asked about; ask for a later one."
            )
        case .notYetCome(let now):
            Problem(
                .inTheFuture,
                "The moment that is asked about has not come yet: it is \(now). Ask without one about how things are now.",
                field: "asOf")
        case .unknownSession(let id): Problem(.unknownSession, "The garage has no session \(id).")
        case .orphaned:
            Problem(
                .sessionOrphaned,
                "The car came in again without having been seen leaving, so nobody knows until when to charge this stay."
            )
        case .writtenOff(let id):
            Problem(.sessionWrittenOff, "Session \(id) was closed without a charge by a person.")
        case .unknownReceipt(let number):
            Problem(.unknownReceipt, "The garage has no receipt \(number).", field: "receipt")
        case .unknownReport:
            Problem(
                .unknownReport,
                "There is no report of that name; there are \(Report.all.map(\.name).joined(separator: ", ")).",
                field: "report")
        case .reportOfNow(let report):
            Problem(
                .unknownReport,
                "The report \(report.name) tells of what is known now; as of a past moment there are "
                    + "\(Report.all.filter(\.isOfFacts).map(\.name).joined(separator: ", ")), and sessions, balance and exceptions "
                    + "beside the reports.", field: "asOf")
        case .daysBackwards(let from, let to):
            Problem(
                .invalidDays, "The days end on \(to), before they begin on \(from): name the earlier one as from.",
                field: "to")
        case .tooManyDays:
            Problem(
                .invalidDays,
                "A report tells of at most \(ReportedDays.most) days: name a later day as from or an earlier one as to.",
                field: "from")
        case .generationAhead(let since, let generation):
            Problem(
                .generationAhead,
                "The list's generation is \(generation), and \(since) lies ahead of it; ask for the whole list.",
                field: "since")
        case .unknownVehicle(let vehicle, let types): .unknownVehicle(vehicle, among: types, field: "card")
        case .notBookable(let error): Problem(.notBookable, error.sentence)
        case .notReached(let version):
            Problem(.notReached, "The read model has not reached version \(version) yet; ask again.")
        case .stopped(let stop, let version):
            Problem(
                .readModelStopped,
                "Version \(version) will not be reached: \(stop.readModel.map { "the read model \($0)" } ?? "the service") stopped at "
                    + "event \(stop.version) of \(stop.garage)\(stop.type.map { ", \($0)," } ?? ""), which it cannot take in. Ask "
                    + "without minVersion for what stands before it; an operator finds out more by parklog projections."
            )
        case .archived(let archived): Problem(.archivedEvents, "\(archived)")
        case .unreadable(let version, let reason): Problem(unreadable: version, reason)
        case .altered(let altered): Problem(altered)
        case .unreadableRow(let row):
            Problem(
                .unreadableReadModel,
                "A row of the read model \(row.model) cannot be read by this version of the service, as its \(row.column) is "
                    + "none that it could have written; an operator must rebuild it."
            )
        case .deskFull(let full): full.problem
        case .givenUp: .givenUp
        case .unavailable(let trouble):
            Problem(
                trouble.kind == .away ? .unavailable : .databaseRefuses,
                "\(trouble.sentence) Nothing was changed; ask again in a while.")
        }
    }
}

extension DeskFull {
    /// The error as an edge shows it.
    public var problem: Problem {
        let what =
            switch kind {
            case .quotes: "quotes are asked for"
            case .history: "questions about the past are asked"
            case .lists: "lists are asked for"
            }
        return Problem(
            .tooMuchAtOnce,
            "Too many \(what) at the same time; ask again in a few seconds, and fewer at once. Gates are served all the same."
        )
    }
}

/// A row of a read model whose column holds what no fold writes there.
public struct UnreadableRow: Error, Hashable, Sendable {
    /// The read model.
    public let model: String
    /// The column.
    public let column: String
}

extension UnreadableRow: CustomStringConvertible {
    /// What is the matter with it, as part of a sentence.
    public var description: String {
        "a row of \(model) has a \(column) that no program could have written; rebuild it"
    }
}
