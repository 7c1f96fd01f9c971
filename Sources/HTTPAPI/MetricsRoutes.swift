import Chronology
import Desks
import Hosting
import Hummingbird
import Meters
import NIOCore
import Postgres
import Projections

/// `GET /metrics`: what is counted, as Prometheus reads it, also while the database is away.
struct MetricsRoutes {
    let meters: Meters
    /// Through which commands reach the log.
    let pool: PostgresPool
    /// Through which it is read.
    let readers: PostgresPool
    let hosts: GarageHosts
    let desks: Desks
    let certificate: CertificateWatch?

    func add(to router: some RouterMethods<HTTPContext>) {
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: meters.text(with: await gauges()))))
        }
    }

    /// What is so at the moment; where the database does not say within a second, that.
    private func gauges() async -> [Gauge] {
        var own = [
            Gauge(.poolWaiting, Double(await pool.waiterCount)), Gauge(.garagesInMemory, Double(hosts.residents)),
        ]
        for desk in desks.all {
            let (kind, load) = (desk.kind.rawValue, desk.load)
            own += [
                Gauge(.deskServed, Double(load.served), desk: kind),
                Gauge(.deskWaiting, Double(load.waiting), desk: kind),
            ]
        }
        if let certificate { own.append(Gauge(.certificateSeconds, certificate.left.seconds)) }
        let lags = try? await within(.seconds(1)) { [readers] in try await readers.run { try Lag.all($0) } }
        guard let lags else { return [Gauge(.databaseUp, 0)] + own }
        return [Gauge(.databaseUp, 1)] + own
            + lags.flatMap { lag in
                [
                    Gauge(.lagEvents, Double(lag.events), model: lag.readModel),
                    Gauge(.lagSeconds, Double(lag.milliseconds) / 1000, model: lag.readModel),
                    Gauge(.stopped, Double(lag.stopped), model: lag.readModel),
                ]
            }
    }
}

extension TimeSpan {
    fileprivate var seconds: Double { Double(microseconds / 1_000_000) }
}
