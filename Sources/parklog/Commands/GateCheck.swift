import Access
import ArgumentParser
import Chronology
import Parking
import Projections
import SystemTime

struct GateCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate-check",
        abstract: "Say whether a gate opens for a plate, by a copy and by nothing else: no database, no network.",
        discussion: """
            Exit codes: 0 open, 1 denied, 65 a copy that must not be gone by, and why.
              parklog gate-check harbour.jws "B-AB 123" --key keys.json --garage harbour
            """)

    @Argument(help: "The copy; - for standard input.") var file: String
    @Argument(help: "The plate, in any spelling.") var plate: Plate
    @OptionGroup var copy: GateCopyOptions
    @Option(help: "When the car is at the gate; now where it is left out.") var at: Instant?
    @Option(help: "How to print the answer: text, json, csv.") var format: OutputFormat = .text

    func run() async throws {
        var isOpen = false
        try await ending {
            let instant = at ?? systemClock()
            let copy = try copy.read(file)
            try copy.check(at: instant, at: self.copy.garage)
            let verdict = copy.verdict(on: plate, at: instant)
            if case .open = verdict.answer { isOpen = true }
            switch format {
            case .text: try Terminal.line(verdict.sentence(in: copy.settings.zone))
            case .json, .csv: try Terminal.line(verdict.table(in: copy.settings.zone).printed(format))
            }
        }
        // The gate stays shut; nothing is wrong with the command.
        if !isOpen { throw ExitCode(Failure.Kind.refused.rawValue) }
    }
}

/// The copy that a gate goes by.
struct GateCopyOptions: ParsableArguments {
    @Option(help: "A file with the keys that parklog gate-key prints.") var key: String
    @Option(name: .shortAndLong, help: "The garage that the gate is of; any where it is left out.")
    var garage: GarageID?

    /// The copy in a file, once its signature is found to be the installation's.
    func read(_ path: String) throws -> GateCopy {
        guard let keys = InstallationKeys(json: try FileBytes.read(key)) else { throw InstallationKeyError.noKeys(key) }
        return try SignedCopy.open(
            try FileBytes.read(path), keys: keys, zones: { [zones = ZoneDatabase()] in zones.rules($0) })
    }
}

extension GateVerdict {
    private var words: (answer: String, reason: String) {
        switch answer {
        case .open(let reason): ("open", reason.name)
        case .deny(let reason): ("denied", reason.rawValue)
        // No gate is told so at an entry.
        case .held, .again, .late: ("denied", "")
        }
    }

    private var ground: String? {
        guard let right else { return nil }
        if let holder = right.source.holder { return "reservation \(right.id) for a \(holder.rawValue)" }
        return right.source.permit.map { "\($0.name.rawValue) \(right.id)" }
    }

    /// What to do, why, by what right and until when.
    func sentence(in zone: ZoneRules) -> String {
        var words = "\(words.answer): \(words.reason)"
        if let ground { words += ", by \(ground)" }
        if let until { words += ", until \(until.description(in: zone))" }
        if let hoursFrom { words += ", hours from \(hoursFrom.description(in: zone))" }
        if isLookAlike { words += ", as a plate that looks like it" }
        return words
    }

    func table(in zone: ZoneRules) -> Table {
        var table = Table("answer", "reason", "right", "until", "hours_from", "look_alike")
        table.add(
            .text(words.answer), .text(words.reason), .text(ground), .text(until?.description(in: zone)),
            .text(hoursFrom?.description(in: zone)), .text(isLookAlike ? "yes" : "no"))
        return table
    }
}
