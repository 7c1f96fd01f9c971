import EventLog
import JSON
import Parking

// What no fold refuses, and no garage's log says.

extension EventReplacement {
    /// Why an event cannot stand where the replaced one does; nil where it can.
    func misfit(_ event: GarageEvent) -> String? {
        if version == 1, event.typeName != "garage-configured" { return "a garage's log begins with garage-configured" }
        if case .countCorrected(let told) = event, told.adjustment.magnitude > EventReplacement.mostCars {
            return "no garage has so many cars"
        }
        guard let later = subjects.first(where: { !(1...version).contains($0) }) else { return nil }
        return "it is about event \(later), which does not come before event \(version)"
    }

    /// As many as a garage's capacity may be.
    private static let mostCars = 100_000

    /// What the payload says by their events' numbers that it is about.
    private var subjects: [Int64] {
        var numbers: [Int64] = []
        let read: Void? = try? JSONReader.read(payload) { (reader: inout JSONReader) throws(JSONError) in
            try reader.object { (reader: inout JSONReader, name) throws(JSONError) in
                guard TextMentions.subjects.contains(name) else { return try reader.skip() }
                numbers.append(try reader.int64())
            }
        }
        return read == nil ? [] : numbers
    }
}
