/// Takes a `multipart/form-data` body (RFC 7578) apart while it arrives, in pieces of any size.
///
/// It holds on to as many bytes as the delimiter is long, or to one part's header, and to nothing else.
struct MultipartParser {
    private enum State { case preamble, header, content, epilogue }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]
    private static let headerEnd: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

    /// CR LF, two hyphens and the boundary.
    private let delimiter: [UInt8]
    private let limits: MultipartLimits
    private var state = State.preamble
    /// What has arrived and is not understood yet. It begins with a line end, so that the first delimiter, which has
    /// none before it, looks like all the others.
    private var pending: [UInt8] = MultipartParser.lineEnd
    private var parts = 0

    init(boundary: String, limits: MultipartLimits) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
    }

    /// Takes more of the body and returns what can be told by now.
    ///
    /// - Throws: `Failure.badRequest` for a malformed body, `.tooLarge` beyond the limits.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(Failure) -> [MultipartEvent] {
        pending.append(contentsOf: bytes)
        var events: [MultipartEvent] = []
        while try step(&events) {}
        return events
    }

    /// Says that the body has ended.
    ///
    /// - Throws: `Failure.badRequest` when its last delimiter is missing.
    func finish() throws(Failure) {
        guard state == .epilogue else { throw .badRequest(detail: "The upload ends before its last part does.") }
    }

    /// Moves on by one element; false when more bytes are needed.
    private mutating func step(_ events: inout [MultipartEvent]) throws(Failure) -> Bool {
        switch state {
        case .preamble: return try skipPreamble()
        case .header: return try readHeader(&events)
        case .content: return try readContent(&events)
        case .epilogue:
            pending.removeAll(keepingCapacity: true)
            return false
        }
    }

    private mutating func skipPreamble() throws(Failure) -> Bool {
        guard let start = pending.firstIndex(of: delimiter) else {
            keepTail()
            return false
        }
        return try passDelimiter(at: start)
    }

    private mutating func readContent(_ events: inout [MultipartEvent]) throws(Failure) -> Bool {
        guard let start = pending.firstIndex(of: delimiter) else {
            let content = keepTail()
            if !content.isEmpty { events.append(.content(content)) }
            return false
        }
        // The delimiter is complete only with what follows it; until then nothing is given out twice.
        guard pending.count >= start + delimiter.count + 2 else { return false }
        let content = Array(pending[..<start])
        guard try passDelimiter(at: start) else { return false }
        if !content.isEmpty { events.append(.content(content)) }
        events.append(.end)
        return true
    }

    private mutating func readHeader(_ events: inout [MultipartEvent]) throws(Failure) -> Bool {
        guard let end = pending.firstIndex(of: Self.headerEnd) else {
            guard pending.count <= limits.partHeader else { throw .tooLarge }
            return false
        }
        guard end <= limits.partHeader else { throw .tooLarge }
        parts += 1
        guard parts <= limits.parts else { throw .tooLarge }
        events.append(.part(try MultipartPart(header: pending[..<end])))
        pending.removeFirst(end + Self.headerEnd.count)
        state = .content
        return true
    }

    /// Goes on behind the delimiter at `start`: a line end begins a part, two hyphens end the body.
    private mutating func passDelimiter(at start: Int) throws(Failure) -> Bool {
        let next = start + delimiter.count
        guard pending.count >= next + 2 else { return false }
        switch Array(pending[next..<(next + 2)]) {
        case Self.lineEnd: state = .header
        case [UInt8(ascii: "-"), UInt8(ascii: "-")]: state = .epilogue
        default: throw .badRequest(detail: "A delimiter of the upload is malformed.")
        }
        // The line end stays: it is the beginning of the header's end when a part has no header lines.
        pending.removeFirst(state == .header ? next : next + 2)
        return true
    }

    /// Gives out everything but the bytes that may be the beginning of a delimiter.
    @discardableResult
    private mutating func keepTail() -> [UInt8] {
        let count = max(0, pending.count - delimiter.count + 1)
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }
}

extension [UInt8] {
    /// Where `pattern` begins for the first time.
    func firstIndex(of pattern: [UInt8]) -> Int? {
        guard count >= pattern.count else { return nil }
        return withUnsafeBufferPointer { bytes in
            var index = 0
            while index <= bytes.count - pattern.count {
                guard let start = bytes[index...].firstIndex(of: pattern[0]), start <= bytes.count - pattern.count else {
                    return nil
                }
                if bytes[start..<(start + pattern.count)].elementsEqual(pattern) { return start }
                index = start + 1
            }
            return nil
        }
    }
}
