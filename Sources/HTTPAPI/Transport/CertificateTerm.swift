import Chronology

/// From when until when a certificate is believed.
struct CertificateTerm: Hashable, Sendable {
    let from: Instant
    let until: Instant

    /// How it stands with a certificate at a moment; days are those begun.
    enum Standing: Hashable, Sendable {
        case notYet
        case holds
        /// It is time for a new one.
        case endsSoon(days: Int64)
        case over(days: Int64)
    }

    /// From when on a new one is asked for.
    static let soon = TimeSpan.days(14)

    func standing(at now: Instant) -> Standing {
        if now < from { return .notYet }
        if now > until { return .over(days: (now - until).begun(.days(1))) }
        let left = until - now
        return left > CertificateTerm.soon ? .holds : .endsSoon(days: left.begun(.days(1)))
    }

    /// Whether it is believed at a moment.
    func holds(at now: Instant) -> Bool { from <= now && now <= until }
}

extension CertificateTerm.Standing {
    /// What an operator is told of it; nil where there is nothing to tell.
    func sentence(of path: String, _ term: CertificateTerm) -> String? {
        let remedy = "put a new one there, which is taken without a restart."
        return switch self {
        case .holds: nil
        case .notYet: "The certificate in \(path) begins at \(term.from) only, and no client believes it until then."
        case .endsSoon(let days):
            "The certificate in \(path) ends at \(term.until), in \(days == 1 ? "a day" : "\(days) days"); \(remedy)"
        case .over: "The certificate in \(path) has ended at \(term.until), and clients refuse it; \(remedy)"
        }
    }
}
