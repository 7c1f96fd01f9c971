import Tariffs

extension Publication: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        let (knownAt, version) = (try form(value!.knownAt), try form(value!.version))
        let (content, card): (Content, CardID)
        switch try form.event(value?.event) {
        case .ratePublished(let published): (content, card) = (.rate(published.rate), published.card)
        case .rateWithdrawn(let withdrawn): (content, card) = (.withdrawal(withdrawn.rate), withdrawn.card)
        case .termsPublished(let published): (content, card) = (.terms(published.terms), published.card)
        default: throw .damaged
        }
        return Publication(content, on: card, knownAt: knownAt, version: version)
    }

    /// What the log says of it.
    private var event: GarageEvent {
        switch content {
        case .rate(let rate): .ratePublished(RatePublished(rate, on: card))
        case .withdrawal(let rate): .rateWithdrawn(RateWithdrawn(rate, on: card))
        case .terms(let terms): .termsPublished(TermsPublished(terms, on: card))
        }
    }
}
