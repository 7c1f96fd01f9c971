import Chronology
import Parking
import Postgres

// Values of the trade out of rows. What cannot be read is an error: no row is left out, and no value is made up.

extension Row {
    /// The value that a text spells.
    func value<Value>(
        _ column: Int, of model: any ReadModel.Type, _ make: (String) -> Value?
    ) throws(UnreadableRow) -> Value {
        guard let value = make(text(column)) else { throw unreadable(column, model) }
        return value
    }

    /// The value that a text spells, where there is one.
    func optional<Value>(
        _ column: Int, of model: any ReadModel.Type, _ make: (String) -> Value?
    ) throws(UnreadableRow) -> Value? {
        guard let text = optionalText(column) else { return nil }
        guard let value = make(text) else { throw unreadable(column, model) }
        return value
    }

    /// The values of names with blanks between them.
    func values<Value: Hashable>(
        _ column: Int, of model: any ReadModel.Type, _ make: (String) -> Value?
    ) throws(UnreadableRow) -> Set<Value> {
        var values: Set<Value> = []
        for name in text(column).split(separator: " ") {
            guard let value = make(String(name)) else { throw unreadable(column, model) }
            values.insert(value)
        }
        return values
    }

    /// What events call a plate.
    func plateID(_ column: Int, of model: any ReadModel.Type) throws(UnreadableRow) -> PlateID {
        guard let plate = PlateID(bytes: bytes(column)) else { throw unreadable(column, model) }
        return plate
    }

    /// What events call a plate, where there is one.
    func optionalPlateID(_ column: Int, of model: any ReadModel.Type) throws(UnreadableRow) -> PlateID? {
        guard let bytes = optionalBytes(column) else { return nil }
        guard let plate = PlateID(bytes: bytes) else { throw unreadable(column, model) }
        return plate
    }

    /// A moment that every clock can show.
    func instant(_ column: Int, of model: any ReadModel.Type) throws(UnreadableRow) -> Instant {
        let instant = Instant(microseconds: timestamptz(column))
        guard Instant.shown.contains(instant) else { throw unreadable(column, model) }
        return instant
    }

    /// A moment, where there is one.
    func optionalInstant(_ column: Int, of model: any ReadModel.Type) throws(UnreadableRow) -> Instant? {
        guard optionalTimestamptz(column) != nil else { return nil }
        return try instant(column, of: model)
    }

    /// A day of the calendar.
    func day(_ column: Int, of model: any ReadModel.Type) throws(UnreadableRow) -> LocalDay {
        let day = LocalDay(daysSinceEpoch: date(column))
        guard LocalDay.shown.contains(day) else { throw unreadable(column, model) }
        return day
    }

    /// The last of some days; nil where the column has the date infinity, as they have no end.
    func lastDay(_ column: Int, of model: any ReadModel.Type) throws(UnreadableRow) -> LocalDay? {
        date(column) == .max ? nil : try day(column, of: model)
    }

    func unreadable(_ column: Int, _ model: any ReadModel.Type) -> UnreadableRow {
        UnreadableRow(model: model.name, column: columnName(column))
    }
}

extension Instant {
    /// Those that are of a year from 1 to 9999 on every clock.
    fileprivate static let shown = Instant.earliest + .days(2)...Instant.latest - .days(2)
}

extension LocalDay {
    /// Those of the years 1 to 9999.
    fileprivate static let shown = LocalDay(year: 1, month: 1, day: 1)!...LocalDay(year: 9999, month: 12, day: 31)!
}
