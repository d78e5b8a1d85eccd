import Platform
import Testing
import Web

struct AddressRulesTests {
    @Test(arguments: [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
        "100.100.100.200", "169.254.169.254", "192.0.0.192", "198.18.0.1", "224.0.0.1", "239.255.255.250", "255.255.255.255",
        "240.0.0.1", "192.0.2.1", "198.51.100.7", "203.0.113.7", "192.88.99.1", "168.63.129.16",
    ])
    func insideOfIPv4IsRefused(address: String) {
        #expect(!AddressRules().allow(address, port: 443))
        #expect(!AddressRules().allow("::ffff:\(address)", port: 443), "the same within IPv6")
        #expect(!AddressRules().allow("64:ff9b::\(address)", port: 443), "the same behind NAT64")
        #expect(!AddressRules().allow("::\(address)", port: 443), "the same in the oldest spelling")
    }

    @Test(arguments: [
        "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "5f00::1", "4000::1",
    ])
    func insideOfIPv6IsRefused(address: String) {
        #expect(!AddressRules().allow(address, port: 443))
    }

    @Test(arguments: ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1111", "2a00:1450::1"])
    func publicAddressIsAllowedOnThePortsOfTheWeb(address: String) {
        for port in [80, 443, 8080, 8443] { #expect(AddressRules().allow(address, port: port)) }
        for port in [0, 22, 25, 5432, 6379, 11211] { #expect(!AddressRules().allow(address, port: port)) }
    }

    @Test(arguments: ["", "localhost", "example.com", "127.1", "2130706433", "0x7f000001", "fe80::1%eth0", "[::1]", "8.8.8.8 "])
    func whatIsNoPlainAddressIsRefused(text: String) {
        #expect(!AddressRules().allow(text, port: 443))
    }

    @Test func operatorMayPermitSomeOfTheirOwn() throws {
        let rules = AddressRules(permitting: [try #require(AddressRange("10.1.0.0/16"))])
        #expect(rules.allow("10.1.2.3", port: 9000))
        #expect(!rules.allow("10.2.2.3", port: 443))
    }
}
