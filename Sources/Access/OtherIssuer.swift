import Chronology
import Foundation
import JSON
package import Parking

/// Somebody else whose tokens are believed, such as the company of a booking app: what its tokens may say, and where its keys are.
public struct OtherIssuer: Hashable, Sendable {
    /// As its tokens name it.
    public let name: String
    /// Where it publishes its keys.
    public let keys: Source
    /// Whom its tokens must be meant for: it may give out others, for other services.
    public let audience: String
    /// The roles that it may give.
    public let roles: Set<Role>
    /// The garages that it may give them for.
    public let garages: Caller.Garages

    /// Where keys are.
    public enum Source: Hashable, Sendable {
        /// A file, which is read again when it has changed.
        case file(String)
        /// An address, which is asked again every minute.
        case address(String)

        /// A path, or an address that nobody on the way can answer in another's name.
        init?(_ text: String) {
            guard text.contains("://") else {
                guard !text.isEmpty else { return nil }
                self = .file(text)
                return
            }
            guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
                parts.scheme == "https" || parts.scheme == "http" && ["127.0.0.1", "localhost", "[::1]"].contains(host)
            else { return nil }
            self = .address(text)
        }
    }

    /// An issuer.
    public init(
        _ name: String, keys: Source, audience: String, roles: Set<Role>, garages: Caller.Garages
    ) {
        self.name = name
        self.keys = keys
        self.audience = audience
        self.roles = roles
        self.garages = garages
    }

    /// What it says with these keys.
    func trusted(with keySet: String) -> TrustedIssuer {
        TrustedIssuer(name, keySet: keySet, roles: roles, garages: garages, audience: audience)
    }
}

/// Why a file says nothing of issuers.
public struct IssuersFileError: Error, Hashable {
    /// What is wrong, and what would be right.
    public let sentence: String
}

extension OtherIssuer {
    /// The issuers of a file: a JSON list of objects with `issuer`, `keys`, `audience`, `roles` and `garages`.
    ///
    /// - Parameter path: as the sentence is to name it.
    public static func read(_ bytes: [UInt8], path: String) throws(IssuersFileError) -> [OtherIssuer] {
        let issuers: [OtherIssuer]
        do throws(JSONError) {
            issuers = try JSONReader.read(bytes) { (reader: inout JSONReader) throws(JSONError) in
                var issuers: [OtherIssuer] = []
                try reader.array(most: 100) { (reader: inout JSONReader) throws(JSONError) in
                    issuers.append(try OtherIssuer.read(&reader))
                }
                return issuers
            }
        } catch {
            throw IssuersFileError(sentence: "\(path): \(error)")
        }
        let names = issuers.map(\.name) + [TrustedIssuer.local]
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            let reason = twice == TrustedIssuer.local ? "is this installation itself" : "is there twice"
            throw IssuersFileError(sentence: "\(path): the issuer \(twice) \(reason).")
        }
        return issuers
    }
}

extension OtherIssuer {
    fileprivate static func read(_ reader: inout JSONReader) throws(JSONError) -> OtherIssuer {
        try reader.fields(["issuer", "keys", "audience", "roles", "garages"]) {
            (fields: inout JSONFields) throws(JSONError) in
            // The actor of its commands is `subject@issuer`.
            let name = try fields.required("issuer") { (reader: inout JSONReader) throws(JSONError) in
                try reader.value("1 to 100 printable ASCII characters without blanks") {
                    $0.utf8.count <= 100 ? Actor($0)?.text : nil
                }
            }
            let keys = try fields.required("keys") { (reader: inout JSONReader) throws(JSONError) in
                try reader.value("a file, or an address that begins with https://") { Source($0) }
            }
            let audience: String = try fields.required("audience")
            let roles = try fields.required("roles") { (reader: inout JSONReader) throws(JSONError) in
                var roles: Set<Role> = []
                try reader.array { (reader: inout JSONReader) throws(JSONError) in
                    roles.insert(try reader.choice(Role.self))
                }
                return roles
            }
            let garages = try fields.required("garages") { (reader: inout JSONReader) throws(JSONError) in
                try Caller.Garages.read(&reader)
            }
            return OtherIssuer(name, keys: keys, audience: audience, roles: roles, garages: garages)
        }
    }
}

extension Caller.Garages {
    /// Reads a list of garages' names; `*` is every one.
    fileprivate static func read(_ reader: inout JSONReader) throws(JSONError) -> Caller.Garages {
        var (names, isEvery): (Set<GarageID>, Bool) = ([], false)
        try reader.array { (reader: inout JSONReader) throws(JSONError) in
            let name: GarageID? = try reader.value("a garage's name, or * for every one") {
                $0 == "*" ? .some(nil) : GarageID($0).map { .some($0) }
            }
            if let name { names.insert(name) } else { isEvery = true }
        }
        return isEvery ? .every : .these(names)
    }
}
