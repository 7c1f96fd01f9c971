import CSV
import Chronology
import EventLog
import Parking
import Projections

/// Plates that were erased, by their identifiers: what a backup that is older than an erasure cannot know. It names nobody.
struct ErasureList: Sendable {
    private let erasures: [(garage: String, plateID: [UInt8], erasedAt: String)]

    /// What some garages' logs say.
    init(of garages: [GarageID], in log: PostgresEventLog) async throws {
        var erasures: [(garage: String, plateID: [UInt8], erasedAt: String)] = []
        for garage in garages {
            erasures += try await log.erasures(in: garage.text).map {
                ($0.garage, $0.plateID, $0.recordedAt.description)
            }
        }
        self.erasures = erasures
    }

    /// What a file says that was printed before.
    init(csv: [UInt8], path: String) throws(Failure) {
        var erasures: [(garage: String, plateID: [UInt8], erasedAt: String)] = []
        var rows = CSVRows(csv)
        while let row = rows.next() {
            if row.fields.first == "garage" { continue }
            guard row.fields.count == 3, let id = PlateID(hex: row.fields[1]), GarageID(row.fields[0]) != nil else {
                throw Failure(
                    .data,
                    "Line \(row.line) of \(path) names no erased plate; give the file that parklog erase --list printed."
                )
            }
            erasures.append((row.fields[0], id.bytes, row.fields[2]))
        }
        self.erasures = erasures
    }

    /// Those of a garage.
    func plates(of garage: String) -> Set<[UInt8]> {
        Set(erasures.lazy.filter { $0.garage == garage }.map(\.plateID))
    }

    /// As it is printed.
    var table: Table {
        var table = Table("garage", "plate_id", "erased_at")
        for erased in erasures {
            table.add(
                .text(erased.garage), .text(PlateID(bytes: erased.plateID)?.description), .text(erased.erasedAt))
        }
        return table
    }
}
