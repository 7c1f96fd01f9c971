import TestSupport
import Testing

@Suite struct `The log in memory` {
    @Test(arguments: ConformanceCheck.all)
    func `keeps its promise that`(_ check: ConformanceCheck) async throws {
        try await check.run(on: InMemoryEventLog())
    }
}
