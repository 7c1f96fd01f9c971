import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Connections to a service that are kept, each of which sends one request after the other.
struct Load: Sendable {
    let service: ServedParklog
    /// The file of what the service proves itself with; nil in the clear.
    let certificate: String?
    private var days: [GateDay]

    /// Opens garages, and lends days at them to so many connections; no gate is two connections'.
    init(
        _ service: ServedParklog, certificate: String? = nil, garages: [String], connections: Int, seed: UInt64,
        tokens: LoadTokens? = nil
    ) async throws {
        self.service = service
        self.certificate = certificate
        let (day, spread) = (
            Date().formatted(.iso8601.year().month().day()), LoadSpread(garages: garages, connections: connections)
        )
        days = (0..<connections).map { connection in
            GateDay(
                connection: connection, lane: spread.lane(of: connection), garages: spread.garages(of: connection),
                day: day, seed: seed, tokens: tokens?.ofConnections[connection])
        }
        guard spread.lanes <= 32 else {
            throw ValidationError("A garage has at most 32 lanes in, not \(spread.lanes): take more garages.")
        }
        let opening = Opening(garages: garages, lanes: spread.lanes, token: tokens?.operator)
        let (_, answers) = try await ask([opening], until: .distantFuture)
        guard answers.refused.isEmpty else { throw ValidationError("\(answers.refused)") }
    }

    /// Asks for so many seconds.
    mutating func run(seconds: Int) async throws -> Answers {
        let answers: Answers
        (days, answers) = try await ask(days, until: .now() + .seconds(Int64(seconds)))
        return answers
    }

    private func ask<Script: Asking>(
        _ scripts: [Script], until end: NIODeadline
    ) async throws -> (left: [Script], answers: Answers) {
        let host = "localhost:\(service.port)"
        let tls = try certificate.map { path in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .file(path)
            return try NIOSSLContext(configuration: configuration)
        }
        return try await withThrowingTaskGroup(of: (Int, Script, Answers).self) { group in
            for (number, script) in scripts.enumerated() {
                group.addTask {
                    let loop = MultiThreadedEventLoopGroup.singleton.next()
                    let ended = loop.makePromise(of: (Script, Answers).self)
                    do {
                        _ = try await ClientBootstrap(group: loop).channelInitializer { channel in
                            channel.eventLoop.makeCompletedFuture {
                                if let tls {
                                    try channel.pipeline.syncOperations.addHandler(
                                        NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                                }
                                try channel.pipeline.syncOperations.addHandler(
                                    Caller(script, host: host, until: end, ended: ended))
                            }
                        }.connect(host: "127.0.0.1", port: service.port).get()
                    } catch {
                        ended.fail(error)
                    }
                    let (left, answers) = try await ended.futureResult.get()
                    return (number, left, answers)
                }
            }
            var (left, answers) = (scripts, Answers())
            for try await (number, script, answer) in group {
                left[number] = script
                answers.add(answer)
            }
            return (left, answers)
        }
    }
}

/// Tokens for a load.
struct LoadTokens: Sendable {
    let `operator`: String
    let ofConnections: [GateDay.Tokens]

    /// A gate's and a booking app's for each connection.
    static func issue(for spread: LoadSpread, by installation: Installation) async throws -> LoadTokens {
        var tokens: [GateDay.Tokens] = []
        for connection in 0..<spread.connections {
            let (own, lane) = (spread.garages(of: connection), spread.lane(of: connection))
            tokens.append(
                GateDay.Tokens(
                    gate: try await installation.token("gate", of: own, gates: ["in-\(lane)", "out-\(lane)"]),
                    booking: try await installation.token("booking", of: own)))
        }
        return LoadTokens(operator: try await installation.token("operator", of: ["*"]), ofConnections: tokens)
    }
}
