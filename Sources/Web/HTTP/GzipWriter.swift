import HTTPTypes
import Hummingbird
import NIOCore

/// Gathers a whole body.
final class BodyCollector: ResponseBodyWriter, @unchecked Sendable {
    // Safe to send: a body is written by one task at a time.
    private(set) var buffer = ByteBuffer()

    func write(_ buffer: ByteBuffer) {
        self.buffer.writeImmutableBuffer(buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) {}
}

/// Compresses what is written and passes it on.
struct GzipWriter: ResponseBodyWriter {
    private var writer: any ResponseBodyWriter
    private let lease = DeflaterLease()

    init(writer: any ResponseBodyWriter) {
        self.writer = writer
    }

    mutating func write(_ buffer: ByteBuffer) async throws {
        let output = lease.deflater.compress(buffer, isLast: false)
        if output.readableBytes > 0 { try await writer.write(output) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        let output = lease.deflater.compress(ByteBuffer(), isLast: true)
        try await writer.write(output)
        try await writer.finish(trailingHeaders)
    }
}

/// A deflater that goes back to the pool with its last user, even when writing fails half-way.
private final class DeflaterLease: Sendable {
    let deflater = DeflaterPool.shared.take()

    deinit {
        DeflaterPool.shared.giveBack(deflater)
    }
}
