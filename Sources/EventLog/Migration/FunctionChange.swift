import Crypto
import Postgres
import Schema

/// One thing in which a database's functions differ from a list.
enum FunctionChange {
    /// The function is missing, or was put in place by another text.
    case place(Function)
    /// The function of that name was on the list of the program that migrated last, and is not on this one.
    case remove(String)

    /// What it is called in a message.
    var name: String {
        switch self {
        case .place(let function): function.name
        case .remove(let name): "the removal of \(name)"
        }
    }

    /// Makes the change; what depends on a function that goes makes the server refuse.
    func make(_ session: PostgresSession) throws {
        switch self {
        case .place(let function):
            try session.script(function.script)
            try session.execute(
                """
                insert into public.parklog_functions (name, digest) values ($1, $2)
                on conflict (name) do update set digest = excluded.digest, applied_at = now()
                """, [.text(function.name), .bytea(function.digest)])
        case .remove(let name):
            try session.execute("select set_config('parklog.gone', $1, true)", [.text(name)])
            // It may have gone already: with a migration, or with its schema.
            try session.script(
                """
                do $$
                declare
                    name text[] := string_to_array(current_setting('parklog.gone'), '.');
                begin
                    execute format('drop function if exists %I.%I', name[1], name[2]);
                end
                $$
                """)
            try session.execute("delete from public.parklog_functions where name = $1", [.text(name)])
        }
    }
}

extension PostgresSession {
    /// What has to change so that the database has each of these functions once, by this text, and no others of ours.
    func changes(to functions: [Function]) throws -> [FunctionChange] {
        let rows = try query(
            """
            select name, digest, (
                select count(*) from pg_proc where format('%s.%s', pronamespace::regnamespace, proname) = name
            )
            from public.parklog_functions order by name
            """)
        let listed = Set(functions.map(\.name))
        let gone = rows.map { $0.text(0) }.filter { !listed.contains($0) }
        let sound = rows.filter { $0.int8(2) == 1 }
        let digests = Dictionary(uniqueKeysWithValues: sound.map { ($0.text(0), $0.bytes(1)) })
        return gone.map { .remove($0) } + functions.filter { digests[$0.name] != $0.digest }.map { .place($0) }
    }
}

extension Function {
    fileprivate var digest: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
