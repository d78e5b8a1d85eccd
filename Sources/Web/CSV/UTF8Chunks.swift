/// The chunks of a text, as UTF-8 and without byte order mark.
final class UTF8Chunks {
    private let chunks: CSVChunks
    private let transcoder: TextTranscoder
    /// Bytes of UTF-8 still to be left out.
    private var skipping: Int
    private var ended = false

    /// - Parameter offset: bytes of UTF-8 to leave out at the start. UTF-8 is read from there; anything else has to
    ///   be converted from its beginning, since only that tells where in the file it is.
    init(_ source: CSVSource, _ encoding: TextEncoding, from offset: Int) throws {
        let mark = encoding.byteOrderMarkLength(in: try source.chunks(from: 0).next())
        let canSeek = encoding == .utf8
        chunks = try source.chunks(from: canSeek ? mark + offset : mark)
        skipping = canSeek ? 0 : offset
        transcoder = try TextTranscoder(from: encoding)
    }

    /// Hands the next chunk to `body`; the buffer is good until `body` returns. The last chunk may be empty.
    /// - Returns: `false` after the last chunk.
    func next(_ body: (_ chunk: UnsafeBufferPointer<UInt8>, _ isLast: Bool) throws -> Void) throws -> Bool {
        if ended { return false }
        let chunk = try chunks.next()
        ended = chunk.isEmpty
        try chunk.withUnsafeBufferPointer { bytes in
            try transcoder.feed(bytes, isLast: ended) { text in
                let skipped = min(skipping, text.count)
                skipping -= skipped
                try body(UnsafeBufferPointer(rebasing: text[skipped...]), ended)
            }
        }
        return true
    }
}
