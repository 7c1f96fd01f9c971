import Money
import Parking
import TestSupport

// Money, at random.

extension RandomDay {
    /// Somebody pays, is given something back or let off, mostly for one of the latest stays.
    mutating func payment(_ log: [RecordedEvent]) -> Command {
        let subject = subject(log)
        let amount = random.chance(50) ? Money(minorUnits: Int64(number(1...1_500))) : nil
        let correction = Correction(ReasonCode("goodwill")!)
        switch number(0...9) {
        case 0...5: return .pay(.init(for: subject, means(), amount: amount))
        case 6: return .pay(.init(for: subject, means(), tendered: Money(minorUnits: Int64(number(1...2_000)))))
        case 7: return .waive(.init(subject, amount: amount, correction))
        default:
            let paid = log.suffix(60).compactMap { recorded in
                if case .paymentTaken(let payment) = recorded.event { payment.subject } else { nil }
            }
            return .refund(
                .init(of: paid.isEmpty ? subject : one(of: paid), means(), amount: amount, correction))
        }
    }

    private mutating func subject(_ log: [RecordedEvent]) -> PaymentSubject {
        let things = log.suffix(60).compactMap { recorded -> PaymentSubject? in
            switch recorded.event {
            case .carEntered: .session(SessionID(version: recorded.version))
            case .paymentTaken(let payment): payment.subject
            case .permitGranted: .permit(PermitID(version: recorded.version))
            case .ticketLost(let lost): .exit(lost.exit)
            default: nil
            }
        }
        guard !things.isEmpty, random.chance(95) else {
            return PaymentSubject(one(of: PaymentSubject.Kind.allCases), version: Int64(number(1...log.count + 1)))
        }
        return one(of: things)
    }

    private mutating func means() -> PaymentMeans {
        PaymentMeans(one(of: PaymentMethod.allCases), till: random.chance(50) ? TillID("kiosk") : nil)
    }
}
