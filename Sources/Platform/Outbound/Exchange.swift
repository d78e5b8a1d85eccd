import AsyncHTTPClient
import Foundation
import NIOCore

/// One request and its answer over one client, whatever the reason for asking.
struct Exchange: Sendable {
    /// Where an answer's body goes.
    enum Sink: Sendable {
        /// At most so many bytes.
        case memory(limit: Int)
        /// The body of a success; of anything else a little is kept in memory, since it is an explanation.
        case file(path: String)
    }

    let client: HTTPClient
    let timeout: Duration

    /// - Throws: `OutboundError`, or `CancellationError`
    func send(_ request: OutboundRequest, into sink: Sink) async throws -> OutboundResponse {
        do {
            return try await within(timeout) {
                let response = try await client.execute(request.prepared, timeout: .seconds(timeout.components.seconds + 1))
                return OutboundResponse(
                    status: Int(response.status.code), headers: .init(response.headers), body: try await read(response, into: sink))
            }
        } catch {
            throw error.asOutbound
        }
    }

    private func read(_ response: HTTPClientResponse, into sink: Sink) async throws -> [UInt8] {
        switch sink {
        case .memory(let limit): return try await collect(response, upTo: limit)
        case .file(let path):
            guard (200..<300).contains(Int(response.status.code)) else { return try await collect(response, upTo: 64 << 10) }
            try await write(response.body, to: path)
            return []
        }
    }

    private func collect(_ response: HTTPClientResponse, upTo limit: Int) async throws -> [UInt8] {
        do {
            return Array(try await response.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw OutboundError.tooLarge
        }
    }

    private func write(_ body: HTTPClientResponse.Body, to path: String) async throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        for try await piece in body { try handle.write(contentsOf: Data(piece.readableBytesView)) }
    }
}

extension Error {
    /// This error in the vocabulary of requests to other machines.
    fileprivate var asOutbound: any Error {
        switch self {
        case is OutboundError, is CancellationError: self
        case let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout || error == .readTimeout:
            OutboundError.timedOut
        default: OutboundError.unreachable(reason: "\(self)")
        }
    }
}
