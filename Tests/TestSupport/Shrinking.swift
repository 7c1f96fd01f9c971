import Synchronization
public import Testing

/// The fewest elements that still fail, in their order: leaving out any one of them more would pass.
///
/// - Parameter fails: whether a run of these elements fails; all of them do.
public func fewest<Element>(of all: [Element], failing fails: ([Element]) -> Bool) -> [Element] {
    var kept = all
    var size = max(1, all.count / 2)
    while true {
        var (start, isLess) = (0, false)
        while start < kept.count {
            var without = kept
            without.removeSubrange(start..<min(start + size, kept.count))
            if fails(without) { (kept, isLess) = (without, true) } else { start += size }
        }
        if size > 1 { size /= 2 } else if !isLess { return kept }
    }
}

/// Whether a check fails, by an expectation or by an error; the failure itself is not recorded.
public func fails(_ check: () throws -> Void) -> Bool {
    let isFailing = Failing()
    withKnownIssue(isIntermittent: true) {
        do { try check() } catch { isFailing.is.withLock { $0 = true } }
    } matching: { _ in
        isFailing.is.withLock { $0 = true }
        return true
    }
    return isFailing.is.withLock { $0 }
}

private final class Failing: Sendable {
    let `is` = Mutex(false)
}

/// Checks what must hold of a run; where it does not, checks the fewest elements that fail once more, and names them.
///
/// - Parameter name: what the run came from, its seed first of all.
public func checkShrinking<Element>(
    _ all: [Element], _ name: String, _ check: (_ elements: [Element], _ comment: Comment) throws -> Void
) throws {
    guard fails({ try check(all, "\(name)") }) else { return }
    let few = fewest(of: all) { elements in fails { try check(elements, "") } }
    let list = few.map { "\n  \($0)" }.joined()
    guard fails({ try check(few, "") }) else {
        Issue.record("\(name): failed once, but not again:\(list)")
        return
    }
    try check(few, "\(name); the fewest of \(all.count) that fail:\(list)")
}
