public import Chronology
public import Logging
import NIOPosix
import NIOSSL
public import ServiceLifecycle
import Synchronization

/// The certificate that connections are opened with; its files are read anew every few seconds.
///
/// What is in use stays where the files are no better, and the log says why. A connection keeps the certificate that it was
/// opened with.
public final class CertificateWatch: Service {
    /// Where certificate and key are.
    public let files: CertificateFiles
    private let clock: @Sendable () -> Instant
    private let logger: Logger
    private let state: Mutex<State>

    /// How long a new certificate may go unnoticed.
    private static let poll = Duration.seconds(5)

    private struct State {
        var inUse: ServerCertificate
        /// Why the files as they are now are not in use; told once.
        var refused: CertificateError?
        /// What was told last of the one in use.
        var told = CertificateTerm.Standing.holds
    }

    /// Reads the files, and says what is wrong with them.
    public init(_ files: CertificateFiles, clock: @escaping @Sendable () -> Instant, logger: Logger)
        throws(CertificateError)
    {
        self.files = files
        self.clock = clock
        self.logger = logger
        state = Mutex(State(inUse: try ServerCertificate(try files.contents(), from: files)))
        tellStanding()
    }

    /// What the next connection is opened with.
    var context: NIOSSLContext { state.withLock { $0.inUse.context } }

    /// How long the one in use is still believed; less than nothing where it has ended.
    public var left: TimeSpan { state.withLock { $0.inUse.term.until } - clock() }

    /// Looks at the files once.
    public func look() async {
        let (files, inUse) = (files, state.withLock { $0.inUse.contents })
        let found: Result<ServerCertificate?, CertificateError>? = try? await NIOThreadPool.singleton.runIfActive {
            do throws(CertificateError) {
                let contents = try files.contents()
                return .success(contents == inUse ? nil : try ServerCertificate(contents, from: files))
            } catch {
                return .failure(error)
            }
        }
        switch found {
        case .success(let new?): consider(new)
        case .success(nil): state.withLock { $0.refused = nil }
        case .failure(let error): refuse(error)
        // The threads end with the process.
        case nil: return
        }
        tellStanding()
    }

    private func consider(_ new: ServerCertificate) {
        let now = clock()
        let isTaken = state.withLock { state in
            guard new.term.holds(at: now) || !state.inUse.term.holds(at: now) else { return false }
            (state.inUse, state.refused) = (new, nil)
            return true
        }
        guard isTaken else {
            return refuse(.outOfTerm(files.certificate, from: new.term.from, until: new.term.until))
        }
        logger.notice("a new certificate is in use", metadata: ["until": "\(new.term.until)"])
    }

    private func refuse(_ error: CertificateError) {
        let isNew = state.withLock { state in
            defer { state.refused = error }
            return state.refused != error
        }
        guard isNew else { return }
        logger.warning(
            "the certificate's files have changed and are not taken; the one before stays in use",
            metadata: ["error": "\(error.sentence)"])
    }

    /// Says once a day what is to be done about the one in use.
    private func tellStanding() {
        let now = clock()
        let (news, term) = state.withLock { state in
            let standing = state.inUse.term.standing(at: now)
            defer { state.told = standing }
            return (standing == state.told ? nil : standing, state.inUse.term)
        }
        guard let sentence = news?.sentence(of: files.certificate, term) else { return }
        logger.warning("\(sentence)")
    }

    /// Looks again and again until a graceful shutdown or cancellation.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.look()
                try? await Task.sleep(for: CertificateWatch.poll)
            }
        }
    }
}
