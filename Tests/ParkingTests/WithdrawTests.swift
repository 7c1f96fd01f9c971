import Chronology
import Parking
import Testing

/// A driver who was let in turns round: design rules 1 and 15.
@Suite struct WithdrawTests {
    let eight = LocalDay.monday.at("08:00")
    private func withdraw(_ id: Int64) -> Command {
        .withdrawAuthorisation(.init(AuthorisationID(id), .misread))
    }

    @Test func `a spot that nobody comes for is free again at once`() throws {
        var site = try Site(.open(1))
        try site.send(.seen(.anna), at: eight)
        #expect(try site.answer(to: .ben, at: eight + .seconds(1)) == .deny(.garageFull))
        let decision = try site.send(withdraw(2), at: eight + .seconds(2))
        #expect(decision.result == .authorisationWithdrawn(.init(AuthorisationID(2))))
        #expect(
            site.log.last?.event == .authorisationWithdrawn(.init(AuthorisationID(2), gate: .entry, .misread)))
        #expect(try site.answer(to: .carla, at: eight + .seconds(3)) == .open(.entry(.paysByTime)))
    }

    @Test func `a barrier that rises afterwards rises for a car that nobody knows`() throws {
        var site = try Site(.open(2))
        try site.send(.seen(.anna), at: eight)
        try site.send(withdraw(2), at: eight + .seconds(2))
        try site.send(.opened(), at: eight + .seconds(5))
        #expect(site.garage.session(of: .anna) == nil && site.garage.inside == 1)
    }

    @Test func `who drove in already waits no more, nor does who was never let in`() throws {
        var site = try Site(.open(2))
        try site.drive(.anna, at: eight)
        for id in [2, 3, 99] as [Int64] {
            #expect(throws: Refusal.unknownAuthorisation(AuthorisationID(id))) {
                try site.send(withdraw(id), at: eight + .minutes(1))
            }
        }
    }

    @Test func `where the garage has a list of reasons, a correction has one of them`() throws {
        var site = try Site(.open(2) { $0.reasons = [ReasonCode("camera-failure")!] })
        try site.send(.seen(.anna), at: eight)
        #expect(throws: Refusal.unknownReason(ReasonCode("misread")!, [ReasonCode("camera-failure")!])) {
            try site.send(withdraw(2), at: eight)
        }
        let known = Correction(ReasonCode("camera-failure")!)
        try site.send(.withdrawAuthorisation(.init(AuthorisationID(2), known)), at: eight)
        #expect(site.garage.waiting(at: eight) == 0)
        try site.send(.opened(.ben, happened: eight + .hours(1)), at: eight)
        let waiting = try #require(site.garage.quarantined.first).id
        #expect(throws: Refusal.unknownReason(ReasonCode("misread")!, [ReasonCode("camera-failure")!])) {
            try site.send(.releasePassage(.init(waiting, at: eight, .misread)), at: eight)
        }
    }
}
