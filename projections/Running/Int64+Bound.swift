extension Int64 {
    /// The sum; what leaves 64 bits stays at the bound. Heads and checkpoints are read as whoever may change everything left them.
    func plus(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// How many versions it lies ahead of another one; 0 where it lies behind.
    func ahead(of other: Int64) -> Int64 {
        guard self > other else { return 0 }
        let (count, overflow) = subtractingReportingOverflow(other)
        return overflow ? .max : count
    }
}
