/// Connections over garages: where there are more garages each connection has several, else each garage has several lanes.
struct LoadSpread: Sendable {
    let garages: [String]
    let connections: Int

    /// The garages that a connection asks of.
    func garages(of connection: Int) -> [String] {
        stride(from: connection % garages.count, to: garages.count, by: connections).map { garages[$0] }
    }

    /// The lane that is a connection's alone.
    func lane(of connection: Int) -> Int { connection / garages.count }

    /// How many lanes a garage has.
    var lanes: Int { (connections + garages.count - 1) / garages.count }
}
