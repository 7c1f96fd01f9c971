/// What happens to begun units where rates meet (tariffs.md, Blocks).
///
/// It concerns prices by the unit and by steps; `once`, days and hours on the clock are met or not.
public enum Crossing: String, Sendable, Hashable, CaseIterable {
    /// Each block rounds by itself; steps do for the whole occurrence of their window.
    case perBlock
    /// Units run on from the entry, through gaps too, each at the rate in force when it begins.
    ///
    /// Of steps it is the one that the time spent under the rate has reached, or the units charged by it where that is
    /// more: a first hour is paid for once.
    case unitStart
    /// The stay is rounded up once, on the whole, by the step of the last rate by the unit that is met; each block then
    /// costs its share of a unit to the second, rounded half up to the minor unit.
    ///
    /// - The whole is the time under prices by the unit. Gaps and what `once`, days and hours pay for are no part of it,
    ///   be they between or at the end.
    /// - What is rounded up belongs to the unit that it completes, and with it to the window of a cap in which that unit
    ///   begins. Units lie on the whole one after the other, and begin where their rate or step is met at the earliest.
    /// - No stay costs less than a shorter one: where a step or a rate ends that rounds up to more than what follows comes
    ///   to, the stay is rounded up there, and time by the unit behind costs nothing.
    case lastStepOnTotal
}
