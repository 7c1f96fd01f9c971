public import JSON

extension JSONFields {
    /// Reads where a permit's car may stand: `spot` by its name, `shared` for any that is left, and neither for one of its own.
    mutating func permitSpot() throws(JSONError) -> PermitSpot {
        let name: SpotID? = try optional("spot")
        let isShared: Bool = try optional("shared") ?? false
        guard let name else { return isShared ? .shared : .own }
        guard !isShared else { throw JSONError("goes without spot", path: "shared") }
        return .fixed(name)
    }
}

extension JSONWriter {
    /// Where a permit's car may stand; nothing for a spot of its own without a name.
    package mutating func permitSpot(_ spot: PermitSpot) {
        field("spot", spot.name)
        if spot == .shared { flag("shared", true) }
    }
}

extension SpotID: JSONReadable {}
