import Chronology
import Testing

@testable import HTTPAPI

/// What an operator hears of a certificate's end, before and after.
@Suite struct CertificateTermTests {
    private let term = CertificateTerm(
        from: Instant("2026-03-01T00:00:00Z")!, until: Instant("2026-06-01T00:00:00Z")!)

    @Test(
        arguments: [
            ("2026-02-28T23:59:59Z", .notYet), ("2026-03-01T00:00:00Z", .holds), ("2026-05-17T23:59:59Z", .holds),
            ("2026-05-18T00:00:00Z", .endsSoon(days: 14)), ("2026-05-30T12:00:00Z", .endsSoon(days: 2)),
            ("2026-05-31T00:00:00Z", .endsSoon(days: 1)), ("2026-06-01T00:00:01Z", .over(days: 1)),
            ("2026-06-02T00:00:01Z", .over(days: 2)),
        ] as [(String, CertificateTerm.Standing)])
    func `a new one is asked for from two weeks before the end on, each day anew`(
        time: String, standing: CertificateTerm.Standing
    ) throws {
        #expect(term.standing(at: try #require(Instant(time))) == standing)
    }

    @Test func `only what stands badly is told`() {
        #expect(CertificateTerm.Standing.holds.sentence(of: "a.pem", term) == nil)
        let soon = CertificateTerm.Standing.endsSoon(days: 1).sentence(of: "a.pem", term)
        #expect(soon?.contains("a.pem ends at 2026-06-01T00:00:00Z, in a day") == true)
        #expect(soon?.contains("without a restart") == true)
        #expect(CertificateTerm.Standing.over(days: 3).sentence(of: "a.pem", term)?.contains("has ended") == true)
        #expect(CertificateTerm.Standing.notYet.sentence(of: "a.pem", term)?.contains("begins at") == true)
    }
}
