/// Who may do what, worked out by brute force from what the world remembers: a second implementation that shares nothing
/// with the product.
struct AccessOracle {
    let world: AccessWorld

    func reach(_ person: Int, _ action: String) -> Int {
        world.people[person].roles.map { $0.reaches[action] ?? 0 }.max() ?? 0
    }

    func sees(_ person: Int, _ contact: Int) -> Bool {
        covers(person, "view", contact) || reach(person, "view") > 0 && isShared(contact, with: person, forEditing: false)
    }

    func may(_ person: Int, _ action: String, _ contact: Int) -> Bool {
        guard sees(person, contact) else { return false }
        if action == "edit", reach(person, "edit") > 0, isShared(contact, with: person, forEditing: true) { return true }
        return covers(person, action, contact)
    }

    /// Companies are shared with nobody.
    func seesCompany(_ person: Int, _ company: Int) -> Bool {
        let reach = world.people[person].roles.map(\.companies).max() ?? 0
        return isWithin(reach, of: person, world.companies[company].owner)
    }

    /// Whether a row of a file may change the contact, once it is recognised.
    func mayImport(_ person: Int, into contact: Int) -> Bool {
        may(person, "edit", contact) && covers(person, "import", contact)
    }

    /// A field is as open as the kindest of somebody's roles has it: 0 hidden, 1 read-only, 2 open.
    func openness(_ person: Int, _ field: String) -> Int {
        world.people[person].roles.map { $0.rules[field] ?? 2 }.max() ?? 2
    }

    /// Whether somebody is among those whom `person` means by "my team".
    func leads(_ person: Int, _ owner: Int?) -> Bool {
        isWithin(2, of: person, owner)
    }

    private func covers(_ person: Int, _ action: String, _ contact: Int) -> Bool {
        isWithin(reach(person, action), of: person, world.contacts[contact].owner)
    }

    private func isWithin(_ reach: Int, of person: Int, _ owner: Int?) -> Bool {
        switch reach {
        case 3: true
        case 2: owner.map { $0 == person || manages(person, $0) } ?? false
        case 1: owner == person
        default: false
        }
    }

    private func manages(_ manager: Int, _ person: Int) -> Bool {
        world.teams.indices.contains { team in
            world.teams[team].members[person] != nil && line(above: team).contains { world.teams[$0].members[manager] == true }
        }
    }

    private func isShared(_ contact: Int, with person: Int, forEditing: Bool) -> Bool {
        world.shares.contains { share in
            guard share.contact == contact, !share.isOver, share.mayEdit || !forEditing else { return false }
            if share.person == person { return true }
            guard let team = share.team else { return false }
            return world.teams.indices.contains { world.teams[$0].members[person] != nil && line(above: $0).contains(team) }
        }
    }

    /// The team itself, and those that it stands below.
    private func line(above team: Int) -> [Int] {
        [team] + (world.teams[team].parent.map { line(above: $0) } ?? [])
    }
}
