/// Domains where anybody can open a mailbox. A contact's company is never guessed from one of these.
enum FreeMail {
    static let domains: Set<String> = [
        "126.com", "139.com", "163.com", "aol.com", "bigpond.com", "bluewin.ch", "bol.com.br", "btinternet.com",
        "comcast.net", "cox.net", "duck.com", "fastmail.com", "fastmail.fm", "foxmail.com", "free.fr", "freenet.de",
        "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk",
        "hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com",
        "inbox.lv", "interia.pl", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.ru",
        "mailbox.org", "me.com", "msn.com", "naver.com", "o2.pl", "orange.fr", "outlook.com", "outlook.de",
        "outlook.fr", "pm.me", "posteo.de", "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rediffmail.com",
        "rocketmail.com", "sbcglobal.net", "sina.com", "t-online.de", "terra.com.br", "tuta.com", "tutanota.com",
        "uol.com.br", "verizon.net", "virgilio.it", "wanadoo.fr", "web.de", "wp.pl", "yahoo.ca", "yahoo.co.in",
        "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.br", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it",
        "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    ]
}
