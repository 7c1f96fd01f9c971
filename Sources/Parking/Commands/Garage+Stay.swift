import Chronology
import Tariffs

// What bears on the price of a stay that has not ended.

extension Garage {
    func validate(_ stay: OpenStay, by validation: ValidationID, at now: Instant) throws(Refusal) -> Decision {
        guard let session = session(stay) else { throw .noOpenStay(stay) }
        guard !session.validations.contains(validation) else {
            return Decision(.validated(session.id, validation, repeated: true), at: now)
        }
        return Decision(
            .validated(session.id, validation, repeated: false), at: now, .sessionValidated(session.id, validation))
    }

    func apply(_ agreement: AgreementID, to stay: OpenStay, at now: Instant) throws(Refusal) -> Decision {
        guard var session = session(stay) else { throw .noOpenStay(stay) }
        guard session.agreement != agreement else {
            return Decision(.agreementApplied(session.id, agreement, repeated: true), at: now)
        }
        // The engine knows which card a stay has and which agreements that card had at the entry; a stay without length
        // makes it say so.
        session.agreement = agreement
        if case .charged(let charge) = charge(of: session, until: session.enteredAt), charge.unknownAgreement != nil {
            throw .unknownAgreement(agreement)
        }
        return Decision(
            .agreementApplied(session.id, agreement, repeated: false), at: now,
            .agreementApplied(session.id, agreement))
    }
}
