import Testing

@testable import Postgres

/// Which servers have to prove who they are.
struct EncryptionDefaultTests {
    private static let elsewhere = [
        "postgresql://db.example/parklog", "postgresql://app:secret@10.0.0.7:5432/parklog",
        "host=db.example dbname=parklog",
        "postgresql://[2001:db8::1]/parklog", "postgresql:///parklog?host=db.example", "hostaddr=10.0.0.7",
        "postgresql://localhost,db.example/parklog", "postgresql://localhost/parklog?hostaddr=10.0.0.7",
        "postgresql://127.0.0.1.example/parklog", "postgresql://localhost.example/parklog", "service=parklog",
        "postgresql://db.example/parklog?sslrootcert=/etc/ssl/ca.pem",
    ]

    private static let here = [
        "postgresql:///parklog", "", "dbname=parklog", "postgresql:///parklog?host=/var/run/postgresql&user=parklog",
        "postgresql://%2Ftmp%2Fcluster/parklog", "postgresql://localhost/parklog",
        "postgresql://LocalHost:5433/parklog",
        "postgresql://127.0.0.1/parklog", "postgresql://127.1.2.3/parklog", "postgresql://[::1]/parklog",
        "host=@parklog", "postgresql://localhost,127.0.0.1/parklog", "service=parklog host=localhost",
        "postgresql://db.example/parklog?hostaddr=127.0.0.1",
    ]

    @Test(arguments: elsewhere)
    func `a server on another host proves it by its certificate`(_ url: String) {
        #expect(EncryptionDefault(url: url, environment: { _ in nil }).demandsProof)
    }

    @Test(arguments: here)
    func `a server on this machine need not`(_ url: String) {
        #expect(!EncryptionDefault(url: url, environment: { _ in nil }).demandsProof)
    }

    @Test(arguments: ["disable", "prefer", "require", "verify-ca", "verify-full"])
    func `who says in the URL or in the environment how to connect is obeyed`(_ mode: String) {
        let environment = { (name: String) in name == "PGSSLMODE" ? mode : nil }
        for url in ["postgresql://db.example/?sslmode=\(mode)", "host=db.example sslmode=\(mode)"] {
            #expect(!EncryptionDefault(url: url, environment: { _ in nil }).demandsProof)
        }
        #expect(!EncryptionDefault(url: "postgresql://db.example/", environment: environment).demandsProof)
    }

    @Test(arguments: ["PGHOST", "PGHOSTADDR", "PGSERVICE"])
    func `a host that the environment names counts as well, where the URL names none`(_ variable: String) {
        let environment = { (name: String) in name == variable ? "10.0.0.7" : nil }
        #expect(EncryptionDefault(url: "postgresql:///parklog", environment: environment).demandsProof)
    }

    @Test func `a database's bare name says nothing of where it is`() {
        #expect(EncryptionDefault(url: "parklog", environment: { $0 == "PGHOST" ? "db.example" : nil }).demandsProof)
        #expect(!EncryptionDefault(url: "parklog", environment: { _ in nil }).demandsProof)
    }

    @Test func `a URL that libpq cannot read is left to libpq's own words`() {
        #expect(!EncryptionDefault(url: "postgresql://db.example/?nonsense=1", environment: { _ in nil }).demandsProof)
    }

    @Test func `the default stands before the URL, which counts more`() {
        func words(_ url: String) -> [String] {
            PostgresConfiguration(url: url).keywords.filter { ["sslmode", "dbname"].contains($0.0) }.map { $0.1 }
        }
        #expect(words("host=db.example") == ["verify-full", "host=db.example"])
        #expect(words("host=localhost") == ["host=localhost"])
        #expect(words("host=db.example sslmode=require") == ["host=db.example sslmode=require"])
    }

    @Test func `a password beside the URL stands before it, and in no description`() {
        let configuration = PostgresConfiguration(url: "host=localhost password=told").password("secret")
        let words = configuration.keywords.filter { ["password", "dbname"].contains($0.0) }.map { $0.1 }
        #expect(words == ["secret", "host=localhost password=told"])
        #expect(!"\(configuration)".contains("secret"))
        #expect(!String(reflecting: configuration).contains("secret"))
    }
}
