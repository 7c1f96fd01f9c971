import HTTPTypes

/// What a header says of the way that a request has come: the nodes before the last proxy, the first one first.
struct Forwarded: Hashable, Sendable {
    /// nil for a node that does not say its address, and where no header speaks of nodes.
    var nodes: [IPAddress?]?
    /// How the client has spoken to the last proxy, where that says so.
    var scheme: String?

    /// What stands in `Forwarded` (RFC 7239); nil where there is none.
    static func standard(_ headers: HTTPFields) -> Forwarded? {
        guard let text = headers[.forwarded] else { return nil }
        var forwarded = Forwarded()
        var nodes: [IPAddress?] = []
        for element in text.split(outsideQuotes: ",") {
            var (node, scheme): (IPAddress?, String?) = (nil, nil)
            for pair in element.split(outsideQuotes: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let value = parts[1].trimmed.filter { $0 != "\"" && $0 != "\\" }
                switch parts[0].trimmed.lowercased() {
                case "for": node = IPAddress(node: value)
                case "proto": scheme = known(value)
                default: break
                }
            }
            nodes.append(node)
            forwarded.scheme = scheme
        }
        forwarded.nodes = nodes
        return forwarded
    }

    /// What stands in `X-Forwarded-For` and `X-Forwarded-Proto`; nil where neither is there.
    static func customary(_ headers: HTTPFields) -> Forwarded? {
        let (nodes, schemes) = (headers[.forwardedFor], headers[.forwardedProto])
        guard nodes != nil || schemes != nil else { return nil }
        return Forwarded(
            nodes: nodes?.split(separator: ",").map { IPAddress(node: $0.trimmed) },
            scheme: schemes?.split(separator: ",").last.flatMap { known(String($0.trimmed)) })
    }

    private static func known(_ scheme: String) -> String? {
        let scheme = scheme.lowercased()
        return ["http", "https"].contains(scheme) ? scheme : nil
    }
}

extension StringProtocol {
    /// The parts between a separator that stands in no quotes.
    fileprivate func split(outsideQuotes separator: Character) -> [SubSequence] {
        var isQuoted = false
        var isEscaped = false
        return split { character in
            defer { isEscaped = isQuoted && character == "\\" && !isEscaped }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
    }

    fileprivate var trimmed: SubSequence {
        var rest = self[...]
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}

extension HTTPField.Name {
    static let forwarded = HTTPField.Name("Forwarded")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
}
