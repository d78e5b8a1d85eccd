/// How a command ended, for scripts. Thrown by a command that has said everything already.
enum ExitStatus: Int32, Error {
    case done = 0
    case error = 1
    case usage = 2
    case notFound = 3
    /// Also: wanted a confirmation that nobody gave.
    case refused = 4
    case conflict = 5
    case partlyFailed = 6
    /// Pending migrations, drift, a broken seal, a failed check.
    case foundProblems = 7
    /// The database cannot be reached, or is too busy.
    case tryLater = 75
}
