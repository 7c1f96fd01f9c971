public import Chronology
public import Tariffs

/// When a group's members may come into a garage that is open to drivers, besides the public's hours (golden case 14).
public struct GroupHours: Hashable, Sendable {
    /// The group, whose members are those of permits.
    public var group: GroupID
    /// On the clock on the garage's wall; none for at any time.
    public var windows: [Window]

    /// Hours of a group.
    public init(_ group: GroupID, windows: [Window] = []) {
        self.group = group
        self.windows = windows
    }

    /// Whether a member may come in at an instant.
    public func contains(_ instant: Instant, in zone: ZoneRules) -> Bool {
        windows.isEmpty || windows.contains { $0.contains(instant, in: zone) }
    }
}

extension GarageSettings {
    /// Whether a driver without a right to the day may come in at an instant.
    public func isOpen(to groups: Set<GroupID>, at instant: Instant) -> Bool {
        publicHours.contains(instant, in: zone)
            || groupHours.contains { groups.contains($0.group) && $0.contains(instant, in: zone) }
    }

    /// Checks that every group's hours make sense and stand once.
    func validateGroupHours() throws(SettingsError) {
        guard groupHours.count <= 100 else {
            throw SettingsError(field: "groupHours", problem: "must list 0 to 100 groups")
        }
        for (index, hours) in groupHours.enumerated() {
            guard groupHours.firstIndex(where: { $0.group == hours.group }) == index else {
                throw SettingsError(
                    field: "groupHours[\(index)].group", problem: "names a group that stands in the list already")
            }
            try hours.windows.validate(as: "groupHours[\(index)]")
        }
    }
}
