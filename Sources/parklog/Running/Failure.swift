import ArgumentParser
import Access
import EventLog
import Foundation
import HTTPAPI
import Hosting
import Parking
import Postgres
import PrivateCluster
import Projections
import Quoting
import Settings
import Importing
import Simulating
import Tariffs

/// Why a command ends early: a sentence for the person, a code for the script.
struct Failure: Error {
    enum Kind: Int32 {
        /// The garage refuses.
        case refused = 1
        /// The command line is wrong.
        case usage = 64
        /// What was given is wrong.
        case data = 65
        /// The database cannot be used.
        case unavailable = 69
        /// Something failed that should not.
        case fault = 70
        /// What it says cannot be written.
        case output = 74
        /// It was to stop, and took longer than it may.
        case cutOff = 75
        /// Somebody pressed Ctrl-C.
        case interrupted = 130
    }

    let kind: Kind
    let sentence: String

    init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }

    /// What any error means to the person at the terminal.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as OutputError: self.init(.output, "\(error) What the command changed stays.")
        case let error as CommandError: self.init(error.problem)
        case let refusal as Refusal: self.init(refusal.problem)
        case let error as QueryError: self.init(error.problem)
        case let error as QuoteError: self.init(.data, error.problem.detail)
        case let error as ClusterError: self.init(.unavailable, "\(error)")
        case let error as SchemaError: self.init(.unavailable, "\(error)")
        case let obstacle as ServingObstacle: self.init(.unavailable, "\(obstacle)")
        case let error as MigrationError: self.init(.unavailable, "\(error)")
        case let error as RebuildError: self.init(.data, "\(error)")
        case let error as HeadRepairError: self.init(.data, "\(error)")
        case let error as ReplacementRefused: self.init(.refused, "\(error)")
        case let error as QuotedStaysFileError: self.init(.data, "\(error)")
        case let error as StaysFileError: self.init(.data, "\(error)")
        case let error as IssuersFileError: self.init(.data, error.sentence)
        case let error as SigningKeyError: self.init(.data, error.sentence)
        case let error as InstallationKeyError: self.init(.data, error.sentence)
        case let error as SignedHeadsError: self.init(.data, error.sentence)
        case let error as ArchivingError: self.init(.data, "\(error)")
        case let archived as ArchivedEvents: self.init(.data, "\(archived)")
        case let altered as ChainBreak: self.init(.data, Problem(altered).detail)
        case let problem as GateCopyProblem: self.init(.data, problem.sentence)
        case let error as CertificateError: self.init(.data, error.sentence)
        case let problem as SettingsProblem: self.init(problem.isUsage ? .usage : .data, problem.sentence)
        case let error as SettingsError: self.init(.data, "\(error.field) \(error.problem).")
        case let error as RateError: self.init(.data, "The rate's \(error).")
        case let error as SimulationError: self.init(error)
        case ImportError.garageExists(let garage):
            self.init(.refused, "The garage \(garage) has a history already; import into a new one.")
        case let error as PostgresError where error.code == .cancelled: self.init(.interrupted, "Interrupted.")
        case let error as PostgresError where error.sqlState == .insufficientPrivilege:
            self.init(
                .unavailable,
                "The database: \(error) To migrate, rebuild, import or give tokens out, put the login that owns the schema into"
                    + " MIGRATION_DATABASE_URL.")
        case let error as PostgresError: self.init(.unavailable, "The database: \(error)")
        case is CancellationError: self.init(.interrupted, "Interrupted.")
        default: self.init(.fault, "\(error)")
        }
    }
}

extension Failure {
    /// What stands in a simulation's way.
    fileprivate init(_ error: SimulationError) {
        let kind: Kind =
            switch error {
            case .badPlan: .usage
            case .garageExists: .refused
            case .zoneMissing: .data
            }
        self.init(kind, error.description)
    }

    /// A problem with each finding that a card is refused for below its sentence.
    fileprivate init(_ problem: Problem) {
        let kind: Kind =
            switch problem.type.kind {
            case .malformed: .data
            case .unknown, .conflict, .invalid: .refused
            case .unavailable, .busy: .unavailable
            case .fault: .fault
            }
        self.init(
            kind,
            ([problem.detail] + problem.findings.map { "  \($0.kind.rawValue): \($0.sentence)" })
                .joined(separator: "\n"))
    }
}

extension AsyncParsableCommand {
    /// Runs a body and ends the process as its outcome says.
    func ending(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            let failure = Failure(error)
            Terminal.error(failure.sentence)
            throw ExitCode(failure.kind.rawValue)
        }
    }
}
