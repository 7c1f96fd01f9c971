import Chronology
import EventLog
import JSON
import Money
public import Parking

/// What became of a stay, event by event, and how the bill stood after each: what a dispute is settled by.
public struct StayStory: Sendable {
    /// An event that bore on the stay.
    public struct Step: Sendable {
        /// The event.
        public let event: RecordedEvent
        /// What it says, with plates by name as far as they may be named.
        public fileprivate(set) var says: String
        /// What was charged, paid and due after it; nil where nothing was claimed or paid yet.
        public fileprivate(set) var bill: Bill?
    }

    /// The stay's events, in the order in which the log heard of them.
    public fileprivate(set) var steps: [Step] = []
    /// The garage's settings.
    public let settings: GarageSettings
}

extension SessionCharges {
    static let storyQuery = Query(
        "sessions/:session/story", [.asOf], about: .one,
        terminal: .init("story", "What became of one stay, event by event.", subject: .session)
    ) { (question, queries) throws(QueryError) in
        let story = try await queries.story(of: question.stay(), in: question.garage, asOf: question.asOf)
        let (zone, currency) = (story.settings.zone, story.settings.currency)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("session", number: question.session?.version)
                json.field("asOf", question.asOf?.moment.description(in: zone))
                json.name("steps")
                json.array(story.steps) { json, step in
                    json.object { json in
                        json.field("version", number: step.event.version)
                        json.field("type", step.event.event.typeName)
                        json.field("occurredAt", step.event.occurredAt.description(in: zone))
                        json.field("recordedAt", step.event.recordedAt.description(in: zone))
                        json.field("says", step.says)
                        guard let bill = step.bill else { return }
                        json.name("bill")
                        json.object { $0.bill(bill, in: currency, zone: zone) }
                    }
                }
            }, tables: { [story.table] })
    }
}

extension StayStory {
    /// The story, a step a row.
    public var table: Table {
        let (zone, currency) = (settings.zone, settings.currency)
        var table = Table("event", "occurred", "recorded", "what", "comes to", "paid", "waived", "due")
        for step in steps {
            let bill = step.bill
            table.add(
                .number(step.event.version), .text(step.event.occurredAt.description(in: zone)),
                .text(step.event.recordedAt.description(in: zone)), .text(step.says),
                .amount(bill?.total.decimal(in: currency)), .amount(bill?.received.decimal(in: currency)),
                .amount(bill?.waived.decimal(in: currency)), .amount(bill?.due.decimal(in: currency)))
        }
        return table
    }
}

extension Queries {
    /// What became of a stay, as it is told now or was at a moment.
    public func story(
        of id: SessionID, in garage: GarageID, asOf: AsOf? = nil
    ) async throws(QueryError) -> StayStory {
        var steps: [StayStory.Step] = []
        var mentioned: Set<PlateID> = []
        let state = try await history.garage(garage, asOf: asOf, behind: id.version - 1) { change, event, garage in
            guard let currency = garage.settings?.currency, change.isAbout(id) else { return }
            mentioned.formUnion(change.plates)
            let bill = garage.bill(of: .session(id))
            if steps.last?.event.version == event.version {
                steps[steps.count - 1].bill = bill
            } else {
                steps.append(StayStory.Step(event: event, says: event.event.sentence(in: currency), bill: bill))
            }
        }
        guard let settings = state.settings, !steps.isEmpty else { throw .unknownSession(id) }
        let plates = try await plates(Array(mentioned), of: garage)
        let told = try await telling(steps.map { $0.says.naming(plates) }, of: garage)
        for (index, says) in told.enumerated() { steps[index].says = says }
        return StayStory(steps: steps, settings: settings)
    }
}

extension String {
    /// The text with plates by name that it calls by the beginnings of their identifiers.
    public func naming(_ plates: [PlateID: Plate]) -> String {
        plates.reduce(self) { $0.replacing($1.key.short, with: $1.value.characters) }
    }
}

extension GarageChange {
    /// Whether it bears on a stay.
    fileprivate func isAbout(_ id: SessionID) -> Bool {
        switch self {
        case .stayBegan(let session), .stayJoined(let session, _), .stayEnded(let session, _),
            .stayMended(let session, _), .carNamed(let session, _), .entryMoved(let session, _):
            session.id == id
        case .exception(let exception): exception.subject.session == id
        case .billed(let subject): subject == .session(id)
        case .settings, .rateBook, .exitUnmatched, .countCorrected, .rightCame, .rightChanged, .rightWent, .suspended,
            .suspensionEnded:
            false
        }
    }

    /// The plates that a change of a stay tells of.
    fileprivate var plates: [PlateID] {
        switch self {
        case .carNamed(let session, let was): [session.plate, was.plate].compactMap(\.self)
        case .stayBegan(let session), .stayJoined(let session, _), .stayEnded(let session, _),
            .stayMended(let session, _), .entryMoved(let session, _):
            [session.plate].compactMap(\.self)
        case .settings, .rateBook, .exitUnmatched, .countCorrected, .rightCame, .rightChanged, .rightWent, .suspended,
            .suspensionEnded, .exception, .billed:
            []
        }
    }
}
