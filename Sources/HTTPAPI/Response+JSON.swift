import Chronology
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Parking
import Projections
import JSON

extension Response {
    /// A body of JSON.
    static func json(_ bytes: [UInt8], headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: .ok, headers: headers, body: .pieces(of: bytes))
    }

    /// An object of JSON.
    static func object(_ fields: (inout JSONWriter) -> Void) -> Response { .json(JSONWriter.object(fields)) }
}

extension ResponseBody {
    /// As much as is copied and written at once; whoever waits beside has a turn after each.
    static let piece = 64 * 1024

    /// A body that is written piece by piece where it is large, so that no gate waits until all of it is copied and sent.
    static func pieces(of bytes: [UInt8]) -> ResponseBody {
        guard bytes.count > piece else { return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)) }
        return ResponseBody(contentLength: bytes.count) { writer in
            var rest = bytes[...]
            while !rest.isEmpty {
                try await writer.write(ByteBuffer(bytes: rest.prefix(piece)))
                rest = rest.dropFirst(piece)
                await Task.yield()
            }
            try await writer.finish(nil)
        }
    }
}

extension Response {
    /// The first table of an answer, as a file of RFC 4180 with the columns' names.
    static func csv(_ answer: Answer) -> Response {
        let text = (answer.tables.first?.printed(.csv) ?? "") + "\n"
        return Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8; header=present", .vary: "Accept"],
            body: .pieces(of: Array(text.utf8)))
    }
}

extension Request {
    /// Whether JSON is asked for, where an answer may be a file of rows as well.
    var asksForJSON: Bool {
        let types = headers[values: .accept].joined(separator: ",").lowercased()
        return types.contains("application/json") && !types.contains("text/csv")
    }

    /// Refuses what the address does not read: a misspelt `asOf` must not be answered with how things are now.
    func takes(_ names: [String] = []) throws(ProblemResponse) {
        var given: Set<Substring> = []
        for (name, value) in uri.queryParameters where !(name.isEmpty && value.isEmpty) {
            guard names.contains(String(name)) else { throw .unknownParameter(name, names) }
            guard given.insert(name).inserted else { throw .invalidParameter(String(name), "given once") }
        }
    }

    /// A parameter of the query, read by `make`; nil where it is not given.
    func query<Value>(
        _ name: String, _ expected: String, _ make: (String) -> Value?
    ) throws(ProblemResponse) -> Value? {
        guard let text = uri.queryParameters[Substring(name)] else { return nil }
        guard let value = make(String(text)) else { throw .invalidParameter(name, expected) }
        return value
    }
}

extension RequestContext {
    /// The garage that the address names.
    func garage() throws(ProblemResponse) -> GarageID {
        guard let name = segment("garage"), let garage = GarageID(name) else {
            throw ProblemResponse(Refusal.unknownGarage.problem)
        }
        return garage
    }

    /// A part of the address, without its percent encoding; nil where that encodes no text.
    func segment(_ name: String) -> String? {
        guard let part = parameters.get(name), part.utf8.contains(UInt8(ascii: "%")) else {
            return parameters.get(name)
        }
        return part.removingPercentEncoding
    }
}
