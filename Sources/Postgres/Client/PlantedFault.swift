/// Breaks the isolation of units on purpose, so that the test that looks for leaks can prove it would find one.
package enum PlantedFault: Int, CaseIterable, Sendable {
    /// Now and then a unit runs with role and search path of the unit that used the connection before.
    case wrongRole = 1
    /// Units run as the login role, in its search path.
    case noRole
    /// Prepared statements are told apart by text only, as if all units shared a schema.
    case sharedStatementName
}
