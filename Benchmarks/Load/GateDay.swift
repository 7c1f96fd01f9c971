import NIOCore

/// Something that is asked.
enum Ask: Hashable, Sendable {
    case command(String)
    case occupancy
}

/// What a connection asks, one after the other.
protocol Asking: Sendable {
    /// Writes the next request; nil where there is none.
    mutating func request(host: String, into buffer: inout ByteBuffer) -> Ask?
}

/// Drivers book, are read at a gate, drive in, and out again after a while.
struct GateDay: Asking {
    let garages: [String]
    /// The gates that nobody else uses.
    let lane: Int
    let day: String
    let tokens: Tokens?
    private let name: String
    private var random: SplitMix
    private var cars = 0
    private var inside: [(plate: String, garage: String)] = []
    private var next: (command: String, plate: String, garage: String)?
    private var asked = 0

    /// Who is who; nil where nobody is asked.
    struct Tokens: Sendable {
        let gate: String
        let booking: String
    }

    /// How many cars of a connection's are inside at the same time, about.
    private static let stay = 20

    init(connection: Int, lane: Int, garages: [String], day: String, seed: UInt64, tokens: Tokens?) {
        self.garages = garages
        self.lane = lane
        self.day = day
        self.tokens = tokens
        name = "\(seed)-" + String(String(10_000 + connection).dropFirst())
        random = SplitMix(state: seed &+ UInt64(connection) &* 0x9E37_79B9)
    }

    /// The next request, written.
    mutating func request(host: String, into buffer: inout ByteBuffer) -> Ask? {
        asked += 1
        if let (command, plate, garage) = next {
            next = command == "reserve" ? ("plate-seen", plate, garage) : nil
            if command == "plate-seen" { next = ("gate-open", plate, garage) }
            if command == "gate-open" { inside.append((plate, garage)) }
            return write(command, plate, garage, host, &buffer)
        }
        if random.next() % 20 == 0 {
            let garage = garages[Int(random.next() % UInt64(garages.count))]
            buffer.writeString("GET /v1/garages/\(garage)/occupancy HTTP/1.1\r\nHost: \(host)\r\n")
            if let tokens { buffer.writeString("Authorization: Bearer \(tokens.booking)\r\n") }
            buffer.writeString("\r\n")
            return .occupancy
        }
        if inside.count > Int(random.next() % UInt64(2 * GateDay.stay)) {
            let (plate, garage) = inside.removeFirst()
            return write("exit", plate, garage, host, &buffer)
        }
        cars += 1
        let garage = garages[Int(random.next() % UInt64(garages.count))]
        // Digits alone are not taken for one another, and gaps do not tell plates apart.
        let plate = name + String(String(1_000_000 + cars).dropFirst())
        next = (random.next() % 10 < 3 ? "reserve" : "plate-seen", plate, garage)
        return request(host: host, into: &buffer)
    }

    private func write(
        _ command: String, _ plate: String, _ garage: String, _ host: String, _ buffer: inout ByteBuffer
    ) -> Ask? {
        let body =
            switch command {
            case "reserve": #"{"plate":"\#(plate)","day":"\#(day)"}"#
            case "exit": #"{"plate":"\#(plate)","gate":"out-\#(lane)"}"#
            default: #"{"plate":"\#(plate)","gate":"in-\#(lane)"}"#
            }
        buffer.write(
            command, body, of: garage, host: host, token: command == "reserve" ? tokens?.booking : tokens?.gate,
            key: "\(name)-\(asked)")
        return .command(command)
    }
}

/// The garages are configured, one after the other.
struct Opening: Asking {
    /// What each is called.
    var garages: [String]
    /// How many lanes each has in, and out.
    let lanes: Int
    let token: String?

    mutating func request(host: String, into buffer: inout ByteBuffer) -> Ask? {
        guard let garage = garages.popLast() else { return nil }
        let gates = (0..<lanes).map {
            #"{"id":"in-\#($0)","lane":"in"},{"id":"out-\#($0)","lane":"out"}"#
        }
        let body = """
            {"name":"Load","timeZone":"UTC","currency":"EUR","capacity":10000,"gates":[\(gates.joined(separator: ","))]}
            """
        buffer.write("configure-garage", body, of: garage, host: host, token: token, key: "open-\(garage)")
        return .command("configure-garage")
    }
}

extension ByteBuffer {
    fileprivate mutating func write(
        _ command: String, _ body: String, of garage: String, host: String, token: String?, key: String
    ) {
        writeString("POST /v1/garages/\(garage)/commands/\(command) HTTP/1.1\r\nHost: \(host)\r\n")
        if let token { writeString("Authorization: Bearer \(token)\r\n") }
        writeString("Content-Type: application/json\r\nIdempotency-Key: \(key)\r\n")
        writeString("Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}

/// Numbers that a seed brings forth again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
