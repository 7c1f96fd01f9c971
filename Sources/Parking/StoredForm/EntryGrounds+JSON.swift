import JSON

extension JSONFields {
    /// Reads on what grounds a gate lets a car in: `grounds`, and the number of the `right` that gives them.
    mutating func entryGrounds() throws(JSONError) -> EntryGrounds {
        let name: String = try required("grounds")
        let right: ReservationID? = try optional("right")
        switch (name, right) {
        case ("reserved", let id?): return .reserved(id)
        case ("permit", let id?): return .permit(PermitID(version: id.version))
        case ("pays-by-time", nil): return .paysByTime
        case ("reserved", nil), ("permit", nil): throw JSONError("is missing", path: "right", kind: .missingField)
        case ("pays-by-time", _?): throw JSONError("goes without grounds that pay by time", path: "right")
        default: throw JSONError("must be reserved, permit or pays-by-time", path: "grounds")
        }
    }
}

extension JSONWriter {
    /// Writes on what grounds a gate lets a car in, and the number of the right that gives them.
    mutating func entryGrounds(_ grounds: EntryGrounds) {
        field("grounds", grounds.name)
        field("right", number: grounds.right?.version)
    }
}
