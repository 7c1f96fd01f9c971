import Chronology
import Foundation
import SystemTime
import Testing

@Suite struct ZoneDatabaseTests {
    private let zones = ZoneDatabase()

    @Test(arguments: [
        "Europe/Berlin", "UTC", "Etc/GMT+10", "America/Argentina/ComodRivadavia", "America/Port-au-Prince",
        "America/North_Dakota/New_Salem", "Antarctica/DumontDUrville", "Asia/Calcutta", "GB-Eire", "EST5EDT", "W-SU",
    ])
    func `a name of the IANA database is a zone, an old name too`(name: String) {
        #expect(zones.rules(name)?.name == name)
    }

    @Test(arguments: [
        "right/Europe/Berlin", "posix/Europe/Berlin", "localtime", "posixrules", "Factory", "Europe//Berlin",
        "/Europe/Berlin", "Europe/Berlin/", "Europe/./Berlin", "Europe/../Europe/Berlin", "../zoneinfo/UTC",
        "europe/berlin",
        "Europe/BERLIN", "utc", "Europe", "zone.tab", "tzdata.zi", "leapseconds", "", "/", "Mars/Olympus",
        "Europe/Berlin ",
        "Europe/Berlin\u{0}", "Європа/Київ", String(repeating: "A", count: 65),
    ])
    func `what is no name of the IANA database is no zone, whatever file it leads to`(name: String) {
        #expect(zones.rules(name) == nil)
    }

    /// The system's own list, where it has one: a line `Z name …` is a zone, `L target name` another name for one.
    @Test func `every zone that the system lists is known by its name`() throws {
        guard let list = try? String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8) else { return }
        let names = list.split(separator: "\n").compactMap { line -> String? in
            let words = line.split(separator: " ").map(String.init)
            return words.count > 2 && words[0] == "Z" ? words[1] : words.count > 2 && words[0] == "L" ? words[2] : nil
        }
        #expect(names.count > 400)
        let unknown = names.filter { zones.rules($0) == nil }
        #expect(unknown == ["Factory"])
    }

    @Test func `a name is spelled as its folder spells it, whatever the file system makes of capitals`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "zones-\(UInt64.random(in: 0 ... .max))")
            .path
        try FileManager.default.createDirectory(atPath: folder + "/Europe", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // What the file holds: the name may be a link into the folder.
        let utc = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/UTC"))
        try utc.write(to: URL(filePath: folder + "/Europe/Berlin"))
        let zones = ZoneDatabase(folder: folder)
        #expect(zones.rules("Europe/Berlin") != nil)
        for name in ["Europe/BERLIN", "EUROPE/Berlin", "EUROPE/BERLIN"] { #expect(zones.rules(name) == nil, "\(name)") }
    }
}
