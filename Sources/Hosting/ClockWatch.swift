import Chronology
import Logging
import Parking

/// Tells once when a log's head lies ahead of the clock. That delays when the log takes things, and nobody's time; but somebody
/// has to know (design rule 18).
struct ClockWatch {
    private static let tolerance = TimeSpan.seconds(5)
    private var isTold = false

    mutating func look(at head: Instant, of garage: GarageID, _ now: Instant, _ logger: Logger) {
        let isAhead = head > now + ClockWatch.tolerance
        if isAhead, !isTold {
            logger.warning(
                "the log's head lies ahead of the clock; some machine's clock ran fast, or this one's is slow",
                metadata: ["garage": "\(garage)", "ahead": "\((min(head, .latest) - now).text)"])
        }
        isTold = isAhead
    }
}
