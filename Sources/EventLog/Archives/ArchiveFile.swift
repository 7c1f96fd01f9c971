import Crypto

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file of events, a line each, in the order of the log; its other lines say what it is.
///
/// It is read where it stands: a place in it is found in a few steps, as the lines are in order, so that a stretch of a file of a million
/// events costs what the stretch does. Made for a connection's own thread, as it waits for the disk.
public struct ArchiveFile: ~Copyable {
    private let descriptor: Int32
    /// How many bytes it has.
    public let size: Int64

    /// Opens a file; nil where it cannot be read.
    public init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        (self.descriptor, size) = (descriptor, Int64(status.st_size))
    }

    deinit { close(descriptor) }

    /// SHA-256 of the file.
    public func digest() -> [UInt8]? {
        var (digest, place) = (SHA256(), Int64(0))
        while place < size {
            guard let piece = read(at: place), !piece.isEmpty else { return nil }
            digest.update(data: piece)
            place += Int64(piece.count)
        }
        return Array(digest.finalize())
    }

    /// The events behind a version, at most so many, in the order in which they stand; nil where a line cannot be read.
    public func events(after version: Int64, limit: Int) -> [StoredEvent]? {
        guard var place = start(of: version + 1) else { return nil }
        var (events, rest): ([StoredEvent], [UInt8]) = ([], [])
        while place < size, events.count < limit {
            guard let piece = read(at: place), !piece.isEmpty else { return nil }
            place += Int64(piece.count)
            rest += piece
            var begin = rest.startIndex
            while let end = rest[begin...].firstIndex(of: ArchiveFile.lineFeed), events.count < limit {
                let line = rest[begin..<end]
                begin = end + 1
                guard ArchiveFile.version(of: line) != nil else { continue }
                guard let event = StoredEvent(line: Array(line)) else { return nil }
                if event.version > version { events.append(event) }
            }
            rest.removeFirst(begin)
        }
        return events
    }

    /// Where a line begins from which on all events from a version on stand.
    private func start(of version: Int64) -> Int64? {
        var (low, high) = (Int64(0), size)
        while high - low > Int64(ArchiveFile.piece) {
            let middle = low + (high - low) / 2
            guard let line = line(behind: middle) else { return nil }
            // What stands behind the events has no version.
            if line.start < high, let found = ArchiveFile.version(of: line.text[...]), found <= version {
                low = line.start
            } else {
                high = middle
            }
        }
        return low
    }

    /// The first line that begins behind a place; an empty one where there is none.
    private func line(behind place: Int64) -> (start: Int64, text: [UInt8])? {
        var (next, text, start): (Int64, [UInt8], Int64?) = (place, [], nil)
        while next < size {
            guard var piece = read(at: next, 4096)?[...], !piece.isEmpty else { return nil }
            let begin = next
            next += Int64(piece.count)
            if start == nil {
                guard let feed = piece.firstIndex(of: ArchiveFile.lineFeed) else { continue }
                start = begin + Int64(feed) + 1
                piece = piece[(feed + 1)...]
            }
            // No version lies further behind a line's beginning.
            text += piece
            if text.count >= 64 || text.contains(ArchiveFile.lineFeed) { break }
        }
        return (start ?? size, text)
    }

    private func read(at place: Int64, _ count: Int = piece) -> [UInt8]? {
        while true {
            var (got, reason) = (0, Int32(0))
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                got = pread(descriptor, buffer.baseAddress, count, off_t(place))
                reason = errno
                filled = max(0, got)
            }
            if got >= 0 { return bytes }
            guard reason == EINTR else { return nil }
        }
    }

    private static let piece = 256 * 1024
    private static let lineFeed = UInt8(ascii: "\n")
    private static let beginning = Array(#"{"version":"#.utf8)

    /// The version of the event in a line; nil where it is about something else.
    private static func version(of line: ArraySlice<UInt8>) -> Int64? {
        guard line.starts(with: beginning) else { return nil }
        let digits = line.dropFirst(beginning.count).drop { $0 == UInt8(ascii: " ") }.prefix { (48...57).contains($0) }
        guard !digits.isEmpty, digits.count < 19 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
}

extension Archive {
    /// Events of it; throws ``ArchivedEvents`` where they are not in the folder as they were moved there.
    func events(in folder: String?, after version: Int64, limit: Int) throws(ArchivedEvents) -> [StoredEvent] {
        guard let folder else { throw ArchivedEvents(self, .notGiven) }
        guard let file = ArchiveFile(path: folder + "/" + self.file) else {
            throw ArchivedEvents(self, .missing(folder: folder))
        }
        let due = Int(min(Int64(limit), head.version - version))
        guard let events = file.events(after: version, limit: due), events.count == due,
            events.first?.version == version + 1, events.last?.version == version + Int64(due)
        else { throw ArchivedEvents(self, .damaged(folder: folder)) }
        return events
    }

    /// What is the matter with the file, byte by byte; nil where it is the one that was written.
    public func fault(in folder: String) -> ArchivedEvents? {
        guard let file = ArchiveFile(path: folder + "/" + self.file) else {
            return ArchivedEvents(self, .missing(folder: folder))
        }
        return file.digest() == digest ? nil : ArchivedEvents(self, .damaged(folder: folder))
    }
}
