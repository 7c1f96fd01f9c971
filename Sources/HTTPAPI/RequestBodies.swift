import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the bodies of requests, and bounds how much of them is in memory at the same time.
///
/// Small bodies are bounded by the number of connections; a large one needs a place among ``DoorLimits/largeBodies``, so that
/// half-sent ones cost the cameras nothing.
struct RequestBodies: Sendable {
    private let large: Places

    init(_ limits: DoorLimits) {
        large = Places(limits.largeBodies)
    }

    /// Lends the whole body, of at most so many bytes.
    func whole<Result>(
        of request: Request, _ context: HTTPContext, upTo limit: Int, _ use: ([UInt8]) async throws -> Result
    ) async throws -> Result {
        guard request.isJSON else { throw ProblemResponse.unsupportedMediaType }
        // Who says beforehand that it is too much need not send it.
        guard request.announcedLength.map({ $0 <= limit }) ?? true else { throw ProblemResponse.tooLarge(limit) }
        if request.headers[.expect] != nil { context.awaitBody() }
        var bytes: [UInt8] = []
        var isLarge = false
        defer { if isLarge { large.giveBack() } }
        do {
            for try await piece in request.body {
                guard bytes.count + piece.readableBytes <= limit else { throw ProblemResponse.tooLarge(limit) }
                if !isLarge, bytes.count + piece.readableBytes > DoorLimits.largeBody {
                    guard large.take() else { throw ProblemResponse.tooManyLargeBodies }
                    isLarge = true
                }
                bytes.append(contentsOf: piece.readableBytesView)
            }
        } catch let problem as ProblemResponse {
            throw problem
        } catch {
            throw ProblemResponse.incompleteBody
        }
        return try await use(bytes)
    }
}

extension Request {
    fileprivate var announcedLength: Int? { headers[.contentLength].flatMap { Int($0) } }

    /// Whether the body is said to be JSON in UTF-8, and not packed.
    fileprivate var isJSON: Bool {
        // As nearly everybody says it.
        if headers[.contentType] == "application/json", headers[.contentEncoding] == nil { return true }
        guard let type = headers[.contentType], headers[.contentEncoding].map({ $0.lowercased() == "identity" }) ?? true
        else {
            return false
        }
        let parts = type.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.filter { !" \t\"".contains($0) }.lowercased()
        }
        return parts[0] == "application/json" && parts.dropFirst().allSatisfy { $0.isEmpty || $0 == "charset=utf-8" }
    }
}
