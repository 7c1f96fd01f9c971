/// What happens to begun units where rates meet (tariffs.md, Blocks).
///
/// It concerns prices by the unit and by steps; `once`, days and hours on the clock are met or not.
public enum Crossing: String, Sendable, Hashable, CaseIterable {
    /// Each block rounds by itself.
    case perBlock
    /// Units run on from the entry, each at the rate in force when it begins.
    case unitStart
    /// The stay is rounded up once, on the whole, by the step of the last rate; each block then costs its share of a
    /// unit to the second, rounded half up to the minor unit.
    case lastStepOnTotal
}
