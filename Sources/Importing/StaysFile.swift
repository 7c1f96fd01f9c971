import CSV
import Chronology
import Parking

/// Why a stays file cannot be read at all.
public enum StaysFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It has no header row with the columns `entry` and `exit`.
    case noHeader(found: [String])
    /// No row of it can be taken over.
    case noStays

    /// What it prints as.
    public var description: String {
        switch self {
        case .noHeader(found: []):
            "The file is empty. The first row must name the columns entry and exit (and plate, if there is one)."
        case .noHeader(let found):
            "The first row must name the columns entry and exit (and plate, if there is one); it has \(found)."
        case .noStays: "The file has no row that can be taken over."
        }
    }
}

/// Stays from another system: a CSV with a header, the columns `entry` and `exit`, and `plate` where there is one.
///
/// Times are local to the garage (`2016-07-02 08:00:00`) or carry an offset. A stay without a plate gets a synthetic one of its line, so
/// that no two cars are mistaken for each other.
struct StaysFile {
    private(set) var stays: [ImportedStay] = []
    private(set) var rejected: [(line: Int, reason: RowRejection)] = []
    private(set) var anomalies: [ImportAnomaly: Int] = [:]
    private(set) var rowCount = 0

    private let zone: ZoneRules
    private let now: Instant

    init(_ bytes: [UInt8], zone: ZoneRules, now: Instant) throws(StaysFileError) {
        self.zone = zone
        self.now = now
        var rows = CSVRows(bytes)
        let header = rows.next()?.fields ?? []
        let names = header.map { $0.blanksOff.lowercased() }
        guard let entry = names.firstIndex(of: "entry"), let exit = names.firstIndex(of: "exit") else {
            throw .noHeader(found: header)
        }
        let plate = names.firstIndex(of: "plate")
        while let row = rows.next() {
            rowCount += 1
            guard row.fields.count == names.count else {
                rejected.append((row.line, .wrongFieldCount))
                continue
            }
            do throws(Rejected) {
                stays.append(
                    try stay(
                        row.line, row.fields[entry].blanksOff, row.fields[exit].blanksOff,
                        plate.map { row.fields[$0].blanksOff }))
            } catch {
                rejected.append((row.line, error.reason))
            }
        }
        guard !stays.isEmpty else { throw .noStays }
    }

    private struct Rejected: Error {
        let reason: RowRejection
    }

    private mutating func stay(
        _ line: Int, _ entry: String, _ exit: String, _ plate: String?
    ) throws(Rejected) -> ImportedStay {
        guard !entry.isEmpty else { throw Rejected(reason: .missingEntry) }
        let entered = try instant(entry)
        let left = exit.isEmpty ? nil : try instant(exit)
        guard entered <= now, left ?? now <= now else { throw Rejected(reason: .inTheFuture) }
        if let left, left < entered { throw Rejected(reason: .exitBeforeEntry) }
        guard let plate = Plate(plate.flatMap { $0.isEmpty ? nil : $0 } ?? "ROW\(line)") else {
            throw Rejected(reason: .invalidPlate)
        }
        count(anomalyOfTime(entry))
        count(anomalyOfTime(exit))
        if left == entered { count(.zeroLength) }
        if left == nil { count(.stillInside) }
        return ImportedStay(line: line, entry: entered, exit: left, plate: plate)
    }

    private func instant(_ text: String) throws(Rejected) -> Instant {
        if let instant = Instant(text) { return instant }
        guard let local = LocalDateTime(text), Instant.years.contains(local.day.civil.year) else {
            throw Rejected(reason: .malformedTime)
        }
        return zone.instant(of: local)
    }

    /// What is peculiar about a time without an offset.
    private func anomalyOfTime(_ text: String) -> ImportAnomaly? {
        guard Instant(text) == nil, let local = LocalDateTime(text) else { return nil }
        let instant = zone.instant(of: local)
        if zone.local(instant) != local { return .skippedHour }
        // Clocks go back by an hour, at one place by half of one.
        let later = [TimeSpan.minutes(30), .hours(1)].map { instant + $0 }
        return later.contains { zone.local($0) == local } ? .repeatedHour : nil
    }

    private mutating func count(_ anomaly: ImportAnomaly?) {
        guard let anomaly else { return }
        anomalies[anomaly, default: 0] += 1
    }
}
