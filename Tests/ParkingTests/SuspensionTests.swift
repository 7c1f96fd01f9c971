import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Cars that are not let in for a time, by a person's word or by the garage's policy for overstays: design rule 17.
@Suite struct SuspensionTests {
    let noon = LocalDay.monday.at("12:00")
    let blocking = Correction(ReasonCode("blocking")!)

    private func suspended(_ first: LocalDay = .monday, _ last: LocalDay? = .tuesday) -> GarageEvent {
        .plateSuspended(.init(.anna, firstDay: first, lastDay: last, blocking))
    }

    private func answer(_ garage: Given, _ plate: PlateID = .anna, at instant: Instant) throws -> GateAnswer? {
        guard case .answered(let outcome) = try garage.when(.seen(plate), at: instant).decision.get().result else {
            return nil
        }
        return outcome.answer
    }

    @Test func `a suspended plate is denied, whatever its right and for no money, and no other is`() throws {
        for settings in [GarageSettings.open(5), .reserved(5)] {
            let garage = given(
                settings, at(noon, .reserved(.anna, .monday), .pass(.anna, .monday), .pass(.ben, .monday)),
                at(noon, suspended()))
            #expect(try answer(garage, at: noon) == .deny(.suspended))
            #expect(try answer(garage, at: LocalDay.tuesday.at("23:59")) == .deny(.suspended))
            #expect(try answer(garage, at: LocalDay.wednesday.at("00:00")) == .open(.entry(.permit(3))))
            #expect(try answer(garage, .ben, at: noon) == .open(.entry(.permit(4))))
            #expect(garage.garage.allowlist(on: .monday).map(\.plate) == [.ben])
            #expect(garage.garage.allowlist(on: .wednesday).map(\.plate) == [.anna, .ben])
        }
    }

    @Test func `it begins on its first day, and without a last one it stands until it is lifted`() throws {
        var garage = given(.open(5), at(noon, suspended(.tuesday, nil)))
        #expect(try answer(garage, at: noon) == .open(.entry(.paysByTime)))
        #expect(try answer(garage, at: LocalDay.monday.advanced(by: 300).at("12:00")) == .deny(.suspended))
        garage.when(.liftSuspension(.init(.anna, blocking)), at: noon)
            .then(.suspensionLifted(.init(.anna, blocking)), result: .suspensionLifted(.init(lifted: 1)))
        garage.take(at(noon, .suspensionLifted(.init(.anna, blocking))))
        #expect(try answer(garage, at: LocalDay.tuesday.at("12:00")) == .open(.entry(.paysByTime)))
        garage.when(.liftSuspension(.init(.anna, blocking)), at: noon)
            .then(result: .suspensionLifted(.init(lifted: 0)))
    }

    @Test func `who is inside may leave, and pays as ever`() throws {
        let garage = given(
            .open(5), at(.opening, .ratePublished(.init(.hourly("day", 2)))), at(noon, .entered(.anna)),
            at(noon, suspended()))
        let left = try garage.when(.left(.plate(.anna)), at: noon + .hours(1)).decision.get()
        guard case .exited(.left(let departure)) = left.result, case .charged(let charge) = departure.charge else {
            Issue.record("It did not leave.")
            return
        }
        #expect(charge.total == Money(minorUnits: 200))
    }

