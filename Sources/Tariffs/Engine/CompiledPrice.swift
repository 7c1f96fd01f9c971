import Chronology
import Money

/// A price in the form in which it is counted: amounts in minor units, times in microseconds.
enum CompiledPrice {
    /// Begun units; at least one step, the first begins at 0, the last never ends.
    ///
    /// In steps, the place among them is kept for a whole occurrence; without, each block rounds by itself.
    case units([CompiledStep], inSteps: Bool)
    case once(Int64)
    case days(Int64)
    case hours(CompiledGrid)

    init(_ price: Price) {
        switch price {
        case .perUnit(let amount, every: let unit):
            let step = CompiledStep(begins: 0, ends: .max, every: unit.microseconds, amount: amount.minorUnits)
            self = .units([step], inSteps: false)
        case .steps(let steps):
            var begins: Int64 = 0
            self = .units(
                steps.map { step in
                    let ends = step.lasting.map { begins + $0.microseconds } ?? .max
                    defer { begins = ends }
                    return CompiledStep(
                        begins: begins, ends: ends, every: step.every.microseconds, amount: step.amount.minorUnits)
                }, inSteps: true)
        case .once(let amount): self = .once(amount.minorUnits)
        case .perDay(let amount): self = .days(amount.minorUnits)
        case .weekGrid(let grid): self = .hours(CompiledGrid(grid))
        }
    }

    /// Whether it asks for units, so that rates that meet bear on one another (``Crossing``).
    var isByUnit: Bool { if case .units = self { true } else { false } }

    /// What a stretch is written as in which nothing is charged.
    var unit: (ChargeUnit, price: Int64) {
        switch self {
        case .units(let steps, _): (.span(TimeSpan(microseconds: steps[0].every)), steps[0].amount)
        case .once(let amount): (.once, amount)
        case .days(let amount): (.day, amount)
        case .hours: (.free, 0)
        }
    }
}

/// A step by the time spent under its rate.
struct CompiledStep {
    let begins: Int64
    let ends: Int64
    let every: Int64
    let amount: Int64
}

extension [CompiledStep] {
    /// The step in force when so much time has been spent.
    func step(at spent: Int64) -> CompiledStep {
        var index = 0
        while self[index].ends <= spent { index += 1 }
        return self[index]
    }
}

/// A week's hours, each with its cell.
struct CompiledGrid {
    private let grid: WeekGrid
    /// Of each of the 168 hours the place of its cell, or −1.
    private let cells: [Int16]

    init(_ grid: WeekGrid) {
        self.grid = grid
        var cells = [Int16](repeating: -1, count: 168)
        for (index, cell) in grid.cells.enumerated() {
            for hour in cell.hours { cells[hour.index] = Int16(index) }
        }
        self.cells = cells
    }

    /// The cell of what the clock shows; nil where the hour is free.
    func cell(at local: LocalDateTime) -> GridCell? {
        let hour = Int(local.microsecondOfDay / TimeSpan.hours(1).microseconds)
        let cell = cells[(local.day.weekday.rawValue - 1) * 24 + hour]
        return cell < 0 ? nil : grid.cells[Int(cell)]
    }
}
