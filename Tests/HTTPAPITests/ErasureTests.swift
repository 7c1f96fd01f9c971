import Testing

extension HTTPTests {
    /// Plates that are erased, by HTTP.
    struct ErasureTests {
        @Test func `a plate is erased when nothing needs it, and what needs it is told`() async throws {
            try await Site.with { site in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.expect("plate-needed", 409, field: "plate") {
                    try await site.post("erase-plate", #"{"plate": "a-1"}"#)
                }
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(try await site.carryOut("erase-plate", #"{"plate": "a-1"}"#)["erased"] == 1)
                // It finds nothing any more, and its stay is told without it.
                #expect(try await site.carryOut("erase-plate", #"{"plate": "A 1"}"#)["erased"] == 0)
                let stay = try await site.read("sessions")["sessions"]?[0]
                #expect(stay?["plateId"]?.string?.count == 32 && stay?["plate"] == nil)
                #expect(try await site.read("sessions?plate=A1")["sessions"] == .array([]))
            }
        }
    }
}
