import Postgres
import Testing

@Suite("Statements")
struct StatementTests {
    @Test("a literal and an embedded script with the same text are the same statement")
    func equality() {
        #expect(Statement(embedded: [UInt8]("SELECT 'é'".utf8)) == "SELECT 'é'")
    }

    @Test("an embedded script that holds a NUL ends the process")
    func nul() async {
        await #expect(processExitsWith: .failure) { _ = Statement(embedded: [0x53, 0]) }
    }

    @Test("an embedded script that is not UTF-8 ends the process")
    func encoding() async {
        await #expect(processExitsWith: .failure) { _ = Statement(embedded: [0xFF]) }
    }
}
