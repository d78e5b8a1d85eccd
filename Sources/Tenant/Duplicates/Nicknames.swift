import Web

/// The commonest English and German short names, so that Bob and Robert may be one person.
enum Nicknames {
    /// The full names that a given name, as `PersonName` writes it, may stand for; itself among them.
    static func fullNames(of name: String) -> Set<String> {
        full[name].map { $0.union([name]) } ?? [name]
    }

    /// Whether one of them may be a short form of the other. Two different full names never are, even if they share one.
    static func areRelated(_ one: String, _ other: String) -> Bool {
        guard one != other, let left = full[one] ?? full[other].map({ _ in [one] }) else { return false }
        return !left.isDisjoint(with: full[other] ?? [other])
    }

    /// One name for all that may be the same, to look records up by.
    static func family(of name: String) -> String { families[name] ?? name }

    private static let full: [String: Set<String>] = {
        var full: [String: Set<String>] = [:]
        for line in list.split(separator: "\n") {
            let names = line.split(separator: " ").map { PersonName.word(String($0)) }
            for short in names.dropFirst() { full[short, default: []].insert(names[0]) }
        }
        return full
    }()

    private static let families: [String: String] = {
        var families: [String: String] = [:]
        for short in full.keys.sorted() {
            let names = (full[short] ?? []).union([short])
            let known = Set(names.compactMap { families[$0] })
            let family = known.min() ?? names.min() ?? short
            for (name, other) in families where known.contains(other) { families[name] = family }
            for name in names { families[name] = family }
        }
        return families
    }()

    /// A full name, then its short forms.
    private static let list = """
        abigail abby gail
        abraham abe
        adelheid heidi
        albert al bert bertie
        alexander alex sandy xander alec sascha
        alexandra alex sandra lexi sascha
        alfred alf fred fredi
        amanda mandy
        andreas andi
        andrew andy drew
        angelika geli angie
        angela angie
        anneliese anne liese
        anthony tony
        antonia toni
        anton toni
        archibald archie
        arthur art artie
        barbara barb barbie babsi baerbel
        bartholomew bart
        beatrice bea trixie
        benjamin ben benni benny
        bernhard bernd hardy
        brigitte gitte biggi
        calvin cal
        carolin caro
        caroline carrie caro
        catherine cathy kate katie kitty
        charles charlie chuck chas
        charlotte charlie lotte lottie
        christian chris christi
        christiane chris christel
        christina chris tina christie
        christine chris tina christel
        christopher chris kit topher
        christoph chris stoffel
        clemens klemens
        daniel dan danny dani
        daniela dani
        david dave davey
        deborah debbie deb debra
        dennis denny
        dietrich dieter dirk
        dominic dom nick
        donald don donnie
        dorothea dora thea doro
        dorothy dot dottie
        douglas doug
        eberhard ebbi
        edmund ed eddie
        eduard edi
        edward ed eddie ned ted teddy
        eleanor ellie nell nora
        elisabeth lisa lisbeth elli sissi betti liesel else
        elizabeth liz lizzie beth betty eliza betsy libby
        emily em emmy
        eric rick ricky
        eugene gene
        ferdinand ferdi
        frances fran fanny
        francis frank fran
        franklin frank
        franz franzl
        franziska franzi sissi
        frederick fred freddie
        friederike rike
        friedrich fritz fred
        gabriel gabe
        gabriele gabi
        georg schorsch
        gerald gerry jerry
        gerhard gerd
        gertrud trude gerti
        gregory greg
        guenther guenter
        hannelore hanne lore
        harold harry hal
        heinrich heinz heiner hein
        helena lena leni
        helene lena leni
        helmut helmi
        henrietta hettie
        henry hank harry hal
        herbert bert herb
        hermann manni
        hildegard hilde
        ignaz naz
        ingeborg inge
        irmgard irmi
        isabel isa bella
        jacob jake
        jakob jockel
        jacqueline jackie
        james jim jimmy jamie
        janet jan
        jeffrey jeff
        jennifer jen jenny
        jessica jess jessie
        joachim jochen achim
        johanna hanna jo
        johannes hans hannes jo johann
        john jack johnny jon
        jonathan jon jonny nathan
        josef sepp jupp seppi beppo
        joseph joe joey
        josephine josie jo
        joshua josh
        judith judy
        julia jule
        juergen joerg
        karl kalle
        karl-heinz kalle
        katharina kathi kaethe kati katja trine
        katherine kate kathy katie kat
        kathleen kathy
        kenneth ken kenny
        kimberly kim
        klaus claus
        konrad conny conrad
        kunigunde gundi
        lawrence larry
        leonard len lenny leo
        leonhard leo
        leopold leo poldi
        lillian lily
        lorenz lenz
        louis lou louie
        louise lou
        ludwig lutz wiggerl
        magdalena lena magda leni
        manfred manni fred
        manuela manu ela
        margaret maggie meg peggy marge greta
        margarete grete gretel greta gitta
        maria mia mitzi
        martha marty
        martin marty
        martina tina
        matthew matt
        matthias matze hias matthes
        maximilian max maxi
        megan meg
        melanie mel melli
        melissa mel missy
        michael mike mick micky michi mischa
        michaela michi
        michelle shelly
        nathaniel nat nate nathan
        nicholas nick nicky
        nicole nicki
        nikolaus klaus niko nick niki
        norbert nobby bert
        oliver ollie olli
        pamela pam
        patricia pat patty trish tricia
        patrick pat paddy
        paula pauli
        penelope penny
        peter pete
        philip phil pip
        philipp phil
        phillip phil
        priscilla cilla
        raphael raffi
        raymond ray
        rebecca becky becca
        regina gina
        reinhard reini hardy
        renate nate reni
        richard dick rick rich ricky richie
        robert bob bobby rob robbie bert
        roger rodge
        roland roli
        ronald ron ronnie
        rosemarie rosi romy
        rudolf rudi rolf
        rupert ruppi
        ruediger ruedi
        samantha sam
        samuel sam sammy
        sandra sandy
        sebastian seb basti bastian
        siegfried sigi
        silvia silvi
        sigrid siggi
        sophia sophie
        stefan steff steffen
        stefanie steffi
        stephanie steph
        stephen steve
        steven steve
        susan sue susie
        susanne susi sanne
        tabea tabi
        theodor theo
        theodore ted teddy theo
        theresa terry tess resi
        therese resi
        thomas tom tommy
        timothy tim timmy
        tobias tobi
        ulrich uli
        ulrike uli rike
        ursula uschi ulla ursel
        valentin vale
        valerie val
        veronika vroni
        victor vic
        victoria vicky tori
        viktoria vicky
        vincent vince vinnie
        volker volki
        walter walt wally
        waltraud traudl
        werner weni
        wilhelm willi willy helm
        wilhelmine mina minna
        william bill billy will willie liam
        wolfgang wolf wolfi
        zachary zach zack
        """
}
