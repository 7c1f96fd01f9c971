package import JSON

extension JSONReader {
    package mutating func tax() throws(JSONError) -> Tax {
        var name: String?
        var basisPoints: Int64?
        var isIncluded: Bool?
        try object(["name", "rate", "included"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "name": name = try reader.string()
            case "rate":
                basisPoints = try reader.value("percents with at most two decimals such as 19.00", Percentage.init)
                    .basisPoints
            case "included": isIncluded = try reader.bool()
            default: throw .unknownField
            }
        }
        return Tax(
            name: try required(name, "name"), basisPoints: try required(basisPoints, "rate"),
            isIncluded: try required(isIncluded, "included"))
    }
}

extension JSONWriter {
    /// The fields of a tax, in an object that may have others.
    package mutating func fields(of tax: Tax) {
        field("name", tax.name)
        field("rate", Percentage(basisPoints: tax.basisPoints))
        name("included")
        bool(tax.isIncluded)
    }
}

extension Tax {
    /// The rate in percents, with two decimals.
    public var percents: String { Percentage(basisPoints: basisPoints).description }
}
