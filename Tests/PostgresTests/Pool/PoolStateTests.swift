import TestSupport
import Testing

@testable import Postgres

@Suite("Pool state")
struct PoolStateTests {
    @Test("random traffic never breaks the size, the order of the queue or its emptiness beside an idle resource")
    func property() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        for _ in 0..<200 {
            var traffic = Traffic(size: Int.random(in: 1...4, using: &random))
            for _ in 0..<200 { traffic.step(using: &random) }
            let failure = traffic.failure
            #expect(failure == nil, "seed \(seed)")
        }
    }

    @Test("a closed pool lets nobody in and is drained when the last one is back")
    func closing() {
        var state = PoolState<Int>(size: 2)
        _ = state.request(1)
        #expect(state.claimOpenings() == 1)
        _ = state.opened(1)
        _ = state.request(2)
        let left = state.close()
        #expect(left.waiters == [2])
        #expect(left.idle.isEmpty)
        if case .refuse = state.request(3) {} else { Issue.record("somebody got in") }
        #expect(state.claimOpenings() == 0)
        #expect(!state.isDrained)
        if case .close = state.giveBack(1, isBroken: false) {} else { Issue.record("it was kept") }
        state.closed()
        #expect(state.isDrained)
    }
}

/// A pool under random use, with its invariants looked at after each step.
private struct Traffic {
    var state: PoolState<Int>
    var failure: String?
    private var lent: [Int] = []
    private var opening = 0
    private var closing = 0
    private var nextWaiter: UInt64 = 0
    private var nextResource = 0
    private var lastServed: UInt64 = 0

    init(size: Int) {
        state = PoolState(size: size)
    }

    mutating func step(using random: inout Seeded) {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1:
            nextWaiter += 1
            if case .lend(let resource) = state.request(nextWaiter) {
                lent.append(resource)
                serve(nextWaiter)
            }
        case 2:
            guard let resource = lent.randomElement(using: &random) else { break }
            lent.removeAll { $0 == resource }
            take(state.giveBack(resource, isBroken: random.next() % 4 == 0), resource)
        case 3:
            guard opening > 0 else { break }
            opening -= 1
            if random.next() % 3 == 0 {
                state.openingEnded()
            } else {
                nextResource += 1
                take(state.opened(nextResource), nextResource)
            }
        case 4:
            guard closing > 0 else { break }
            closing -= 1
            state.closed()
        default:
            guard let waiter = state.waiters.randomElement(using: &random) else { break }
            if !state.leave(waiter) || state.leave(waiter) { failure = "a waiter left not once" }
        }
        opening += state.claimOpenings()
        check()
    }

    private mutating func take(_ handover: PoolState<Int>.Handover, _ resource: Int) {
        switch handover {
        case .keep: break
        case .close: closing += 1
        case .lend(let waiter):
            lent.append(resource)
            serve(waiter)
        }
    }

    private mutating func serve(_ waiter: UInt64) {
        if waiter <= lastServed { failure = "waiter \(waiter) came after \(lastServed)" }
        lastServed = waiter
    }

    private mutating func check() {
        if state.total > state.size { failure = "\(state.total) of \(state.size)" }
        if state.lent != lent.count || state.opening != opening || state.closing != closing { failure = "miscounted" }
        if !state.idle.isEmpty, !state.waiters.isEmpty { failure = "one waits beside an idle resource" }
        if !state.waiters.isEmpty, state.total == 0 { failure = "one waits and nothing is under way" }
    }
}
