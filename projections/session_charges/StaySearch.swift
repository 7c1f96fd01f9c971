import Parking
import Postgres

/// The statements that find stays; each begins with what narrows them down most, for which there is an index.
///
/// All of them take the garage, the number below which stays are wanted, how many, the states, and the span.
enum StaySearch {
    /// The statement for a search, and what it takes besides.
    static func statement(_ search: Search, _ plates: Set<PlateID>) -> (Statement, Parameter?) {
        if search.plate != nil { return (byPlate, .byteas(plates.map(\.bytes))) }
        if let ticket = search.ticket { return (byTicket, .text(ticket.text)) }
        if let state = search.state, state != .ended { return (unfinished, nil) }
        return (search.from == nil ? all : withinSpan, nil)
    }

    private static let byPlate: Statement = """
        select session from session_charges.sessions
        where garage_id = $1 and plate_id = any ($7) and session < $2 and state = any ($4)
            and entered_at <= $6 and (ended_at is null or ended_at > $5)
        order by session desc limit $3
        """

    private static let byTicket: Statement = """
        select session from session_charges.sessions
        where garage_id = $1 and ticket = $7 and session < $2 and state = any ($4)
            and entered_at <= $6 and (ended_at is null or ended_at > $5)
        order by session desc limit $3
        """

    private static let unfinished: Statement = """
        select session from session_charges.sessions
        where garage_id = $1 and state <> 'ended' and state = any ($4) and session < $2
            and entered_at <= $6 and (ended_at is null or ended_at > $5)
        order by session desc limit $3
        """

    private static let all: Statement = """
        select session from session_charges.sessions
        where garage_id = $1 and session < $2 and state = any ($4)
            and entered_at <= $6 and (ended_at is null or ended_at > $5)
        order by session desc limit $3
        """

    /// A car that was inside came in within the span or a day before it; or it stayed for longer than a day; or it is inside.
    private static let withinSpan: Statement = """
        select session from (
            select session, state from session_charges.sessions
            where garage_id = $1 and entered_at between $5 - interval '24 hours' and $6
                and (ended_at is null or ended_at > $5)
            union all
            select session, state from session_charges.sessions
            where garage_id = $1 and entered_at < $5 - interval '24 hours' and ended_at > $5
                and ended_at - entered_at > interval '24 hours'
            union all
            select session, state from session_charges.sessions
            where garage_id = $1 and entered_at < $5 - interval '24 hours' and state = 'open'
        ) inside
        where session < $2 and state = any ($4) order by session desc limit $3
        """

    /// The plates of cars that were inside within a span.
    static let plates: Statement = """
        select plate_id from session_charges.sessions
        where garage_id = $1 and entered_at between $2 - interval '24 hours' and $3
            and (ended_at is null or ended_at > $2) and plate_id is not null
        union
        select plate_id from session_charges.sessions
        where garage_id = $1 and entered_at < $2 - interval '24 hours' and ended_at > $2
            and ended_at - entered_at > interval '24 hours' and plate_id is not null
        union
        select plate_id from session_charges.sessions
        where garage_id = $1 and entered_at < $2 - interval '24 hours' and state = 'open' and plate_id is not null
        """

    /// The plates of cars that are inside.
    static let platesInside: Statement = """
        select distinct plate_id from session_charges.sessions
        where garage_id = $1 and state = 'open' and plate_id is not null
        """

    /// The rows of stays, newest first, without the lines of their charges.
    static let rows: Statement = """
        select session, state, plate_id, ticket, gate, vehicle, array_to_string(validations, ' '), agreement, entered_at,
            entry_recorded_at, exited_at, null::json, array_to_string(groups, ' '), time_zone, total_minor
        from session_charges.sessions where garage_id = $1 and session = any ($2) order by session desc
        """
}
