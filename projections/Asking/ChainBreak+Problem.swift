package import EventLog
package import Parking

extension Problem {
    /// What an edge says of a log that was changed.
    package init(_ altered: ChainBreak) {
        self.init(
            .alteredLog,
            "In the garage's log \(altered); nothing is worked out from it, and nothing was stored. An operator must look at it: "
                + "parklog verify names all that does not fit, and a backup has what was appended.")
    }
}
