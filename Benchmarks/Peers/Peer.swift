import ArgumentParser
import Foundation
import Subprocess
import SystemPackage

/// Another event store that is measured beside, by `peers.py`.
enum Peer: String, CaseIterable, CustomStringConvertible {
    /// PyPI eventsourcing, on the PostgreSQL of the same run.
    case eventsourcing
    /// PyPI umadb, with the server that it brings.
    case umadb

    var description: String { rawValue }

    /// Where they are run.
    struct Run {
        /// A Python that has both.
        let python: String
        /// The PostgreSQL of the run.
        let url: String

        /// Events a second through a peer's recorder, and through a projection that counts them.
        func measure(
            _ peer: Peer, events: Int, garages: Int, size: Int
        ) async throws -> (recorded: Double, projected: Double) {
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "parklog-peer-\(UInt32.random(in: 0 ... .max))")
            defer { try? FileManager.default.removeItem(at: folder) }
            let result = try await Subprocess.run(
                .path(.init(python)),
                arguments: [
                    "Benchmarks/Peers/peers.py", peer.rawValue, "--events", "\(events)", "--garages", "\(garages)",
                    "--size", "\(size)", "--url", url, "--folder", folder.path,
                ], output: .string(limit: 4096), error: .string(limit: 65_536))
            let speeds = result.standardOutput.split(separator: " ")
                .compactMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            guard result.terminationStatus.isSuccess, speeds.count == 2 else {
                throw ValidationError("\(peer) could not be measured: \(result.standardError)")
            }
            return (speeds[0], speeds[1])
        }
    }
}
