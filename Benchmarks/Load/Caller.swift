import NIOCore

/// What callers were answered.
struct Answers: Sendable {
    /// How long each command took, in nanoseconds.
    var commands: [Int64] = []
    var readings: [Int64] = []
    /// What was not answered with 200, by what was asked and the answer's beginning.
    var refused: [String: Int] = [:]

    mutating func add(_ others: Answers) {
        commands += others.commands
        readings += others.readings
        refused.merge(others.refused) { $0 + $1 }
    }
}

/// A connection that asks, waits for the answer and asks again until its time is over.
final class Caller<Script: Asking>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var script: Script
    private let host: String
    private let end: NIODeadline
    private let ended: EventLoopPromise<(Script, Answers)>
    private var received = ByteBuffer()
    private var answers = Answers()
    private var ask = Ask.occupancy
    private var askedAt = NIODeadline.now()

    init(_ script: Script, host: String, until end: NIODeadline, ended: EventLoopPromise<(Script, Answers)>) {
        self.script = script
        self.host = host
        self.end = end
        self.ended = ended
    }

    func channelActive(context: ChannelHandlerContext) { next(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        received.writeBuffer(&part)
        guard let status = answered() else { return }
        let took = (NIODeadline.now() - askedAt).nanoseconds
        if status == 200 {
            if case .command = ask { answers.commands.append(took) } else { answers.readings.append(took) }
        } else {
            answers.refused["\(ask) \(String(buffer: received).suffix(300))", default: 0] += 1
        }
        received.clear()
        next(context)
    }

    func channelInactive(context: ChannelHandlerContext) { ended.succeed((script, answers)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        ended.fail(error)
        context.close(promise: nil)
    }

    private func next(_ context: ChannelHandlerContext) {
        askedAt = .now()
        var buffer = context.channel.allocator.buffer(capacity: 1_024)
        guard askedAt < end, let ask = script.request(host: host, into: &buffer) else {
            return context.close(promise: nil)
        }
        self.ask = ask
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    /// The status of the answer; nil where a part of it has not come yet.
    private func answered() -> Int? {
        received.withUnsafeReadableBytes { bytes in
            var (line, length) = (0, 0)
            var index = 0
            while index + 1 < bytes.count {
                guard bytes[index] == 13, bytes[index + 1] == 10 else {
                    index += 1
                    continue
                }
                if index == line {
                    guard bytes.count >= index + 2 + length else { return nil }
                    return Int(String(decoding: bytes[9..<12], as: UTF8.self))
                }
                let name = "content-length: "
                if index - line > name.utf8.count, bytes[line] | 32 == UInt8(ascii: "c"),
                    String(decoding: bytes[line..<line + name.utf8.count], as: UTF8.self).lowercased() == name
                {
                    length = Int(String(decoding: bytes[line + name.utf8.count..<index], as: UTF8.self)) ?? 0
                }
                line = index + 2
                index = line
            }
            return nil
        }
    }
}
