"""Names of companies that are everyday words as well, in six languages, without accents."""

COMMON = frozenset(
    """
    aanvraag aarde abeille abeja about above acqua across adelaar adler affaire after again
    agence agent agua aguila aigle alarm albero alert all alma alpha alphabet amazon amor amore
    amour anchor anfrage anker answer any apart ape apex apfel appel apple april aquila arancia
    arbol arbre arc archive area around arrow article ask aspect assist atlas august aurora
    author auto ave avenir avis avisos avocado away back bahn balance bamboo banana banca bank
    banque bar bark base basecamp beacon bee bell bench berg beste beta better beyond biene bij
    bird birne bitte black bliksem blitz bloem bloom blossom blue blume board body boite bolt
    bon bond bonjour bonsoir bonus book boom boost boots bottle box brave bread breeze bridge
    brief bright brood brot brucke brug bubble buenas bueno buffer build bumble buono burst
    business busy butterfly button buy cactus cadre cafe caja call camp camps canvas capital
    captain caravan card care cargo carta carte casa cash castle cedar center central centre
    cerchio cercle cerise cesta cesto chain chalk chapter charm chat check chemin cherry chiaro
    chime choice choix ciao ciel cielo ciencia circle circulo cirkel citizen citroen citron
    citta city ciudad clair clarity claro clase class classic clay clear clever click clinic
    close cloud clover club coach cobalt coeur coffee coin collect college color comet comfort
    common company compass compte concept connect conseil contact content copper coral corazon
    core corner corona corporate correo cosmos cost cotton count country courier couronne court
    cover craft crane creative credit cricket crown crystal cube cuenta culture cuore current
    custom daily dank danke dash data date daten dati datos dawn day deal dear december delta
    demande desk dialog diamond dice dienst dienstag digital dimanche direct discover discovery
    doctor document dolphin domingo donnee donnees donnerstag door doos dot double dove dream
    drift drop due dynamic eagle earth east easy eau echange echo eclair ecole eden edge edition
    editor eiland elastic element elite email ember emerald empire energy engine enjoy envoy
    epic equinox erde espace espacio essential estrella etoile etude even event eventful ever
    evergreen exact exchange expert explore express extra face factor fair falcon falke famiglia
    familia familie famille family faro fashion fast favorite feather february feder fern feu
    feuer fiddle field figure film final finance finch find fine fiore fire first fit fix
    flamingo flash fleet fleur flex flint flor flora flow fluss focus food foot force forest
    forge form forma formal forme forward foundation fountain fox frage frais frame free frei
    freitag fresco fresh freund friday friend frisch frontier fuchs fuego fuel fulmine fun fund
    fuoco fusion future futuro galaxy game gap garden garten gegevens gem general genie gente
    gesundheit giant giardino gift glass global globe glow goed gold golden good grace gracias
    grain grand granite grape graph green grid groep group groupe grove grow growth grund grupo
    gruppo guard guardian guest guide guild gut hafen hallo halo hand happy harbor harbour hart
    harvest haus haven hawk hazel head health heart heimat helder hello helm help hemel hero hey
    hi hilfe himmel hint hive hof hola home honey hope horizon hotel hour house hub huis humble
    hummel icon idea ideal idee ile image impact inbox income index indigo infinity info inform
    insel inside insight inspire instant into iris iron isla island isola ivory jade january
    jardin jet jeudi journal journey joy jueves july jump june juniper just kaffee kasten keep
    key kind kiste kite klant klar klasse kompas kompass konto kraft kreis krone kroon kunde lab
    laden land lantern laser last launch laurel lavoro law lead leaf league learn lease leben
    leeuw legacy legend lemon lens leon leone letter lettera lettre level leven lever libero
    liberty library libre licht liebe liefde life light lighthouse ligne lijn like lily lime
    limon limone line linea linie link lion list listen little live lobo local lock loft logic
    logo look loom loop lotus loup love lowe luce lucid lumiere luna lunch lundi lune lunes lupo
    lust luz lynx maan magnet mail main maison major mand mango manzana map maple mar march
    marche mardi mare mark market markt martes master match maxima meadow media mega mela member
    memo mensch mensen mention mer mercado mercato merci mercredi mercury merit merkur message
    meta metro micro midnight miercoles mind mini mint mirror mitte mittwoch mode model modern
    modo moin moment mond monday monde mondo money monster montag month moon mosaic moss motion
    motor mountain move multi mundo music my naam nachricht name naranja natural nature nectar
    need nest network neu news next nice nieuw night nimble nimbus nombre nome north note notice
    notion nouveau nova november nuage nube nuevo number numero nuovo nurture nuvola oak oasis
    oath ocean october offer office oiseau olive omni one online onyx open optima optimum option
    orange orbit orchard orchid orden order ordine origin original osprey other otter our out
    outlook over owl owner page pain palm pan panda pane panier panther paper paradise parel
    park paso pass passage passo past patch path pay payment peach peak pearl pebble penguin
    people pepper perch perla perle person persona petal phoenix phone photo pilot pine pioneer
    piuma pixel plaats place planet platform play plum pluma plume plus point polar policy pomme
    pont ponte poppy port portal porto post posta poste power practice present press presse
    pretty prima primary prime print prism privacy private pro profile profit program project
    promise proof protect provide public puente puerto puls pulse punkt punt punto pure purpose
    quartz quest question quick radar radio rain rainbow range rapid rapport rate raven ray rayo
    reach ready reason rebel receive record reef reform refresh regular relay release remedy
    remember reponse report reseau rest retail return review ridge right ring rise river road
    robin rocket roof room root rose round route royal ruby rule run rush sabado safari safe
    sage sail sale salt salud salut salute samedi samstag sand sante sapphire saturday scale
    scatola school schule science score scout seal search second secret section secure segel
    select self send sender sense september sequoia serve service servizio servus set shadow
    share sharp shell shield shine shop shore short show sicher sierra sign signal silk silver
    simple simply sinaasappel site sky slack sleep smart snap social societe sol solar sole
    soleil solid solution sonic sonne sonntag soul sound source south space spark sparrow
    special speed spice spirit splash sport spot spring sprout square stack stad stadt staff
    stage stand standard star start state station stay steady stella stellar stelle stem step
    ster stern stone stop store storm story stream street stride stripe strong student studio
    style subject success suite summit sun sunday sunrise sunset superior support sure surge
    swan swift swim switch sync system table talk tandem tango target task taste teach teal team
    tech teil temple tempo temps term terra terre test text thank that there think thread thrive
    thursday ticket tide tiempo tienda tierra tiger tijd timber time titan today toekomst
    together tool top tor torch toren torre touch tour tower town trabajo track trade traffic
    trail train travel tree trek tribe trident trinity trip triumph true trust tuesday tuin
    tulip turm turtle twist type uccello ultra union unity universal upper urban user valley
    value vantage vector veer velvet vendredi venture verein vers vertrag verve viaggio viaje
    vibe victory vida vie viernes view village ville vine violet virgin visa vision visit vista
    vita vital vogel voice volt voyage vraag vrij vuur wald walk wasser watch water wave way web
    wednesday week weekly weg welcome well welle welt wereld werk wert west what white whole why
    wild willow wind window wing winkel winner winter wise wish with within without wohnen wolf
    wolk wolke wonder wood word work world yard yellow yield your youth zebra zee zeit zen
    zenith zero zest ziel zon zone zoom zukunft
    """.split()
)

CALENDAR = frozenset(
    """
    april august december february friday january july june march may monday november october
    saturday september sunday thursday tuesday wednesday
    """.split()
)
"""Words that English writes with a capital anyway."""
