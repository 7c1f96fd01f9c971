package import Parking

extension Problem {
    /// What an edge says of an event that cannot be read.
    package init(unreadable version: Int64, _ reason: String) {
        self.init(
            .unreadableLog,
            "Event \(version) of the garage's log cannot be read: \(reason). Nothing behind it is worked out, and nothing was stored. "
                + "An operator must look at it, by parklog projections: a newer version of the service may be able to read it."
        )
    }
}
