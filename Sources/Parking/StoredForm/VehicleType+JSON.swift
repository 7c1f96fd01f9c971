import JSON
import Tariffs

extension JSONReader {
    /// Reads types of vehicles. They may still make no sense; ``GarageSettings/validate()`` says so.
    mutating func vehicleTypes() throws(JSONError) -> [VehicleType] {
        try list(most: 100) { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(["id", "name", "colour", "capacity"]) { (fields: inout JSONFields) throws(JSONError) in
                VehicleType(
                    id: try fields.required("id"), name: try fields.required("name"),
                    colour: try fields.optional("colour"), capacity: try fields.optional("capacity"))
            }
        }
    }
}

extension JSONWriter {
    /// Types of vehicles.
    mutating func vehicleTypes(_ types: [VehicleType]) {
        array(types) { json, type in
            json.object {
                $0.field("id", type.id)
                $0.field("name", type.name)
                $0.field("colour", type.colour)
                $0.field("capacity", number: type.capacity)
            }
        }
    }
}
