import Chronology
import Money

extension RateCard {
    /// Checks that every rate and the terms make sense by themselves and together; the field's path names the rate by
    /// its place, such as `rates[2].caps[0].amount`.
    ///
    /// Refused are, beside what ``Rate/validate()`` and ``Terms/validate()`` refuse: more than ``mostRates``, an id
    /// that stands twice, and an event's rate that does not say how it stands to the caps that the card has.
    public func validate() throws(RateError) {
        guard rates.count <= RateCard.mostRates else {
            throw RateError("rates", .tooMany(limit: RateCard.mostRates))
        }
        var ids: Set<RateID> = []
        for (index, rate) in rates.enumerated() {
            do { try rate.validate() } catch { throw RateError("rates[\(index)].\(error.field)", error.problem) }
            guard ids.insert(rate.id).inserted else { throw RateError("rates[\(index)].id", .twice) }
            if !terms.caps.isEmpty, rate.tier == .event, rate.cardCaps == nil {
                throw RateError("rates[\(index)].cardCaps", .unsaid)
            }
        }
        try terms.validate()
    }
}

extension Terms {
    /// Checks that every field makes sense by itself.
    ///
    /// Refused are: more than 20 caps, 1 000 agreements or 1 000 subscriptions; caps as in ``Rate/validate()``; a tax
    /// without a name or outside 0 to 100 %; negative fees and prices; a grace for overstays above 24 hours; more than
    /// 12 hours forgiven beside booked ones; an agreement that takes off nothing or more than 366 days; ids that stand
    /// twice.
    public func validate() throws(RateError) {
        guard caps.count <= 20 else { throw RateError("caps", .tooMany(limit: 20)) }
        for (index, cap) in caps.enumerated() { try cap.validate("caps[\(index)]") }
        if let tax {
            try tax.name.validate("tax.name", limit: 100)
            guard tax.basisPoints >= 0 else { throw RateError("tax.rate", .negative) }
            guard tax.basisPoints <= 10_000 else { throw RateError("tax.rate", .moreThanAll) }
        }
        if let fee = overstay.fee, fee < .zero { throw RateError("overstay.fee", .negative) }
        guard overstay.grace >= .zero else { throw RateError("overstay.grace", .negative) }
        guard overstay.grace <= .hours(24) else { throw RateError("overstay.grace", .tooLong(limit: .hours(24))) }
        for (field, span) in [("forgivenBefore", bookings.before), ("forgivenAfter", bookings.after)] {
            guard span >= .zero else { throw RateError("bookings.\(field)", .negative) }
            guard span <= .hours(12) else { throw RateError("bookings.\(field)", .tooLong(limit: .hours(12))) }
        }
        guard refunds.bookings.count <= 20 else { throw RateError("refunds.bookings", .tooMany(limit: 20)) }
        var steps: Set<TimeSpan> = []
        for (index, step) in refunds.bookings.enumerated() {
            let field = "refunds.bookings[\(index)]"
            guard step.before >= .zero else { throw RateError("\(field).before", .negative) }
            guard step.before <= .days(366) else { throw RateError("\(field).before", .tooLong(limit: .days(366))) }
            guard steps.insert(step.before).inserted else { throw RateError("\(field).before", .twice) }
            guard step.basisPoints >= 0 else { throw RateError("\(field).percent", .negative) }
            guard step.basisPoints <= 10_000 else { throw RateError("\(field).percent", .moreThanAll) }
        }
        guard agreements.count <= 1_000 else { throw RateError("agreements", .tooMany(limit: 1_000)) }
        var agreed: Set<AgreementID> = []
        for (index, agreement) in agreements.enumerated() {
            guard agreed.insert(agreement.id).inserted else { throw RateError("agreements[\(index)].id", .twice) }
            guard case .minutesOff(let span) = agreement.effect else { continue }
            try span.validate("agreements[\(index)].minutesOff", limit: .days(366))
        }
        guard subscriptions.count <= 1_000 else { throw RateError("subscriptions", .tooMany(limit: 1_000)) }
        var sold: Set<SubscriptionID> = []
        for (index, subscription) in subscriptions.enumerated() {
            let field = "subscriptions[\(index)]"
            guard sold.insert(subscription.id).inserted else { throw RateError("\(field).id", .twice) }
            try subscription.name.validate("\(field).name", limit: 200)
            guard subscription.amount >= .zero else { throw RateError("\(field).amount", .negative) }
        }
    }
}
