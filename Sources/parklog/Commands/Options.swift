import ArgumentParser
import Chronology
import Foundation
import Parking
import Projections
import Settings
import SystemTime

/// What every command takes.
struct SharedOptions: ParsableArguments {
    @Option(help: "A file of settings, a name and a value a line; else \(Settings.file)'s. parklog config lists them.")
    var config: String?
    @Option(help: ArgumentHelp(Setting.logLevel.summary))
    var logLevel: String?
    @Option(help: ArgumentHelp(Setting.logFormat.summary))
    var logFormat: String?

    /// What is in force, with what else the command line says.
    func settings(_ flags: [Setting: SettingValue?] = [:]) throws -> Settings {
        let environment = ProcessInfo.processInfo.environment
        let path = config ?? environment[Settings.file].flatMap { $0.isEmpty ? nil : $0 }
        let file = try path.map { try SettingsFile(path: $0, FileBytes.read($0)) }
        let ours: [Setting: SettingValue?] = [
            .logLevel: logLevel.map(SettingValue.text), .logFormat: logFormat.map(SettingValue.text),
        ]
        return try Settings(
            flags: flags.merging(ours) { $1 }.compactMapValues(\.self), environment: environment, file: file)
    }
}

struct GarageOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "The garage's name.")
    var garage: GarageID
}

/// The moment that a question is about.
struct AsOfOptions: ParsableArguments {
    @Option(help: "Answer for this past moment, such as 2026-03-02T08:00:00+01:00.")
    var asOf: Instant?

    @Option(help: "By what was known then, or by what had happened then: known, happened.")
    var basis: AsOf.Basis = .known

    var moment: AsOf? { asOf.map { AsOf($0, basis: basis) } }

    func validate() throws { try AsOfOptions.check("--as-of", asOf) }

    /// Nobody knows what will be; a moment that is ahead by no more than clocks may differ is now.
    static func check(_ option: String, _ moment: Instant?) throws {
        let now = systemClock()
        guard let moment, moment > now + .minutes(1) else { return }
        throw ValidationError("\(option) \(moment) has not come yet: it is \(now). Leave it out to ask about now.")
    }
}
