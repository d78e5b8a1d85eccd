/// An error that may know that trying again is useless.
public protocol LastingFailure: Error {
    /// Whether a job that ends with it is given up at once.
    var isLasting: Bool { get }
}
