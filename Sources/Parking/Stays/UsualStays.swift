/// A stay of each gate whose particulars most others have, too, so that those are kept once for all of them.
///
/// A help to memory that says nothing about the garage: any two are equal, and no snapshot has it.
struct UsualStays: Hashable, Sendable {
    private var byGate: [GateID?: Session] = [:]

    /// The stay as it is to be kept.
    mutating func share(_ session: Session) -> Session {
        // Of those with rights hardly any is like another one.
        guard session.rights.isEmpty else { return session }
        if let shared = byGate[session.gate].flatMap { session.sharing(with: $0) } { return shared }
        byGate[session.gate] = session
        return session
    }

    static func == (a: Self, b: Self) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}
