import Chronology
import Parking

/// A car's stay as its driver sees it.
struct Visit {
    /// The place of the car among the garage's; nil where nobody can read its plate.
    var car: Int?
    /// The car that it really is, where a camera took it for another one.
    var really: Int?
    /// What the driver was given who came without a readable plate.
    var ticket: TicketID?
    /// Whether the driver without a plate asks for a ticket; the others are let in by hand.
    var wantsTicket = false
    /// The gate that it comes in by.
    var gate: GateID
    /// How long it means to stay.
    var lasts: TimeSpan
    /// What the log calls the stay, once it has heard of it.
    var session: SessionID?
    /// How often it was held at the exit, or read badly at the entry.
    var tries = 0
}

/// Something that is going to happen.
enum Moment {
    /// A day begins: what it brings is drawn.
    case morning(LocalDay)
    /// The office goes through what does not fit.
    case evening(LocalDay)
    /// Somebody wants a spot on a day.
    case reserves(car: Int, day: LocalDay, holder: Holder)
    /// A car stands at an entry.
    case comes(Visit)
    /// The barrier rises for it; by hand, where there is a remark.
    case enters(Visit, Remark?)
    /// The driver stands at a kiosk.
    case pays(Visit)
    /// The car stands at the exit.
    case leaves(Visit)
    /// The barrier has let it out.
    case left(Visit)
    /// The car has gone, and no device told of it.
    case vanishes(Visit)
    /// The loop of a gate tells what it counted in the hour before.
    case loop
    /// Anybody sends a command whose answer does not matter.
    case sends(Command, by: String, about: Int?)
    /// The cars that a person counted are those of the stays that go on.
    case recount
}
