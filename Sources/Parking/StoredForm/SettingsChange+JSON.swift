package import JSON

extension JSONWriter {
    /// The fields `changes` and `warnings` of an answer to a change of settings.
    package mutating func changes(_ change: SettingsChange, _ warnings: [SettingsWarning]) {
        name("changes")
        array(change.fields) { json, setting in
            json.object { json in
                json.field("setting", setting.name)
                json.name("from")
                setting.write(&json, change.from)
                json.name("to")
                setting.write(&json, change.to)
            }
        }
        name("warnings")
        array(warnings) { $0.warning($1) }
    }

    private mutating func warning(_ warning: SettingsWarning) {
        object { json in
            json.field("code", warning.code)
            json.field("sentence", warning.sentence)
            switch warning {
            case .reservations(_, let spots, let days):
                json.field("spots", number: spots)
                json.field("dayCount", number: days.count)
                json.name("days")
                json.array(days.prefix(SettingsWarning.mostDays)) { json, day in
                    json.object {
                        $0.field("day", day.day)
                        $0.field("reserved", number: day.reserved)
                    }
                }
            case .permits(let permits, let spots, let day):
                json.field("spots", number: spots)
                json.field("permits", number: permits)
                json.field("day", day)
            case .gateGone(let gate, let waiting):
                json.field("gate", gate)
                json.field("waiting", number: waiting)
            case .carsInside(let inside, let capacity):
                json.field("inside", number: inside)
                json.field("capacity", number: capacity)
            case .hours(let bookings): json.field("bookings", number: bookings)
            case .vehicleGone(let vehicle, let permits):
                json.field("vehicle", vehicle)
                json.field("permits", number: permits)
            }
        }
    }
}
