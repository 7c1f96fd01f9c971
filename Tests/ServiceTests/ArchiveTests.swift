import Chronology
import EventLog
import Foundation
import Hosting
import Parking
import Postgres
import Projections
import TestSupport
import Testing

/// Events that were moved to a file: the garage goes on, and who needs them reads them there or is told where they are.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ArchiveTests {
    @Test func `a garage goes on behind its archive as if all were there, and a second archive goes on from the first`()
        async throws
    {
        try await withKeptGarage { kept in
            let last = try await kept.last
            let whole = try await kept.asking(kept.database) { history, _ in
                try await history.garage(kept.id, asOf: nil)
            }
            let one = try await kept.archive(upTo: last / 3)
            #expect(try await kept.count("select count(*) from log.events") == last - last / 3)
            #expect(one.first == 1 && one.head.version == last / 3)
            try await kept.hosting(kept.database) { site, _ in
                #expect((try await site.hosts.current(kept.id) == whole) as Bool)
                try await site.configureAgain()
            }
            let two = try await kept.archive(upTo: last)
            #expect(two.first == last / 3 + 1)
            #expect(try await kept.count("select count(*) from log.archives where state is not null") == 1)
            try await kept.hosting(kept.database) { site, _ in try await site.configureAgain() }
            try await ProjectionRunner(kept.database, codec: .tests, logger: TestDatabase.silent).catchUpOnce()
            for database in [kept.database, kept.told] {
                let report = try await kept.verify(database)
                #expect(report.findings.isEmpty, "\(report.findings)")
                #expect(report.unread[kept.id.text]?.version == (database.archives == nil ? last : nil))
                #expect(report.events == (database.archives == nil ? 2 : Int(last) + 2))
            }
        }
    }

    @Test func `the past before the archive's end is told with the file as before, and without it is said where it is`()
        async throws
    {
        try await withKeptGarage { kept in
            let last = try await kept.last
            let base = last / 2
            let events = try await kept.asking(kept.database) { _, log in
                try await log.events(of: kept.id.text, after: 0, limit: .max)
            }
            let moments = stride(from: 0, to: events.count, by: max(1, events.count / 12)).flatMap { place in
                [AsOf(events[place].recordedAt), AsOf(events[place].event.occurredAt, basis: .happened)]
            }.filter { $0.counts(events[0]) }
            let before = try await kept.asking(kept.database) { history, _ in
                try await answers(history, moments, kept.id)
            }
            let archive = try await kept.archive(upTo: base)
            let with = try await kept.asking(kept.told) { history, log in
                #expect(try await log.events(of: kept.id.text, after: 0, limit: .max) == events)
                #expect(
                    try await log.events(of: kept.id.text, after: base - 2, limit: 4)
                        == Array(events[Int(base - 2)...].prefix(4)))
                return try await answers(history, moments, kept.id)
            }
            #expect((with == before) as Bool)
            try await kept.asking(kept.database) { history, log in
                for (moment, answer) in zip(moments, before) {
                    do {
                        let garage = try await history.garage(kept.id, asOf: moment)
                        #expect((garage == answer) as Bool)
                    } catch QueryError.archived(let archived) {
                        #expect(moment.moment < archive.head.recordedAt || moment.basis == .happened)
                        #expect("\(archived)".contains(archive.file) && "\(archived)".contains("--archives"))
                    }
                }
                #expect(try await history.garage(kept.id, asOf: AsOf(events[Int(base) - 1].recordedAt)).version >= base)
                await #expect(throws: ArchivedEvents.self) {
                    _ = try await log.events(of: kept.id.text, after: 0, limit: 5)
                }
                await #expect(throws: QueryError.self) {
                    _ = try await history.garage(kept.id, asOf: AsOf(events[0].recordedAt - .days(1)))
                }
                do {
                    _ = try await history.garage(kept.id, asOf: AsOf(events[0].recordedAt - .days(1)))
                } catch QueryError.notYet(let begins) {
                    #expect(begins == events[0].recordedAt)
                }
            }
        }
    }

    private func answers(_ history: GarageHistory, _ moments: [AsOf], _ id: GarageID) async throws -> [Garage] {
        var answers: [Garage] = []
        for moment in moments { answers.append(try await history.garage(id, asOf: moment)) }
        return answers
    }

    @Test func `a rebuild with the file makes the rows that there were, and without it the garage keeps them`()
        async throws
    {
        try await withKeptGarage { kept in
            try await kept.archive(upTo: try await kept.last / 2)
            let sick = try await kept.rebuild(kept.database)
            #expect(sick.count == readModels.count)
            #expect(sick.allSatisfy { $0.keepsRows && $0.reason.contains("--archives") }, "\(sick)")
            #expect(try await kept.verify(kept.told).findings.isEmpty)
            #expect(try await kept.rebuild(kept.told).isEmpty)
            #expect(try await kept.verify(kept.told).findings.isEmpty)
        }
    }

    struct Killed: Error {}

    @Test(arguments: Archiving.Step.allCases)
    func `an archive that ends halfway has moved nothing, and is made by the next run`(_ step: Archiving.Step)
        async throws
    {
        try await withKeptGarage(days: 2) { kept in
            let last = try await kept.last
            let archiving = kept.archiving { if $0 == step { throw Killed() } }
            await #expect(throws: Killed.self) {
                try await archiving.archive(kept.id, until: .version(last / 2), in: kept.folder, on: kept.connection)
            }
            #expect(try await kept.count("select count(*) from log.events") == last)
            #expect(try await kept.count("select count(*) from log.archives") == 0)
            try await kept.archive(upTo: last / 2)
            #expect(try FileManager.default.contentsOfDirectory(atPath: kept.folder).count == 1)
            #expect(try await kept.verify(kept.told).findings.isEmpty)
        }
    }

    @Test func `a file that was changed is named, and nothing is told from it`() async throws {
        try await withKeptGarage(days: 2) { kept in
            let archive = try await kept.archive(upTo: try await kept.last / 2)
            let path = kept.folder + "/" + archive.file
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing(#""actor":"office"#, with: #""actor":"Office"#, maxReplacements: 1)
                .write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try String(contentsOfFile: path, encoding: .utf8) != text)
            let report = try await kept.verify(kept.told)
            #expect(report.findings.map(\.kind) == [.archiveAltered], "\(report.findings)")
            let sentence = try #require(report.findings.first?.sentence)
            #expect(sentence.contains(archive.file))
            let changed = try #require(text.firstMatch(of: /"version":([0-9]+)[^\n]*"actor":"office"/)?.1)
            #expect(sentence.contains("In it event \(changed) was changed"), "\(sentence)")
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (other, what) in [
                (lines.filter { !$0.hasPrefix(#"{"version":5,"#) }, "It lacks event 5 and goes on with 6."),
                (lines.dropLast(2) + [""], "something else in it was changed."),
                (lines.prefix(4) + [""], "It cannot be read from event 4 on."),
            ] {
                try other.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
                let sentence = try await kept.verify(kept.told).findings.first?.sentence
                #expect(sentence?.hasSuffix(what) == true, "\(sentence ?? "nothing")")
            }
            try await kept.asking(kept.told) { history, _ in
                await #expect(throws: QueryError.self) {
                    _ = try await history.garage(kept.id, asOf: AsOf(archive.head.recordedAt - .seconds(1)))
                }
            }
            try FileManager.default.removeItem(atPath: path)
            #expect(try await kept.verify(kept.told).findings.map(\.kind) == [.archiveAltered])
        }
    }

    @Test func `nothing is archived that a read model has not taken in, that is not there, or twice`() async throws {
        try await withKeptGarage(days: 2) { kept in
            let last = try await kept.last
            await #expect(throws: ArchivingError.beyondLog(kept.id.text, last: last)) {
                try await kept.archive(upTo: last + 1)
            }
            _ = try await kept.connection.run { session in
                try session.execute("update projection.checkpoints set version = 3 where model = 'occupancy'")
            }
            await #expect(
                throws: ArchivingError.readModelBehind("the read model occupancy has come to event 3 of the garage")
            ) {
                try await kept.archive(upTo: last / 2)
            }
            try await kept.archive(upTo: 3)
            await #expect(throws: ArchivingError.nothingToArchive(kept.id.text, archived: 3)) {
                try await kept.archive(upTo: 3)
            }
            // No other way leads out of the log.
            let error = await #expect(throws: PostgresError.self) {
                try await kept.connection.run { try $0.execute("delete from log.events where version = 4") }
            }
            #expect(error?.sqlState == SQLState(rawValue: "PL002"))
        }
    }

    @Test func `a garage whose state another program wrote says what it needs, and goes on with it`() async throws {
        try await withKeptGarage(days: 2) { kept in
            try await kept.archive(upTo: try await kept.last)
            _ = try await kept.connection.run { try $0.execute("update log.archives set form = 'another'") }
            try await kept.hosting(kept.database) { site, _ in
                let error = await #expect(throws: CommandError.self) { try await site.configureAgain() }
                #expect(error?.problem.detail.contains("--archives") == true)
            }
            try await kept.hosting(kept.told) { site, _ in try await site.configureAgain() }
        }
    }

    @Test func `two runs do not archive one garage at the same time`() async throws {
        try await withKeptGarage(days: 1) { kept in
            let last = try await kept.last
            let other = try await TestDatabase.connect(to: kept.database)
            try await other.run {
                _ = try $0.query(
                    "select pg_advisory_lock(hashtext('parklog.archive'), hashtext($1))", [.text(kept.id.text)])
            }
            await #expect(throws: ArchivingError.self) { try await kept.archive(upTo: last / 2) }
            await other.close()
            try await until { (try? await kept.archive(upTo: last / 2)) != nil }
        }
    }

    @Test func `a process that knew less than was archived meanwhile goes on by the state that was kept`() async throws
    {
        try await withKeptGarage { kept in
            try await kept.hosting(kept.database) { left, _ in
                try await kept.hosting(kept.database) { right, _ in
                    _ = try await right.hosts.current(kept.id)
                    try await left.configureAgain()
                    try await ProjectionRunner(kept.database, codec: .tests, logger: TestDatabase.silent).catchUpOnce()
                    try await kept.archive(upTo: kept.last)
                    try await right.configureAgain()
                    #expect((try await left.hosts.current(kept.id) == right.hosts.current(kept.id)) as Bool)
                }
            }
        }
    }

    @Test func `a state that is not what the archived events lead to is named where the file is`() async throws {
        try await withKeptGarage(days: 2) { kept in
            let last = try await kept.last
            try await kept.archive(upTo: last / 2)
            #expect(try await kept.verify(kept.told).findings.isEmpty)
            let other = try await kept.asking(kept.told) { history, _ in
                try await history.garage(kept.id, asOf: nil).snapshot
            }
            _ = try await kept.connection.run {
                try $0.execute("update log.archives set state = $1", [.bytea(other)])
            }
            let report = try await kept.verify(kept.told)
            #expect(report.findings.map(\.kind) == [.snapshotDisagrees], "\(report.findings)")
            #expect(report.findings.first?.version == last / 2)
            // Without the file it is at least no state of the archive's end.
            #expect(try await kept.verify(kept.database).findings.map(\.kind) == [.snapshotDisagrees])
        }
    }

    @Test func `reports of stays say nothing of how an archived car came and left, and their figures stay`()
        async throws
    {
        try await withKeptGarage { kept in
            let figures: Statement = """
                select string_agg(
                    concat_ws(' ', session, state, entered_at, exited_at, minutes, total, validations), ',' order by session)
                from reporting.stays
                """
            func asked(_ statement: Statement) async throws -> String {
                try await kept.connection.run { try $0.query(statement)[0].text(0) }
            }
            let (before, last) = (try await asked(figures), try await kept.last)
            let known: Statement = """
                select concat_ws(' ', count(came_by) > 0, count(left_by) > 0, count(exit_actor) > 0) from reporting.stays
                where state = 'ended' and came_by <> 'person'
                """
            #expect(try await asked(known) == "t t t")
            try await kept.archive(upTo: last)
            #expect(try await asked(figures) == before)
            #expect(
                try await asked(
                    """
                    select concat_ws(' ', count(*) > 20, count(came_by), count(left_by), count(exit_gate), count(exit_actor))
                    from reporting.stays where state = 'ended'
                    """) == "t 0 0 0 0")
        }
    }

    @Test func `plates of archived events are erased as others are, and it is told again what was erased`() async throws
    {
        try await withKeptGarage { kept in
            let last = try await kept.last
            try await kept.archive(upTo: last)
            let named = try await kept.count("select count(*) from log.plates where archived_at is not null")
            #expect(named == (try await kept.count("select count(*) from log.plates")))
            try await kept.hosting(kept.database) { site, log in
                let plates = try await site.hosts.platesUnnamed(in: kept.id, forDays: 31, log: log)
                #expect(!plates.isEmpty)
                try await site.hosts.erase(Array(plates.prefix(5)), in: kept.id, by: Actor("test")!)
                // Younger than the limit, though the events are archived.
                #expect(try await site.hosts.platesUnnamed(in: kept.id, forDays: 3660, log: log).isEmpty)
            }
            try await ProjectionRunner(kept.database, codec: .tests, logger: TestDatabase.silent).catchUpOnce()
            try await kept.archive(upTo: try await kept.last)
            try await kept.asking(kept.database) { _, log in
                let erased = try await log.erasures(in: kept.id.text)
                #expect(erased.count == 5)
            }
            for database in [kept.database, kept.told] {
                #expect(try await kept.verify(database).findings.isEmpty)
            }
        }
    }
}

extension Site {
    /// A command that makes one event.
    fileprivate func configureAgain() async throws(CommandError) {
        try await send(.changeSettings, #"{"name": "Sim \#(Int.random(in: 0..<1_000_000))"}"#)
    }
}
