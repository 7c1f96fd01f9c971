import Foundation
import Synchronization

/// Commands with ids of their own, sent for as long as somebody answers, and what became of each.
final class Load: Sendable {
    private struct State {
        var next = 0
        var answers: [String: Service.Response] = [:]
        var unanswered: Set<String> = []
    }

    private let state = Mutex(State())

    /// What was acknowledged, by id.
    var answers: [String: Service.Response] { state.withLock { $0.answers } }

    /// The ids of commands whose answer never came.
    var unanswered: Set<String> { state.withLock { $0.unanswered } }

    /// The body of the command of an id: each is of a plate of its own.
    static func body(_ key: String) -> String { #"{"plate": "L-\#(key.dropFirst(4))", "gate": "in"}"# }

    /// Sends until a service has gone, by so many callers at once.
    func send(to service: Service, callers: Int = 16) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    while await self.sendOne(to: service) {}
                }
            }
        }
    }

    private func sendOne(to service: Service) async -> Bool {
        let key = state.withLock { state in
            state.next += 1
            return "load\(state.next)"
        }
        do {
            let answer = try await service.command("plate-seen", Load.body(key), key: key)
            guard answer.status == 200 else {
                state.withLock { _ = $0.unanswered.insert(key) }
                return answer.status == 503
            }
            state.withLock { $0.answers[key] = answer }
            return true
        } catch {
            state.withLock { _ = $0.unanswered.insert(key) }
            return false
        }
    }
}
