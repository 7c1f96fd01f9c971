import Chronology
import Money
import Testing

import Tariffs

/// What holds among the ways to price one stay (tariffs.md, Candidates).
@Suite struct CandidatePropertyTests {
    private let wild = Wishes.everything.toTheMicrosecond

    @Test func `a stay costs the least of its candidates, and one of them is chosen`() throws {
        var several = 0
        try forAll(2_000, wild.without(.tax)) { random, comment, _ in
            let charge = try random.charge()
            guard !charge.candidates.isEmpty else { return }
            several += 1
            #expect(charge.candidates.first?.way == .layered, comment)
            #expect(charge.candidates.count > 1, comment)
            #expect(charge.total == charge.candidates.map(\.total).min(), comment)
            let chosen = charge.candidates.filter(\.isChosen)
            #expect(chosen.count == 1, comment)
            #expect(chosen.first == charge.candidates.first { $0.total == charge.total }, comment)
        }
        #expect(several > 500)
    }

    /// The rates in force without a validation stay a candidate.
    @Test func `a validation never makes a stay dearer`() throws {
        var cheaper = 0
        try forAll(1_000, wild) { random, comment, _ in
            var plain = random
            plain.stay.validations = []
            let (with, without) = (try random.charge().total, try plain.charge().total)
            #expect(with <= without, comment)
            if with < without { cheaper += 1 }
        }
        #expect(cheaper > 20)
    }

    /// An agreement with another card may make it dearer; one that takes minutes off may where covering more may, see
    /// `CoverageTests`.
    @Test func `minutes that an agreement takes off never make a stay dearer`() throws {
        var cheaper = 0
        try forAll(2_000, CoveragePropertyTests.monotone) { random, comment, _ in
            var plain = random
            plain.stay.agreement = nil
            guard random.stay.agreement != .other else { return }
            let (with, without) = (try random.charge().total, try plain.charge().total)
            #expect(with <= without, comment)
            if with < without { cheaper += 1 }
        }
        #expect(cheaper > 20)
    }

    @Test func `an agreement that the card lacks changes nothing but is named`() throws {
        try forAll(500, wild) { random, comment, _ in
            var (plain, other) = (random, random)
            plain.stay.agreement = nil
            other.stay.agreement = .unknown
            let (charge, expected) = (try other.charge(), try plain.charge())
            #expect(charge.unknownAgreement == .unknown, comment)
            #expect(charge.lines == expected.lines && charge.total == expected.total, comment)
        }
    }
}
