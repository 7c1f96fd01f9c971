import Foundation
import Testing

/// What the tests of a whole run exercised of the document.
struct Coverage {
    let contract: Contract

    init(of contract: Contract) {
        self.contract = contract
    }

    /// Problems that no request brings about, and why.
    static let unprovoked = [
        "urn:parklog:problem:internal-error": "It tells of a mistake in the service; ProblemMiddlewareTests make one."
    ]

    /// Whether all tests of the target run: nothing was chosen, or the whole target by its name.
    private var isDue: Bool {
        let arguments = CommandLine.arguments
        guard !arguments.contains("--skip") else { return false }
        guard let filter = arguments.firstIndex(of: "--filter") else { return true }
        return arguments.dropFirst(filter + 1).first == #"^HTTPAPITests\."#
    }

    /// Records what was left out. A run of chosen tests leaves out a lot, and that is no fault.
    func check() {
        guard isDue else { return }
        let (operations, problems) = contract.coverage
        let unasked = contract.document.operations.subtracting(operations).map(\.description).sorted()
        let unmet = contract.document.problemTypes.subtracting(problems).subtracting(Coverage.unprovoked.keys).sorted()
        #expect(unasked.isEmpty, "operations that no test asked with success")
        #expect(unmet.isEmpty, "problems that no test met")
        #expect(problems.isDisjoint(with: Coverage.unprovoked.keys), "problems that a test met after all")
    }
}
