/// The commands by the names they have in addresses and on the command line.
public enum CommandName: String, CaseIterable, Sendable {
    case configureGarage = "configure-garage"
    case ratePublished = "rate-published"
    case rateWithdrawn = "rate-withdrawn"
    case cardPublished = "card-published"
    case reserve
    case cancel
    case grantPermit = "grant-permit"
    case renewPermit = "renew-permit"
    case revokePermit = "revoke-permit"
    case plateSeen = "plate-seen"
    case gateOpen = "gate-open"
    case exit
    case validate
    case applyAgreement = "apply-agreement"

    /// Whether its body has amounts, which are in the garage's currency.
    public var hasAmounts: Bool { self == .ratePublished || self == .cardPublished }
}
