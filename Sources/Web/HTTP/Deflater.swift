import CZlib
import NIOCore
import Synchronization

/// A zlib stream that writes gzip. It is expensive to make (256 KB), so it is reset and used again.
final class Deflater: @unchecked Sendable {
    // Safe to send: only the one who has taken it out of the pool uses it.
    private var stream = z_stream()

    /// Level 5: within 3 % of the best size for HTML and JSON, at half the time.
    init(level: Int32 = 5) {
        let gzipWindow: Int32 = 15 + 16
        let result = deflateInit2_(
            &stream, level, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(result == Z_OK, "zlib has no memory")
    }

    deinit {
        deflateEnd(&stream)
    }

    func reset() {
        deflateReset(&stream)
    }

    /// Compresses `input` and returns what zlib gives out so far, which may be nothing.
    ///
    /// - Parameter isLast: Ends the gzip file.
    func compress(_ input: ByteBuffer, isLast: Bool) -> ByteBuffer {
        var output = ByteBuffer()
        input.withUnsafeReadableBytes { bytes in
            let start = bytes.bindMemory(to: UInt8.self).baseAddress
            stream.next_in = start.map { UnsafeMutablePointer(mutating: $0) }
            stream.avail_in = UInt32(bytes.count)
            drain(into: &output, isLast ? Z_FINISH : Z_NO_FLUSH, expecting: isLast ? bytes.count / 3 + 64 : 4096)
        }
        return output
    }

    private func drain(into output: inout ByteBuffer, _ flush: Int32, expecting size: Int) {
        repeat {
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { space in
                stream.next_out = space.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(space.count)
                deflate(&stream, flush)
                return space.count - Int(stream.avail_out)
            }
        } while stream.avail_out == 0
    }
}

/// Deflaters that wait for their next use, a few at most.
final class DeflaterPool: Sendable {
    static let shared = DeflaterPool()
    private static let capacity = 16

    private let idle = Mutex<[Deflater]>([])

    func take() -> Deflater {
        idle.withLock { $0.popLast() } ?? Deflater()
    }

    func giveBack(_ deflater: Deflater) {
        deflater.reset()
        idle.withLock { if $0.count < Self.capacity { $0.append(deflater) } }
    }
}

/// `bytes` as one gzip file.
func gzip(_ bytes: ByteBuffer) -> ByteBuffer {
    let deflater = DeflaterPool.shared.take()
    defer { DeflaterPool.shared.giveBack(deflater) }
    return deflater.compress(bytes, isLast: true)
}
