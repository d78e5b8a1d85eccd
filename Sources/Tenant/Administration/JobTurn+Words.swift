import Platform
import Web

extension JobTurn {
    /// Why work has stopped, for whoever waits for it; nil where it has not.
    var reason: Phrase? {
        switch self {
        case .givenUp: "Something went wrong on our side, several times over. Whoever looks after the system can see what."
        case .cancelled: "It was called off in the list of background jobs."
        case .retried: nil
        }
    }
}
