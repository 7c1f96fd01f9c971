import Crypto
import EventLog
import Money
import Parking
import JSON

/// A command in a garage's queue, and who waits for its reply.
struct WaitingCommand {
    let key: CommandKey
    private let typed: TypedCommand
    /// Whether the caller chose the id, and so may send it again.
    let isRepeatable: Bool
    /// The request that brought it; nil where none did.
    let trace: TraceParent?
    let askedAt: ContinuousClock.Instant
    let reply: CheckedContinuation<Result<Reply, CommandError>, Never>

    init(
        key: CommandKey, command: TypedCommand, isRepeatable: Bool, trace: TraceParent?,
        askedAt: ContinuousClock.Instant, reply: CheckedContinuation<Result<Reply, CommandError>, Never>
    ) {
        (self.key, typed, self.isRepeatable, self.trace) = (key, command, isRepeatable, trace)
        (self.askedAt, self.reply) = (askedAt, reply)
    }

    var plate: Plate? { typed.request.plate }

    /// The words that came with it.
    var text: TextEntry? { typed.text }

    /// Whether nothing is decided on its plate before it is in the log: who comes by it then is another one.
    var isErasure: Bool {
        switch typed.request {
        case .knowing, .complete(.erasePlate): true
        case .complete, .naming, .reading: false
        }
    }

    /// What the garage is to decide.
    ///
    /// - Parameter named: plates that commands before it have named, which the log does not have yet.
    /// - Parameter folding: the letters that the garage takes for one another.
    func command(_ vault: Vault, folding: Set<PlateFolding> = [], named: Set<Plate> = []) -> Command {
        command(typed.request, vault, folding, named)
    }

    /// What was asked for, its words included: what is the same is the same request.
    func asTyped(_ vault: Vault, folding: Set<PlateFolding> = [], named: Set<Plate> = []) -> Command {
        command(typed.typed, vault, folding, named)
    }

    /// The digests of what was asked where nothing came of it: no event names its plate or refers to its words, so there the words
    /// are left out, and a plate that nobody has heard of is nobody's. The first is what such a reply is kept with; by the other it
    /// is known again where the plate has been named since.
    func quietFingerprints(
        _ vault: Vault, folding: Set<PlateFolding> = [], named: Set<Plate> = [], currency: Currency?
    ) -> [[UInt8]] {
        let nobodys = typed.request.asked.fingerprint(currency: currency)
        guard let plate else { return [nobodys] }
        let own = command(vault, folding: folding, named: named).fingerprint(currency: currency)
        return vault.isHeardOf(plate) || named.contains(plate) ? [own, nobodys] : [nobodys, own]
    }

    /// Whether a reply that is stored with a digest is the one to this command.
    func isAnswered(by fingerprint: [UInt8], _ vault: Vault, currency: Currency?) -> Bool {
        fingerprint == asTyped(vault).fingerprint(currency: currency)
            || quietFingerprints(vault, currency: currency).contains(fingerprint)
    }

    private func command(
        _ request: CommandRequest, _ vault: Vault, _ folding: Set<PlateFolding>, _ named: Set<Plate>
    ) -> Command {
        switch request {
        case .complete(let command): command
        case .naming(let plate, let command): command(vault.resolved(plate))
        case .knowing(let plate, let command):
            command(vault.isHeardOf(plate) || named.contains(plate) ? vault.resolved(plate) : nil)
        case .reading(let plate, let others, let command):
            command(vault.resolved(plate), vault.lookAlikes.of(plate, or: others, folding: folding))
        }
    }
}

/// What a command is known by when it comes again: the caller's name for it, which is the caller's own.
struct CommandKey: Hashable, Sendable {
    let actor: Actor
    let id: CommandID

    /// As the log keeps it; neither part has a blank.
    var stored: String { "\(actor) \(id)" }
}

extension Command {
    /// A digest of what is asked, to tell a repeated command from another one under its id.
    func fingerprint(currency: Currency?) -> [UInt8] {
        Array(SHA256.hash(data: canonical(currency: currency)))
    }
}

extension CommandID {
    /// An id for a command whose caller gave none.
    static func random() -> CommandID {
        let digits = (0..<4).map { _ in String(UInt32.random(in: 0 ... .max), radix: 36) }
        return CommandID(checked: "auto-" + digits.joined())
    }
}
