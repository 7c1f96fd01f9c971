import ArgumentParser
import Foundation
import Hosting
import Logging
import Parking
import Projections

struct PrintReceipt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Print a receipt, as a driver is handed it.",
        discussion: "Receipts are numbered 1, 2, 3 … in each garage; parklog show receipts lists them.")

    @Argument(help: "The receipt's number.") var number: Int64
    @Option(name: .shortAndLong, help: "The garage's name.") var garage: GarageID
    @Option(help: "How to print it: text, json.") var format: OutputFormat = .text
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard number > 0 else { throw ValidationError("A receipt's number is from 1 on.") }
        guard format != .csv else { throw ValidationError("A receipt is text or json; parklog show receipts has csv.") }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let (logger, garage, number) = (settings.logger(), garage, ReceiptNumber(number))
            let printed = try await withDatabase(settings) { database, _ in
                try await bringUpToDate(database, logger)
                return try await withGarages(database, logger: logger) { hosts, pool in
                    let queries = Queries(pool: pool, hosts: hosts)
                    let receipt = try await queries.receipt(number, of: garage)
                    let settings = try await queries.settings(garage)
                    return format == .json
                        ? String(decoding: receipt.json(in: settings), as: UTF8.self) : receipt.text(in: settings)
                }
            }
            try Terminal.line(printed)
        }
    }
}
