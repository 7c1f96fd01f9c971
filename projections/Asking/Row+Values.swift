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

    private func unreadable(_ column: Int, _ model: any ReadModel.Type) -> UnreadableRow {
        UnreadableRow(model: model.name, column: columnName(column))
    }
}
