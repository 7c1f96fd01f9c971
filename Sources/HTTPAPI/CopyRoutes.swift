import Access
import Chronology
import Desks
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Parking
import Postgres
import Projections

/// What a gate needs for the hours in which it cannot ask: a signed copy of a day's list with the rates, and the keys by which it
/// verifies one.
struct CopyRoutes {
    let queries: Queries
    let pool: PostgresPool
    let desks: Desks
    /// Where the key is that signs; nil where none does.
    let keyFile: String?

    func add(to router: some RouterMethods<HTTPContext>) {
        router.get("/v1/copy-keys") { request, _ in
            try request.takes()
            return Response.json(Array(try await rows { try AccessStore.copyKeys($0) }.utf8))
        }
        router.get("/v1/garages/:garage/allowlists/:day/copy") { request, context in
            try request.takes(["hours"])
            let tail = try request.query("hours", "from 0 to 24") { text in
                Int64(digits: text).flatMap { (0...24).contains($0) ? TimeSpan.hours($0) : nil }
            }
            let (garage, day) = (try context.garage(), try context.day())
            let copy: GateCopy
            do {
                copy = try await context.whileAwaited {
                    try await desks.lists.serve {
                        try await queries.gateCopy(of: garage, on: day, tail: tail ?? GateCopy.usualTail)
                    }
                }
            } catch let refusal as Refusal {
                throw ProblemResponse(refusal.problem)
            }
            let key = try await key(context)
            // A large one takes a while.
            let signed = try await desks.lists.serve {
                try await queries.workOut { () throws in try SignedCopy.sign(copy, by: key) }
            }
            return Response(
                status: .ok, headers: [.contentType: "application/jose"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: signed)))
        }
    }

    /// The key that signs. It is read each time, so that a new one is in force at once.
    private func key(_ context: HTTPContext) async throws -> InstallationKey {
        do {
            let key = try keyFile.map { path throws(InstallationKeyError) in try InstallationKey(file: path) }
            if let key, try await rows({ try AccessStore.isKnown(key, $0) }) { return key }
        } catch let error as InstallationKeyError {
            context.logger.error("no key signs copies for gates", metadata: ["error": "\(error.sentence)"])
        }
        throw ProblemResponse(
            Problem(
                .copyKeyMissing, "The service has no key to sign copies with; parklog gate-key makes one for it."))
    }

    private func rows<Value: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Value
    ) async throws(QueryError) -> Value {
        do { return try await pool.run(body) } catch { throw .unavailable(DatabaseTrouble(error)) }
    }
}
