import Chronology
import Tariffs

/// Everything published about a garage's rates, and what its stays know of it, ready to price them.
struct KnownRates: Hashable, Sendable {
    private(set) var book = RateBook()
    private var tariffs = KnownTariffs()

    /// Takes a publication in. Copies of a garage which go different ways share nothing that was compiled.
    mutating func publish(_ publication: Publication) {
        tariffs = KnownTariffs()
        book.publish(publication)
    }

    /// The garage's zone may be another one from now on.
    mutating func compileAnew() { tariffs = KnownTariffs() }

    /// The rates as a stay knows them that began at an instant, with an event of this version.
    func tariff(knownAt start: Instant, before version: Int64, in zone: ZoneRules) throws(TariffError) -> Tariff {
        let known = book.publications.lazy.filter { $0.isKnown(at: start, before: version) }.map(\.version)
        return try tariffs.tariff(knowing: Array(known)) { () throws(TariffError) in
            try Tariff(book, knownAt: start, before: version, in: zone)
        }
    }
}

extension KnownRates: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        var rates = KnownRates()
        for publication in try form(value!.book.publications) { rates.book.publish(publication) }
        return rates
    }
}
