/// What the lists of leaked passwords are mostly made of, folded to lower case.
enum CommonPasswords {
    static let parts: [String] = words + keyboard + calendar

    private static let words = [
        "password", "passwort", "passwd", "passw", "pass", "contrasena", "motdepasse", "wachtwoord", "haslo", "senha",
        "parola", "geheim", "secret", "hidden", "login", "signin", "welcome", "willkommen", "bienvenue", "bonjour",
        "hello", "hallo", "letmein", "openup", "opensesame", "iloveyou", "loveyou", "iloveu", "love", "lovely",
        "admin", "administrator", "root", "superuser", "manager", "master", "owner", "user", "guest", "default",
        "changeme", "change", "temp", "temporary", "test", "testing", "tester", "demo", "sample", "example",
        "company", "business", "office", "sales", "crm", "customer", "account", "database", "server", "system",
        "computer", "internet", "samsung", "google", "facebook", "microsoft", "windows", "iphone", "apple", "android",
        "football", "baseball", "basketball", "soccer", "hockey", "liverpool", "arsenal", "chelsea", "barcelona",
        "monkey", "dragon", "tiger", "lion", "eagle", "shadow", "sunshine", "princess", "princesse", "prinzessin",
        "superman", "batman", "spiderman", "pokemon", "starwars", "naruto", "matrix", "ninja", "killer", "hunter",
        "freedom", "whatever", "trustno", "nothing", "forever", "jesus", "christ", "angel", "blessed", "michael",
        "jordan", "jennifer", "jessica", "daniel", "thomas", "andrew", "robert", "charlie", "ashley", "nicole",
        "michelle", "flower", "summer", "winter", "spring", "autumn", "sommer", "herbst", "cheese", "cookie",
        "chocolate", "banana", "orange", "purple", "yellow", "silver", "golden", "diamond", "mustang", "ferrari",
        "mercedes", "porsche", "harley", "yamaha", "corvette",
    ]

    private static let keyboard = [
        "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "yxcvbnm", "zxcvbnm", "qwerty", "qwertz",
        "azerty", "qwert", "azert", "asdfgh", "asdfg", "asdf", "qwer", "zxcvb", "zxcv", "yxcv", "qazwsx", "qazwsxedc",
        "wsxedc", "qweasd", "qweasdzxc", "poiuytrewq", "abcdefghijklmnopqrstuvwxyz", "abcdefghij", "abcdefgh",
        "abcdef", "abcde", "abcd", "abc", "xyz",
    ]

    private static let calendar = [
        "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
        "december", "januar", "februar", "maerz", "juni", "juli", "oktober", "dezember", "monday", "tuesday",
        "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch", "donnerstag",
        "freitag", "samstag", "sonntag",
    ]
}
