import CSV
import Chronology
import EventLog
import Parking
import Projections

/// What was erased, by the identifiers that events call it: what a backup that is older than an erasure cannot know. It names nobody.
struct ErasureList: Sendable {
    private let erasures: [(garage: String, kind: Erasure.Kind, id: [UInt8], erasedAt: String)]

    /// What some garages' logs say.
    init(of garages: [GarageID], in log: PostgresEventLog) async throws {
        var erasures: [(garage: String, kind: Erasure.Kind, id: [UInt8], erasedAt: String)] = []
        for garage in garages {
            erasures += try await log.erasures(in: garage.text).map {
                ($0.garage, $0.kind, $0.id, $0.recordedAt.description)
            }
        }
        self.erasures = erasures
    }

    /// What a file says that was printed before.
    init(csv: [UInt8], path: String) throws(Failure) {
        var erasures: [(garage: String, kind: Erasure.Kind, id: [UInt8], erasedAt: String)] = []
        var rows = CSVRows(csv)
        while let row = rows.next() {
            if row.fields.first == "garage" { continue }
            guard row.fields.count == 4, GarageID(row.fields[0]) != nil,
                let kind = Erasure.Kind(rawValue: row.fields[1]), let id = PlateID(hex: row.fields[2])
            else {
                throw Failure(
                    .data,
                    "Line \(row.line) of \(path) names nothing that was erased; give the file that parklog erase --list printed."
                )
            }
            erasures.append((row.fields[0], kind, id.bytes, row.fields[3]))
        }
        self.erasures = erasures
    }

    /// Those of a kind and a garage.
    func ids(of kind: Erasure.Kind, in garage: String) -> Set<[UInt8]> {
        Set(erasures.lazy.filter { $0.garage == garage && $0.kind == kind }.map(\.id))
    }

    /// As it is printed.
    var table: Table {
        var table = Table("garage", "kind", "id", "erased_at")
        for erased in erasures {
            table.add(
                .text(erased.garage), .text(erased.kind.rawValue), .text(PlateID(bytes: erased.id)?.description),
                .text(erased.erasedAt))
        }
        return table
    }
}
