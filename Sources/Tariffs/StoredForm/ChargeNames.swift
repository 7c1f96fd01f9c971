// The stable names of a charge's parts.

extension LeftOut.Reason: RawRepresentable {
    /// The reason of a name; nil for any other text.
    public init?(rawValue: String) {
        guard let reason = LeftOut.Reason.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = reason
    }

    /// The reason's stable name.
    public var rawValue: String {
        switch self {
        case .publishedLater: "published-later"
        case .withdrawn: "withdrawn"
        case .otherAudience: "other-audience"
        case .conditionNotMet: "condition-not-met"
        case .outsideWindows: "outside-windows"
        case .outranked: "outranked"
        case .dearer: "dearer"
        case .graced: "graced"
        case .nothingToPay: "nothing-to-pay"
        }
    }
}
