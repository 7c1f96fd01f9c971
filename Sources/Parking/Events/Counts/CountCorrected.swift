package import JSON
package import Money

/// A person counted the cars inside, and there were others than the log's (design rule 15). The stays remain.
public struct CountCorrected: EventBody {
    /// How many cars there were.
    public let counted: Int
    /// How many more that is than stays are open; negative where it is fewer.
    public let adjustment: Int
    /// Why.
    public let correction: Correction

    package static let name = "count-corrected"
    package static let fields = ["counted", "adjustment"] + Correction.fields

    /// What it may differ by: far beyond every garage, and such that nothing which is reckoned from it leaves 64 bits.
    static let adjustments = -10_000_000_000...10_000_000_000

    /// A count, and what it differs by.
    public init(counted: Int, adjustment: Int, _ correction: Correction) {
        self.counted = counted
        self.adjustment = adjustment
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        counted = try fields.required("counted")
        let adjustment: Int64 = try fields.required("adjustment")
        guard CountCorrected.adjustments.contains(Int(adjustment)) else {
            throw JSONError("must be from -10000000000 to 10000000000", path: "adjustment")
        }
        self.adjustment = Int(adjustment)
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("counted", number: counted)
        json.field("adjustment", number: adjustment)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "A person counted \(counted) cars inside \(correction.sentence)."
    }

    package var event: GarageEvent { .countCorrected(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.adjust(by: adjustment, recorded)
    }
}
