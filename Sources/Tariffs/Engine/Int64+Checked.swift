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
}
