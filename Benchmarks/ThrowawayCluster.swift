import Foundation
import Logging
import PrivateCluster

/// Lends a new server in a folder of its own, both of which are gone afterwards.
func withThrowawayCluster(_ body: (PrivateCluster, Logger) async throws -> Void) async throws {
    var logger = Logger(label: "benchmark", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = .warning
    let folder = FileManager.default.temporaryDirectory.appending(
        path: "parklog-bench-\(UInt32.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    defer { try? FileManager.default.removeItem(at: folder) }
    let location = try await ClusterLocation.resolve(projectFolder: folder.path, environment: [:])
    let cluster = try await PrivateCluster.open(at: location, logger: logger)
    do {
        try await body(cluster, logger)
    } catch {
        await cluster.leave()
        throw error
    }
    await cluster.leave()
}
