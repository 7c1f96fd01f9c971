import ServiceLifecycle
import Synchronization

/// The parts of a service that stop one after the other, and which of them has not stopped.
final class Parts: Sendable {
    private let running = Mutex<[String]>([])

    /// The names of those that are at work, or were when they were cut off.
    var atWork: [String] { running.withLock { $0 } }

    /// A part by its name.
    func part(_ name: String, _ service: any Service) -> any Service { Part(name: name, service: service, parts: self) }

    private struct Part: Service {
        let name: String
        let service: any Service
        let parts: Parts

        func run() async throws {
            parts.running.withLock { $0.append(name) }
            // One that was cut off did not stop by itself.
            defer { if !Task.isCancelled { parts.running.withLock { $0.removeAll { $0 == name } } } }
            try await service.run()
        }
    }
}
