import SystemTime
import Chronology
import TestSupport
import EventLog
import Foundation
import Parking
import JSON
import Hosting

/// A garage, and the hosts that a test talks to.
struct Site: Sendable {
    let hosts: GarageHosts
    let garage: GarageID

    init(_ hosts: GarageHosts, _ garage: GarageID = .mitte) {
        self.hosts = hosts
        self.garage = garage
    }

    /// Sends a command as it comes in over the wire.
    @discardableResult
    func send(_ name: CommandName, _ body: String, id: String? = nil) async throws(CommandError) -> Reply {
        try await hosts.perform(
            name, on: garage, body: Array(body.utf8), commandID: id.map { CommandID($0)! }, actor: Actor("test")!)
    }

    /// Makes the garage.
    @discardableResult
    func configure(_ capacity: Int, _ more: String = "", id: String? = nil) async throws(CommandError) -> Reply {
        try await send(.configureGarage, Site.settings(capacity, more), id: id)
    }

    static func settings(_ capacity: Int, _ more: String = "") -> String {
        """
        {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": \(capacity),
         "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]\(more.isEmpty ? "" : ", " + more)}
        """
    }

    /// A plate is read and its car drives in; answers the session.
    @discardableResult
    func drive(_ plate: String) async throws -> Int64 {
        _ = try await seen(plate)
        let reply = try await send(.gateOpen, #"{"plate": "\#(plate)", "gate": "in"}"#)
        return try reply.answer.result.session ?? 0
    }

    @discardableResult
    func seen(_ plate: String, id: String? = nil) async throws(CommandError) -> Reply {
        try await send(.plateSeen, #"{"plate": "\#(plate)", "gate": "in"}"#, id: id)
    }

    @discardableResult
    func leave(_ plate: String) async throws(CommandError) -> Reply {
        try await send(.exit, #"{"plate": "\#(plate)", "gate": "out"}"#)
    }

    @discardableResult
    func reserve(_ plate: String, _ day: String = "2026-03-02", id: String? = nil) async throws(CommandError) -> Reply {
        try await send(.reserve, #"{"plate": "\#(plate)", "day": "\#(day)"}"#, id: id)
    }
}

extension GarageID {
    static let mitte = GarageID("mitte")!
}

/// Runs hosts for as long as the body takes.
///
/// - Parameter patience: long, as a busy machine is late and not broken, but for a test of what happens when it ends.
@discardableResult
func withHosts<R>(
    on log: any EventLog, snapshots: (any SnapshotStore)? = nil, clock: @escaping ServerClock = { .monday },
    patience: Patience = Patience(.seconds(1000)), appended: @escaping @Sendable (GarageID, Int) -> Void = { _, _ in },
    _ body: (GarageHosts) async throws -> R
) async throws -> R {
    let hosts = GarageHosts(
        log: log, snapshots: snapshots, zones: ZoneDatabase(), clock: clock, patience: patience,
        logger: TestDatabase.silent,
        appended: appended)
    let running = Task { await hosts.run() }
    let outcome: Result<R, any Error>
    do { outcome = .success(try await body(hosts)) } catch { outcome = .failure(error) }
    running.cancel()
    await running.value
    return try outcome.get()
}

/// Runs something so many times at once.
func atOnce<R: Sendable>(
    _ times: Int, _ body: @escaping @Sendable (Int) async throws -> R
) async throws -> [R] {
    try await withThrowingTaskGroup(of: (Int, R).self) { group in
        for index in 0..<times { group.addTask { (index, try await body(index)) } }
        var results: [(Int, R)] = []
        for try await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