    @Test func `nothing is reserved for a day on which the plate is suspended`() {
        let garage = given(.open(5), at(noon, suspended()))
        let standing = garage.garage.suspension(of: .anna, on: .tuesday)!
        garage.when(.reserve(.init(plate: .anna, day: .tuesday, holder: .member)), at: noon).thenRefuses(
            .suspended(standing))
        #expect(
            (try? garage.when(.reserve(.init(plate: .anna, day: .wednesday, holder: .member)), at: noon).decision.get())
                != nil)
        #expect(
            (try? garage.when(.reserve(.init(plate: .ben, day: .tuesday, holder: .member)), at: noon).decision.get())
                != nil)
    }

    @Test func `one that ends before it begins, or began, is refused, and the same one again has no second effect`() {
        let garage = given(.open(5) { $0.reasons = [ReasonCode("blocking")!] }, at(noon, suspended()))
        func suspend(_ first: LocalDay?, _ last: LocalDay?, _ reason: String = "blocking") -> Outcome {
            garage.when(
                .suspendPlate(
                    .init(.anna, firstDay: first, lastDay: last, Correction(ReasonCode(reason)!))), at: noon)
        }
        suspend(.wednesday, .tuesday).thenRefuses(.suspensionEndsBeforeStart(firstDay: .wednesday, lastDay: .tuesday))
        suspend(LocalDay.monday.previous, .tuesday).thenRefuses(.dayOver(LocalDay.monday.previous))
        suspend(LocalDay.monday.advanced(by: 367), nil)
            .thenRefuses(.suspensionTooFar(last: LocalDay.monday.advanced(by: 366)))
        suspend(.monday, .tuesday, "mood").thenRefuses(.unknownReason(ReasonCode("mood")!, [ReasonCode("blocking")!]))
        suspend(nil, .tuesday)
            .then(result: .suspended(.init(RightDays(first: .monday, last: .tuesday), repeated: true)))
        suspend(nil, .wednesday).then(
            .plateSuspended(.init(.anna, firstDay: .monday, lastDay: .wednesday, blocking)),
            result: .suspended(.init(RightDays(first: .monday, last: .wednesday), repeated: false)))
        Given().when(.suspendPlate(.init(.anna, blocking)), at: noon).thenRefuses(.unknownGarage)
        Given().when(.liftSuspension(.init(.anna, blocking)), at: noon).thenRefuses(.unknownGarage)
    }

    @Test func `a plate has no more than twenty`() throws {
        var site = try Site(.open(5))
        for days in 0..<20 {
            try site.send(
                .suspendPlate(.init(.anna, lastDay: LocalDay.monday.advanced(by: days), blocking)), at: noon)
        }
        #expect(throws: Refusal.tooManySuspensions) {
            try site.send(.suspendPlate(.init(.anna, blocking)), at: noon)
        }
    }

    // MARK: By policy

    /// Twice within a week is once too often, for three days.
    private func strict() throws -> Site {
        try Site(
            .open(5) {
                $0.longestStay = .hours(2)
                $0.suspension = SuspensionPolicy(overstays: 2, within: .days(7), days: 3)
            })
    }

    /// A car stays for some hours.
    private func stay(_ site: inout Site, _ day: LocalDay, hours: Int64, _ plate: PlateID = .anna) throws -> SessionID {
        let ten = day.at("10:00")
        try site.drive(plate, at: ten)
        let session = try #require(site.garage.session(of: .plate(plate))).id
        try site.send(.left(.plate(plate)), at: ten + .hours(hours))
        return session
    }

    @Test func `an overstay that is corrected and remains one suspends as before`() throws {
        var site = try strict()
        _ = try stay(&site, .monday, hours: 3)
        let exit = ExitID(version: site.garage.version)
        let second = try stay(&site, .tuesday, hours: 3)
        #expect(site.garage.suspension(of: .anna, on: .wednesday) != nil)
        let moved = Command.correctPassage(.init(.exit(exit), at: LocalDay.monday.at("13:05"), .misread))
        try site.send(moved, at: LocalDay.tuesday.at("14:00"))
        guard case .overstays(let sessions) = site.garage.suspension(of: .anna, on: .wednesday)?.cause else {
            Issue.record("it is suspended no more")
            return
        }
        #expect(sessions.last == second && sessions.count == 2)
        // One that turns out to be none counts no more.
        let none = Command.correctPassage(.init(.exit(exit), at: LocalDay.monday.at("11:00"), .misread))
        try site.send(none, at: LocalDay.tuesday.at("14:01"))
        #expect(site.garage.suspension(of: .anna, on: .wednesday) == nil)
    }

    @Test func `what a person has lifted does not come back where a stay is corrected`() throws {
        var site = try strict()
        _ = try stay(&site, .monday, hours: 3)
        let exit = ExitID(version: site.garage.version)
        _ = try stay(&site, .tuesday, hours: 3)
        try site.send(.liftSuspension(.init(.anna, blocking)), at: LocalDay.tuesday.at("14:00"))
        let moved = Command.correctPassage(.init(.exit(exit), at: LocalDay.monday.at("13:05"), .misread))
        try site.send(moved, at: LocalDay.tuesday.at("14:01"))
        #expect(site.garage.suspension(of: .anna, on: .wednesday) == nil)
        // A new one counts from one again.
        _ = try stay(&site, .wednesday, hours: 3)
        #expect(site.garage.suspension(of: .anna, on: .thursday) == nil)
    }

    @Test func `so many overstays within a time suspend the plate for some days`() throws {
        var site = try strict()
        let first = try stay(&site, .monday, hours: 3)
        _ = try stay(&site, .tuesday, hours: 1)
        #expect(site.garage.suspensions(on: .tuesday).isEmpty)
        let second = try stay(&site, .wednesday, hours: 3)
        let last = LocalDay.wednesday.advanced(by: 3)
        #expect(site.garage.suspension(of: .anna, on: last)?.cause == .overstays([first, second]))
        #expect(try site.answer(to: .anna, at: last.at("23:00")) == .deny(.suspended))
        #expect(try site.answer(to: .anna, at: last.next.at("00:00")) == .open(.entry(.paysByTime)))
    }

    @Test func `overstays that lie further apart suspend nobody`() throws {
        var site = try strict()
        _ = try stay(&site, .monday, hours: 3)
        let late = LocalDay.monday.advanced(by: 8)
        _ = try stay(&site, late, hours: 3)
        #expect(site.garage.suspensions(on: late).isEmpty)
    }

    @Test func `an overstay that turns out to be none ends the suspension that followed from it`() throws {
        var site = try strict()
        _ = try stay(&site, .monday, hours: 3)
        let second = try stay(&site, .tuesday, hours: 3)
        #expect(site.garage.suspensions(on: .tuesday).count == 1)
        let noon = LocalDay.tuesday.at("13:30")
        let decision = try site.send(
            .correctPassage(
                .init(.entry(second), at: LocalDay.tuesday.at("11:30"), Correction(ReasonCode("misread")!))), at: noon)
        #expect(!decision.facts.isEmpty)
        #expect(site.garage.suspensions(on: .tuesday).isEmpty)
    }

    @Test func `a lifted suspension forgives the overstays`() throws {
        var site = try strict()
        _ = try stay(&site, .monday, hours: 3)
        _ = try stay(&site, .tuesday, hours: 3)
        try site.send(.liftSuspension(.init(.anna, blocking)), at: LocalDay.tuesday.at("14:00"))
        _ = try stay(&site, .wednesday, hours: 3)
        #expect(site.garage.suspensions(on: .wednesday).isEmpty)
    }

    @Test func `overstays are forgotten in time, and suspensions that are over`() throws {
        var site = try strict()
        _ = try stay(&site, .monday, hours: 3)
        _ = try stay(&site, .tuesday, hours: 3)
        let later = LocalDay.monday.advanced(by: 400)
        _ = try stay(&site, later, hours: 1, .ben)
        #expect(site.garage.suspensions(on: .tuesday).isEmpty)
    }

    @Test func `a policy that cannot be is refused by its field`() {
        for (policy, field) in [
            (SuspensionPolicy(overstays: 0, within: .days(7), days: 3), "suspension.overstays"),
            (SuspensionPolicy(overstays: 2, within: .zero, days: 3), "suspension.within"),
            (SuspensionPolicy(overstays: 2, within: .days(367), days: 3), "suspension.within"),
            (SuspensionPolicy(overstays: 2, within: .days(7), days: 0), "suspension.days"),
        ] {
            let error = #expect(throws: SettingsError.self) {
                try GarageSettings.open(5) { $0.suspension = policy }.validate()
            }
            #expect(error?.field == field)
        }
    }
}
