public import Chronology
import Foundation
import Synchronization

/// The system's time zones, each read once.
///
/// Zones are read from the compiled files that the system keeps (RFC 8536), so an update of the system's zone data is all an
/// operator needs; the version of that data goes into every set of rules.
public final class ZoneDatabase: Sendable {
    private let folder: String
    /// The version of the zone data, such as `2025b`; empty where the system does not say.
    public let version: String
    private let loaded = Mutex<[String: ZoneRules]>([:])

    /// The zones of a folder, by default of `TZDIR` or the system's.
    public init(folder: String? = nil) {
        let folder = folder ?? ProcessInfo.processInfo.environment["TZDIR"] ?? "/usr/share/zoneinfo"
        self.folder = folder
        version = ZoneDatabase.version(of: folder)
    }

    /// The rules of a zone by its IANA name; nil where the system has none of that name.
    public func rules(_ name: String) -> ZoneRules? {
        if let rules = loaded.withLock({ $0[name] }) { return rules }
        guard ZoneName.isProper(name), isSpelledSo(name),
            let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
            let rules = try? ZoneRules(name: name, version: version, tzif: [UInt8](data))
        else { return nil }
        loaded.withLock { $0[name] = rules }
        return rules
    }

    /// Whether the folder spells a name just so, where its file system may take small letters for capitals.
    private func isSpelledSo(_ name: String) -> Bool {
        var path = folder
        for part in name.split(separator: "/") {
            guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else { return false }
            guard entries.contains(String(part)) else { return false }
            path += "/" + part
        }
        return true
    }

    private static func version(of folder: String) -> String {
        // The first line of tzdata.zi is "# version 2025b".
        guard let data = FileManager.default.contents(atPath: "\(folder)/tzdata.zi"),
            let line = String(decoding: data.prefix(64), as: UTF8.self).split(separator: "\n").first,
            line.hasPrefix("# version ")
        else { return "" }
        return String(line.dropFirst("# version ".count))
    }
}
