import Chronology
import Foundation
import Testing

/// Real data that lies beside the package and is no part of it: a test that needs a file is skipped where it is absent.
enum RealData {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/data").standardized

    static func has(_ file: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: file).path)
    }

    /// The rows of a CSV, each by the names of the columns. No field of these files is quoted.
    static func rows(_ file: String) throws -> [Row] {
        let path = folder.appending(path: file)
        let bytes = try file.hasSuffix(".gz") ? unpacked(path) : Data(contentsOf: path)
        try #require(!bytes.contains(UInt8(ascii: "\"")))
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
            line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        return try lines.dropFirst().map { fields in
            try #require(fields.count == lines[0].count)
            return Row(fields: Dictionary(uniqueKeysWithValues: zip(lines[0], fields)))
        }
    }

    struct Row {
        fileprivate let fields: [String: String]

        /// What stands in a column, which the file has.
        subscript(column: String) -> String {
            get throws { try #require(fields[column], "the file has no column \(column)") }
        }
    }

    private static func unpacked(_ file: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return data
    }

    /// A zone as the system's zone data describes it.
    static func zone(_ name: String) throws -> ZoneRules {
        let bytes = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))
        return try ZoneRules(name: name, version: "system", tzif: [UInt8](bytes))
    }
}
