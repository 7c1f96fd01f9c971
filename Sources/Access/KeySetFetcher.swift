import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Fetches what an issuer publishes, within five seconds and a mebibyte.
enum KeySetFetcher {
    private static let largest = 1024 * 1024

    /// - Parameter limit: from the first byte to the last.
    static func fetch(_ source: OtherIssuer.Source, within limit: Duration = .seconds(5)) async throws -> String {
        try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask { try await text(at: source) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw KeySetError.late
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw KeySetError.late }
            return first
        }
    }

    private static func text(at source: OtherIssuer.Source) async throws -> String {
        switch source {
        case .file(let path): try await text(ofFile: path)
        case .address(let address): try await text(of: address)
        }
    }

    private static func text(of address: String) async throws -> String {
        var configuration = HTTPClient.Configuration()
        // Where else the keys might be is for the operator to say.
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(2))
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            let response = try await client.execute(HTTPClientRequest(url: address), timeout: .hours(1))
            guard response.status == .ok else { throw KeySetError.status(Int(response.status.code)) }
            return String(buffer: try await response.body.collect(upTo: largest))
        }
    }

    /// On a thread of its own: a file may be on a disk that does not answer.
    private static func text(ofFile path: String) async throws -> String {
        try await NIOThreadPool.singleton.runIfActive {
            guard let file = FileHandle(forReadingAtPath: path) else { throw KeySetError.missing }
            let bytes = try file.read(upToCount: KeySetFetcher.largest + 1) ?? Data()
            guard bytes.count <= KeySetFetcher.largest else { throw KeySetError.tooLong }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

/// Why an issuer's keys could not be had.
enum KeySetError: Error, Hashable, CustomStringConvertible {
    case missing
    case late
    case status(Int)
    case tooLong
    case noKeySet

    var description: String {
        switch self {
        case .missing: "the file cannot be read"
        case .late: "the issuer does not answer in time"
        case .status(let code): "the address answered \(code)"
        case .tooLong: "they are longer than a mebibyte"
        case .noKeySet: "they are no JSON Web Key Set"
        }
    }
}
