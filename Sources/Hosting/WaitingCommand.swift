import Crypto
import Money
import Parking
import JSON

/// A command in a garage's queue, and who waits for its reply.
struct WaitingCommand {
    let id: CommandID
    let actor: Actor
    let request: CommandRequest
    /// Whether the caller chose the id, and so may send it again.
    let isRepeatable: Bool
    let reply: CheckedContinuation<Result<Reply, CommandError>, Never>

    var plate: Plate? {
        guard case .naming(let plate, _) = request else { return nil }
        return plate
    }

    func command(_ vault: Vault) -> Command {
        switch request {
        case .complete(let command): return command
        case .naming(let plate, let command):
            guard let id = vault.id(of: plate) else { preconditionFailure("plates are resolved before deciding") }
            return command(id)
        }
    }
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
