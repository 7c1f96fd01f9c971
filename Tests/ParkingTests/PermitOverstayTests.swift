import Chronology
import Money
import Parking
import Tariffs
import Testing

/// How long a permit lets a car stay: design rule 6.
@Suite struct PermitOverstayTests {
    let morning = LocalDay.monday.at("08:00")
    let later = LocalDay.monday.advanced(by: 300).at("12:00")

    private func since(_ given: Given, at now: Instant) -> [Instant] { given.garage.overstays(at: now).map(\.since) }

    @Test(arguments: Admission.allCases) func `a pass without an end lets its car stay`(admission: Admission) {
        let stays = given(
            .open(5) { $0.admission = admission }, at(morning, .pass(.anna, .monday), .entered(.anna)))
        #expect(since(stays, at: later) == [])
    }

    @Test(arguments: Admission.allCases) func `a permit that runs out while its car is inside makes an overstay`(
        admission: Admission
    ) {
        let april = LocalDay("2026-04-01")!
        let stays = given(
            .open(5) { $0.admission = admission }, at(morning, .month(.anna, .monday, april), .entered(.anna)))
        #expect(since(stays, at: april.at("24:00") - TimeSpan(microseconds: 1)) == [])
        #expect(since(stays, at: later) == [april.at("24:00")])
    }

    @Test func `one that is renewed in time does not`() {
        let (april, may) = (LocalDay("2026-04-01")!, LocalDay("2026-05-01")!)
        var stays = given(.open(5), at(morning, .month(.anna, .monday, april), .entered(.anna)))
        stays.take(
            at(
                april.at("12:00"),
                .permitRenewed(
                    .init(
                        PermitID(2), firstDay: april.next, lastDay: may, renewal: 1, total: Money(minorUnits: 3_000)))))
        #expect(since(stays, at: may.at("23:59")) == [])
        #expect(since(stays, at: later) == [may.at("24:00")])
    }

    @Test func `the car of a revoked permit overstays the day after`() {
        let tuesday = LocalDay.tuesday.at("10:00")
        let stays = given(
            .open(5), at(morning, .pass(.anna, .monday), .entered(.anna)),
            at(tuesday, .permitRevoked(.init(PermitID(2), lastDay: .tuesday))))
        #expect(since(stays, at: LocalDay.tuesday.at("23:59")) == [])
        #expect(since(stays, at: later) == [LocalDay.wednesday.at("00:00")])
    }

    @Test func `a permit that is revoked before its first day leaves an open garage's car to pay by time`() {
        let stays = given(
            .open(5), at(morning, .pass(.anna, .tuesday), .entered(.anna)),
            at(morning, .permitRevoked(.init(PermitID(2), lastDay: .monday))))
        #expect(since(stays, at: later) == [])
    }

    @Test func `a permit and what adjoins it are one right`() {
        let stays = given(
            .reserved(5),
            at(
                morning, .reserved(.anna, .monday), .pass(.anna, .tuesday, .wednesday),
                .reserved(.anna, .thursday), .pass(.anna, .thursday.next, .thursday.next)),
            at(morning, .entered(.anna)))
        #expect(since(stays, at: LocalDay.thursday.next.at("23:59")) == [])
        #expect(since(stays, at: later) == [LocalDay.thursday.next.at("24:00")])
    }

    @Test func `a day between them that nothing covers ends the right`() {
        let stays = given(
            .reserved(5), at(morning, .pass(.anna, .monday, .tuesday), .pass(.anna, .thursday)),
            at(morning, .entered(.anna)))
        #expect(since(stays, at: later) == [LocalDay.wednesday.at("00:00")])
    }

    @Test func `hours that adjoin a permit are one right with it where they begin with the day`() {
        func hours(_ from: String, _ until: String) -> GarageEvent {
            .dayReserved(
                .init(
                    plate: .anna, day: .tuesday, holder: .member,
                    hours: PaidHours(
                        from: LocalDay.tuesday.at(from), until: LocalDay.tuesday.at(until),
                        total: Money(minorUnits: 100))))
        }
        func stays(_ hours: GarageEvent) -> Given {
            given(.open(5), at(morning, .pass(.anna, .monday, .monday), hours, .entered(.anna)))
        }
        #expect(since(stays(hours("00:00", "03:00")), at: later) == [LocalDay.tuesday.at("03:00")])
        #expect(since(stays(hours("01:00", "03:00")), at: later) == [LocalDay.tuesday.at("00:00")])
    }

    @Test(arguments: [LocalDay.monday, .tuesday]) func `a permit of the whole day outlasts hours of it`(last: LocalDay)
    {
        let hours = PaidHours(
            from: morning, until: LocalDay.monday.at("10:00"), total: Money(minorUnits: 100))
        let stays = given(
            .open(5), at(morning, .dayReserved(.init(plate: .anna, day: .monday, holder: .member, hours: hours))),
            at(morning, .pass(.anna, .monday, last), .entered(.anna)))
        #expect(since(stays, at: later) == [last.at("24:00")])
    }

    @Test func `whoever paid by time until a permit began must leave when it ends`() {
        let stays = given(.open(5), at(morning, .entered(.anna)), at(morning, .pass(.anna, .wednesday, .wednesday)))
        #expect(since(stays, at: LocalDay.wednesday.at("23:59")) == [])
        #expect(since(stays, at: later) == [LocalDay.thursday.at("00:00")])
    }

    @Test func `a permit that had ended when the car came in is nothing to it`() {
        let stays = given(
            .open(5), at(morning, .pass(.anna, .monday, .monday)),
            at(LocalDay.tuesday.at("00:00"), .entered(.anna)))
        #expect(stays.garage.session(of: .anna)?.rights.isEmpty == true)
        #expect(since(stays, at: later) == [])
    }

    @Test func `a membership is no right to stay`() {
        let stays = given(.reserved(5), at(morning, .membership(.anna, [.staff]), .entered(.anna)))
        #expect(since(stays, at: later) == [LocalDay.tuesday.at("00:00")])
        let open = given(.open(5), at(morning, .membership(.anna, [.staff], .monday, .monday), .entered(.anna)))
        #expect(since(open, at: later) == [])
    }

    @Test func `an overstay with a permit for a later day is in nobody's way on that day`() {
        let stays = given(.reserved(5), at(morning, .entered(.anna), .pass(.anna, .wednesday)))
        let noon = LocalDay.tuesday.at("12:00")
        #expect(stays.garage.shortage(on: .tuesday, at: noon)?.overstays == 1)
        #expect(stays.garage.shortage(on: .wednesday, at: noon)?.overstays == 0)
    }
}
