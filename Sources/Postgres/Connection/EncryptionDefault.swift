import CLibpq

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How a connection is protected where nobody says so.
///
/// libpq's own default takes what the server offers: without encryption where somebody in between says that there is none,
/// and from whoever answers. That is good enough inside one machine only.
struct EncryptionDefault {
    /// A URI or a `key=value` string.
    let url: String
    /// What libpq takes where the URL leaves it out.
    var environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }

    /// Whether the server has to prove by its certificate that it is the host of the URL: it may be another machine, and
    /// nobody has chosen an `sslmode`.
    var demandsProof: Bool {
        let options = options
        func value(_ keyword: String, _ variable: String) -> String? {
            options[keyword] ?? environment(variable).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard value("sslmode", "PGSSLMODE") == nil else { return false }
        // A service file may name any host.
        let isNamed = options["host"] != nil || options["hostaddr"] != nil
        if !isNamed, value("service", "PGSERVICE") != nil { return true }
        let names = hosts(value("host", "PGHOST"))
        let addresses = hosts(value("hostaddr", "PGHOSTADDR"))
        return (0..<max(names.count, addresses.count)).contains { place in
            let address = place < addresses.count && !addresses[place].isEmpty ? addresses[place] : nil
            return !EncryptionDefault.isHere(address ?? (place < names.count ? names[place] : ""))
        }
    }

    private func hosts(_ list: String?) -> [Substring] {
        list?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    }

    /// Whether a host is this machine: a socket's folder, an abstract socket, the loopback, or none, which is the usual socket.
    private static func isHere(_ host: Substring) -> Bool {
        if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "::1" { return true }
        if host.lowercased() == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// What the URL says, by keyword; nothing where it is a database's bare name, or such that libpq says itself what is wrong.
    private var options: [String: String] {
        guard let parsed = PQconninfoParse(url, nil) else { return [:] }
        defer { PQconninfoFree(parsed) }
        var (options, option) = ([String: String](), parsed)
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val, value.pointee != 0 {
                options[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return options
    }
}
