import ArgumentParser
import Chronology
import Parking
import Projections
import Tariffs

/// What is looked for among stays, reservations, exceptions and rates.
struct SearchOptions: ParsableArguments {
    @Option(help: "Sessions or reservations of this plate, in any spelling.")
    var plate: Plate?

    @Flag(help: "Also sessions of plates that look like it, of cars inside; with --from, inside within that span.")
    var lookAlike = false

    @Option(help: "Sessions of this ticket.")
    var ticket: TicketID?

    @Option(help: "Sessions that stand so: open, ended, orphaned, written-off.")
    var state: SessionView.State?

    @Option(
        help:
            "Sessions whose cars were inside at this time, such as 2026-03-02T08:00:00+01:00, or later; receipts and takings from then on."
    )
    var from: Instant?

    @Option(help: "Sessions whose cars were inside at this time or earlier; receipts and takings before it.")
    var until: Instant?

    @Option(help: "Exceptions that are open, closed or all; the open ones unless it says otherwise.")
    var list: ExceptionFilter.State?

    @Option(help: "Exceptions of this kind, such as exit-without-entry.")
    var kind: ExceptionKind?

    @Option(help: "Exceptions that this person works on.")
    var owner: Actor?

    @Option(help: "Receipts and takings of this till.")
    var till: TillID?

    @Option(help: "Availability of so many days on end, 1 to 62; 7 unless set.")
    var days: Int?

    @Option(help: "Only what has come to a day's allowlist and gone from it since this generation of it.")
    var since: Int64?

    @Option(help: "Rates of this card; hour prices by it.")
    var card: CardID?

    @Option(help: "Rates by which a member of this group may be charged; hour prices of it.")
    var group: GroupID?

    var rates: RateSearch { RateSearch(card: card, group: group) }

    var exceptions: ExceptionFilter {
        var filter = ExceptionFilter()
        (filter.state, filter.kind, filter.owner) = (list ?? .open, kind, owner)
        return filter
    }

    var search: Search {
        Search(
            plate: plate, lookAlike: lookAlike ? true : nil, ticket: ticket, state: state, from: from, until: until)
    }

    /// The options that were given, and by which parameters of a question each is taken.
    var given: [(option: String, takenBy: Set<QuestionParameter>)] {
        [
            (plate != nil, "plate", [.plate]), (lookAlike, "lookAlike", [.stays]), (ticket != nil, "ticket", [.stays]),
            (state != nil, "state", [.stays]), (from != nil, "from", [.stays, .span]),
            (until != nil, "until", [.stays, .span]), (list != nil, "list", [.exceptions]),
            (kind != nil, "kind", [.exceptions]), (owner != nil, "owner", [.exceptions]),
            (till != nil, "till", [.till]), (days != nil, "days", [.days]), (since != nil, "since", [.since]),
            (card != nil, "card", [.rates]), (group != nil, "group", [.rates]),
        ].compactMap { isGiven, name, parameter in
            isGiven ? (SearchOptions.option(name), parameter) : nil
        }
    }

    /// What a parameter is called here.
    static func option(_ name: String) -> String { name == "lookAlike" ? "--look-alike" : "--\(name)" }
}
