// Minor units added up: what leaves 64 bits is an error of the tariff, never a trap.

extension Int64 {
    func plus(_ other: Int64) throws(TariffError) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard !overflow else { throw .overflow }
        return sum
    }

    func times(_ count: Int64) throws(TariffError) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: count)
        guard !overflow else { throw .overflow }
        return product
    }

    /// This amount's share for a part of a whole, rounded half up; exact, however large the amount is.
    func share(_ part: Int64, of whole: Int64) throws(TariffError) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: part)
        let (sum, carried) = product.addingReportingOverflow(whole / 2)
        if !overflow, !carried { return sum / whole }
        let share = (Int128(self) * Int128(part) + Int128(whole / 2)) / Int128(whole)
        guard let share = Int64(exactly: share) else { throw .overflow }
        return share
    }
}
