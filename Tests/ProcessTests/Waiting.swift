/// Waits until something is so, without keeping the machine busy: what is waited for needs it.
///
/// The suite's time limit ends what never becomes so.
func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(5)) }
}
