public import EventLog
public import Testing

/// One promise of every ``EventLog``, and how it is tested.
///
/// A test runs all of them against a log of its own; each uses garages of its own, so they may share one:
/// ```swift
/// @Test(arguments: ConformanceCheck.all)
/// func `the log in memory keeps its promise that`(_ check: ConformanceCheck) async throws {
///     try await check.run(on: InMemoryEventLog())
/// }
/// ```
public struct ConformanceCheck: Sendable, CustomTestStringConvertible {
    /// The promise, a sentence.
    public let promise: String
    private let body: @Sendable (any EventLog) async throws -> Void

    init(_ promise: String, _ body: @escaping @Sendable (any EventLog) async throws -> Void) {
        self.promise = promise
        self.body = body
    }

    /// Tests the promise; what breaks it is recorded as an issue of the test that runs.
    public func run(on log: any EventLog) async throws {
        try await body(log)
    }

    /// The promise, as the name of the test's case.
    public var testDescription: String { promise }

    /// Every promise.
    public static let all = appending + reading + commands + vault + chain + concurrency
}
