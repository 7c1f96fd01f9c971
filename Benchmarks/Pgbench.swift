import ArgumentParser
import Foundation
import Postgres
import Subprocess

/// The yardstick: bare prepared INSERTs of a row as long as an event's, by PostgreSQL's own load program.
struct Pgbench {
    private let url: String
    private let clients: Int

    init(_ url: String, clients: Int) {
        self.url = url
        self.clients = clients
    }

    /// Makes the table that it fills.
    static let table: Statement = """
        create table bare (garage_id text, version bigserial, type text, schema_version smallint, occurred_at timestamptz,
            recorded_at timestamptz, command_id text, actor text, payload json, hash bytea, primary key (garage_id, version))
        """

    /// INSERTs a second.
    func inserts(seconds: Int) async throws -> Double {
        let script = FileManager.default.temporaryDirectory.appending(
            path: "parklog-bare-\(UInt32.random(in: 0 ... .max)).sql")
        let sql = """
            insert into bare (garage_id, type, schema_version, occurred_at, recorded_at, command_id, actor, payload, hash)
            values ('bench', 'car-entered', 1, now(), now(), 'c0-0', 'bench',
            '{"plate":"0e88eaad5ed3b015da63374a17b366dd","gate":"in","authorisation":1}', '\\x0000000000000000000000000000000000000000000000000000000000000000');
            """
        try sql.replacing("\n", with: " ").write(to: script, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: script) }
        let result = try await Subprocess.run(
            .name("pgbench"),
            arguments: [
                "-n", "-M", "prepared", "-f", script.path, "-c", "\(clients)", "-j", "2", "-T", "\(seconds)", url,
            ], output: .string(limit: 65_536), error: .string(limit: 65_536))
        guard let line = result.standardOutput.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let figure = line.split(separator: " ").dropFirst(2).first, let inserts = Double(figure)
        else { throw ValidationError("pgbench said nothing: \(result.standardError)") }
        return inserts
    }
}
