import Synchronization
import Tariffs

/// The tariffs that a garage's stays know, each compiled once: nearly all of them know the same book.
///
/// It is no part of a garage's state: a book that has changed gets a new one, so that copies of a garage which went
/// different ways share nothing.
final class KnownTariffs: Sendable {
    /// By the versions of the publications that are known: a clock that ran fast may make a later one known first.
    private let compiled = Mutex<[[Int64]: Tariff]>([:])
    /// More than a garage's stays know at one time.
    private static let most = 64

    /// The tariff of these publications, compiled where it is asked for the first time.
    func tariff(
        knowing known: [Int64], _ compile: () throws(TariffError) -> Tariff
    ) throws(TariffError) -> Tariff {
        if let tariff = compiled.withLock({ $0[known] }) { return tariff }
        let tariff = try compile()
        compiled.withLock {
            if $0.count >= KnownTariffs.most { $0.removeAll() }
            $0[known] = tariff
        }
        return tariff
    }
}

extension KnownTariffs: Hashable {
    /// Always: what was compiled follows from the rest of the garage.
    static func == (a: KnownTariffs, b: KnownTariffs) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}
