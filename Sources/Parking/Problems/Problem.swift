public import Tariffs

/// What went wrong, in a form that every edge can show: at a terminal as well as over HTTP.
public struct Problem: Error, Hashable, Sendable {
    /// Which of all there are.
    public let type: ProblemType
    /// A sentence for people: what is wrong, and what to do about it.
    public let detail: String
    /// The place in what was sent, such as `gates[1].id`.
    public let field: String?
    /// What is wrong with the rate card that was sent; the errors come first.
    public let findings: [Finding]

    /// A problem.
    public init(_ type: ProblemType, _ detail: String, field: String? = nil, findings: [Finding] = []) {
        self.type = type
        self.detail = detail
        self.field = field
        self.findings = findings
    }

    /// Work was stopped before its end. Whoever reads this has closed the connection on one side only, or the service is stopping.
    public static let givenUp = Problem(
        .givenUp,
        "The answer was given up, as the service is stopping or the connection was closed for sending; ask again, and keep it open."
    )
}
