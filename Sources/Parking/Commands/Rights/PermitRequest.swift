public import Chronology
import JSON
public import Tariffs

/// What a permit is to be. Its days begin today where nobody says otherwise.
public enum PermitRequest: Hashable, Sendable {
    /// Parking without paying, without an end where nobody says one.
    case pass(firstDay: LocalDay?, lastDay: LocalDay?, groups: Set<GroupID>)
    /// Groups whose rates its stays are charged by, without an end where nobody says one.
    case membership(firstDay: LocalDay?, lastDay: LocalDay?, groups: Set<GroupID>)
    /// One period of what the card of a vehicle's type sells.
    case subscription(SubscriptionID, vehicle: CardID, firstDay: LocalDay?, groups: Set<GroupID>)
    /// The one place of another plate's permit, for as long as that lasts.
    case further(PermitID)

    /// What requests and the log call it.
    var kind: PermitKind.Name {
        switch self {
        case .pass: .pass
        case .membership: .membership
        case .subscription: .subscription
        case .further: .further
        }
    }

    var firstDay: LocalDay? {
        switch self {
        case .pass(let first, _, _), .membership(let first, _, _), .subscription(_, _, let first, _): first
        case .further: nil
        }
    }

    var lastDay: LocalDay? {
        switch self {
        case .pass(_, let last, _), .membership(_, let last, _): last
        case .subscription, .further: nil
        }
    }

    var groups: Set<GroupID> {
        switch self {
        case .pass(_, _, let groups), .membership(_, _, let groups), .subscription(_, _, _, let groups): groups
        case .further: []
        }
    }
}

extension PermitRequest {
    /// Reads what is asked for.
    init(_ fields: inout JSONFields) throws(JSONError) {
        let (first, last): (LocalDay?, LocalDay?) = (try fields.optional("firstDay"), try fields.optional("lastDay"))
        let groups =
            try fields.optional("groups") { (reader: inout JSONReader) throws(JSONError) in try reader.groups() } ?? []
        let subscription: SubscriptionID? = try fields.optional("subscription")
        let vehicle: CardID? = try fields.optional("vehicle")
        let kind: PermitKind.Name = try fields.required("kind")
        if kind == .subscription {
            // Its period says when it ends.
            guard last == nil else { throw JSONError("goes with a pass or a membership only", path: "lastDay") }
            self = .subscription(
                try JSON.required(subscription, "subscription"), vehicle: vehicle ?? .standard, firstDay: first,
                groups: groups)
            return
        }
        guard subscription == nil else { throw JSONError("goes with kind subscription only", path: "subscription") }
        guard vehicle == nil else { throw JSONError("goes with kind subscription only", path: "vehicle") }
        let permit: PermitID? = try fields.optional("permit")
        if kind == .further {
            // It lasts and counts as the permit does.
            for (name, isThere) in [("firstDay", first != nil), ("lastDay", last != nil), ("groups", !groups.isEmpty)]
            where isThere { throw JSONError("goes with the permit itself", path: name) }
            self = .further(try JSON.required(permit, "permit"))
            return
        }
        guard permit == nil else { throw JSONError("goes with kind further only", path: "permit") }
        if kind == .pass {
            self = .pass(firstDay: first, lastDay: last, groups: groups)
            return
        }
        guard !groups.isEmpty else { throw .missing("groups") }
        self = .membership(firstDay: first, lastDay: last, groups: groups)
    }
}
