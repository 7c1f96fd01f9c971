import EventLog
import HTTPTypes
import Hummingbird
import Hosting
import JSON
import Postgres
import Projections

/// `GET /health/live` and `/health/ready`
struct HealthRoutes {
    let pool: PostgresPool
    let hosts: GarageHosts
    let drain: Drain
    /// Whether it says which garages there are; to strangers it does not.
    let namesGarages: Bool
    /// However many ask, one looks: strangers may, and each look opens a connection.
    private let looks = SharedAnswer<[Readiness.Stopped]>()

    init(pool: PostgresPool, hosts: GarageHosts, drain: Drain, namesGarages: Bool) {
        (self.pool, self.hosts, self.drain, self.namesGarages) = (pool, hosts, drain, namesGarages)
    }

    func add(to router: some RouterMethods<HTTPContext>) {
        router.get("/health/live") { _, _ in Response.object { $0.field("status", "live") } }
        router.get("/health/ready") { _, _ in try await ready() }
    }

    private func ready() async throws -> Response {
        guard !drain.hasBegun else { throw ProblemResponse.draining }
        let stopped = try await looks.value { try await self.stopped() }
        let (heads, altered) = (hosts.headsThatDisagree, hosts.alteredLogs)
        return .object { json in
            json.field("status", stopped.isEmpty && heads.isEmpty && altered.isEmpty ? "ready" : "degraded")
            if !heads.isEmpty {
                json.name("headsThatDisagree")
                json.array(heads) { json, found in
                    json.object {
                        $0.field("garage", namesGarages ? found.garage : nil)
                        $0.field("head", number: found.head.version)
                        $0.field("lastEvent", number: found.last.version)
                    }
                }
            }
            if !altered.isEmpty {
                json.name("alteredLogs")
                json.array(altered) { json, found in
                    json.object {
                        $0.field("garage", namesGarages ? found.garage : nil)
                        $0.field("version", number: found.version)
                    }
                }
            }
            guard !stopped.isEmpty else { return }
            json.name("stoppedReadModels")
            json.array(stopped) { json, stopped in
                json.object {
                    $0.field("readModel", stopped.readModel)
                    $0.field("garage", namesGarages ? stopped.garage : nil)
                    $0.field("version", number: stopped.version)
                }
            }
        }
    }

    /// What has stopped, of a service that can work: it reads the log and every read model as a request does, and could open
    /// another connection, within a second in all.
    private func stopped() async throws(ProblemResponse) -> [Readiness.Stopped] {
        do {
            let stopped = try await within(.seconds(1)) { [pool] in
                async let connected: Void = pool.runAnew { _ in }
                let stopped = try await pool.run { try Readiness.probe($0) }
                try await connected
                return stopped
            }
            if let stopped { return stopped }
        } catch let error as PostgresError {
            switch error.sqlState {
            case .undefinedTable?:
                throw ProblemResponse(
                    .notReady, "The database has no schema yet, or not all of it; run parklog migrate.")
            case .insufficientPrivilege?:
                throw ProblemResponse(
                    .notReady,
                    "The service's role may not read all that it needs; run parklog migrate, which grants it again.")
            default: break
            }
        } catch {
            // Whatever else it was, the log was not read.
        }
        throw ProblemResponse(.notReady, "The database does not answer within a second.")
    }
}
