import EventLog
import Money
import Parking
import Postgres

extension PostgresSession {
    /// Makes every row of a garage anew beside those that serve, and compares; within a transaction of the owner's that is undone.
    ///
    /// No checkpoint is touched, so that nobody who writes rows waits for this.
    ///
    /// - Parameter unread: up to where the log is archived in files that are not at hand. Rows are then compared with nothing.
    func foldFindings(
        of garage: String, behind unread: Int64, upTo last: Int64, _ codec: EventCodec
    ) throws -> [LogFinding] {
        // Tells apart those who do this at the same time.
        let place = try query("select pg_backend_pid()")[0].int4(0)
        let reached = Dictionary(
            uniqueKeysWithValues: try query(
                "select model, version from projection.checkpoints where garage_id = $1", [.text(garage)]
            ).map { ($0.text(0), min($0.int8(1), last)) })
        // Models that stand at the same event go together, as they do when they serve; what none has taken in is read as well.
        let groups = Dictionary(grouping: readModels) { reached[$0.name] ?? 0 }
        var findings: [LogFinding] = []
        let furthest = groups.keys.max() ?? 0
        for (version, models) in groups.sorted(by: { $0.key < $1.key }) where unread == 0 {
            let tables = models.map { ReadModelTables(of: $0, freshIn: place) }
            try makeFresh(models, place)
            // What was kept and settled is looked at once, up to the log's end.
            var witness = version == furthest ? try FoldWitness(of: garage, codec, self) : nil
            var fold = GarageFold(tables, garage: garage)
            do {
                try foldAnew(&fold, to: version, tables, codec, &witness)
                for (model, table) in zip(models, tables) {
                    findings += try differences(between: model, and: table.schema, of: garage, at: version)
                }
                if witness != nil { try foldAnew(&fold, to: last, [], codec, &witness) }
            } catch let fault as GarageFold.Poisoned {
                return findings + (witness?.findings ?? []) + [unreadable(fault, of: garage)]
            }
            findings += witness?.findings ?? []
        }
        // Where one has come further than another, their sums need not add up.
        guard groups.count == 1 else { return findings }
        return try findings + bookFindings(of: garage)
    }

    /// Makes every row of a garage anew up to an event, and says where that ends early; within a transaction of the owner's that goes on,
    /// of which nothing stays.
    func trialFold(of garage: String, upTo last: Int64, _ codec: EventCodec) throws -> GarageFold.Poisoned? {
        let place = try query("select pg_backend_pid()")[0].int4(0)
        let tables = readModels.map { ReadModelTables(of: $0, freshIn: place) }
        try script("savepoint trial")
        var met: GarageFold.Poisoned?
        do {
            try makeFresh(readModels, place)
            var (fold, witness) = (GarageFold(tables, garage: garage), nil as FoldWitness?)
            try foldAnew(&fold, to: last, tables, codec, &witness)
        } catch let fault as GarageFold.Poisoned {
            met = fault
        }
        try script("rollback to savepoint trial")
        return met
    }

    private func makeFresh(_ models: [any ReadModel.Type], _ place: Int32) throws {
        try script("set local client_min_messages = warning")
        for model in models {
            _ = try query("select projection.prepare($1)", [.text(model.freshName(in: place))])
            try script(model.tables)
        }
    }

    private func differences(
        between model: any ReadModel.Type, and fresh: String, of garage: String, at version: Int64
    ) throws -> [LogFinding] {
        try query(
            "select what, missing, surplus from projection.differences($1, $2, $3)",
            [.text(model.name), .text(fresh), .text(garage)]
        ).map { row in
            LogFinding(
                .rowsDiffer, garage, version: version,
                "The table \(row.text(0)) of the read model \(model.name) lacks \(row.int8(1)) rows that its log leads to, and has "
                    + "\(row.int8(2)) others; rebuild it.")
        }
    }

    /// Folds on to an event, and writes the rows that follow into tables.
    func foldAnew(
        _ fold: inout GarageFold, to version: Int64, _ tables: [ReadModelTables], _ codec: EventCodec,
        _ witness: inout FoldWitness?
    ) throws {
        while fold.garage.version < version {
            let from = fold.garage.version
            let end = min(version, from + Int64(Projector.batch), witness?.next(behind: from) ?? .max)
            do {
                let events = try events(of: fold.garageID, after: from, limit: Int(end - from))
                try fold.take(events, codec: codec) { witness?.see($0, before: $1) }
                try writeRows([fold], of: tables)
            } catch  where error.isAboutValues {
                throw GarageFold.Poisoned(version: from + 1, reason: "\(error)")
            }
            guard fold.garage.version > from else {
                throw GarageFold.Poisoned(version: from + 1, reason: "the log lacks this version")
            }
            try witness?.hold(fold.garage, self)
            fold.forget()
        }
    }

    /// The first event that cannot be read, of those behind what is archived and not at hand.
    func firstUnreadable(
        of garage: String, behind version: Int64, upTo last: Int64, _ codec: EventCodec
    ) throws -> LogFinding? {
        var version = version
        while version < last {
            let events = try events(of: garage, after: version, limit: Projector.batch)
            guard let end = events.last else { break }
            for stored in events {
                do throws(EventCodecError) { _ = try RecordedEvent(stored, codec: codec) } catch {
                    return unreadable(GarageFold.Poisoned(version: stored.version, reason: "\(error)"), of: garage)
                }
            }
            version = end.version
        }
        return nil
    }

    func unreadable(_ fault: GarageFold.Poisoned, of garage: String) -> LogFinding {
        LogFinding(
            .eventUnreadable, garage, version: fault.version,
            "Event \(fault.version) cannot be taken in: \(fault.reason).")
    }

    /// Whether stays and money add up, as the read models have them (design rule 16).
    private func bookFindings(of garage: String) throws -> [LogFinding] {
        let balance = try Balance(of: garage, self)
        guard !balance.addsUp else { return [] }
        return [
            LogFinding(
                .booksUneven, garage,
                "The books do not balance: stays begun \(balance.begun), ended \(balance.ended), inside \(balance.inside), written off "
                    + "\(balance.writtenOff); charged \(balance.charged.minorUnits), paid "
                    + "\(balance.paid.minorUnits), waived \(balance.waived.minorUnits), open \(balance.open.minorUnits) in minor units."
            )
        ]
    }
}

extension ReadModel {
    /// What a set of its tables is called that a verification makes.
    fileprivate static func freshName(in place: Int32) -> String { "\(name)_fresh\(place)" }
}

extension ReadModelTables {
    /// Those that a verification makes.
    fileprivate init(of model: any ReadModel.Type, freshIn place: Int32) {
        self.init(model, schema: model.freshName(in: place) + "_next")
    }
}
