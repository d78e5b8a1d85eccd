extension Connection {
    /// The settings that are really made while a fault is planted.
    func breaking(_ unit: UnitSettings, _ fault: PlantedFault) -> UnitSettings {
        defer {
            previousUnit = unit
            units += 1
        }
        var broken = unit
        switch fault {
        case .noRole:
            broken.role = nil
            broken.searchPath = nil
        case .wrongRole where units.isMultiple(of: 3):
            broken.role = previousUnit?.role
            broken.searchPath = previousUnit?.searchPath
        case .wrongRole, .sharedStatementName:
            break
        }
        return broken
    }
}
