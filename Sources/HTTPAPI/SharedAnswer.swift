/// An answer that many ask for at the same time and that is worked out once.
actor SharedAnswer<Value: Sendable> {
    private var underWay: Task<Value, any Error>?

    /// The answer that is being worked out, or else a new one.
    func value(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        if let underWay { return try await underWay.value }
        // Ended here, by whoever asked first; it goes on for the others when that one has gone.
        let task = Task { try await work() }
        underWay = task
        defer { underWay = nil }
        return try await task.value
    }
}
