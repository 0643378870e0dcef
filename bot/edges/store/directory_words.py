"""Names of companies that are everyday words as well, in six languages, without accents."""

COMMON = frozenset(
    """
    aarde abeille abeja acqua adelaar adler agua aguila aigle albero alphabet amazon amor amore
    amour anker ape apex apfel appel apple aquila arancia arbol arbre arc arrow aspect atlas
    aurora ave avenir avocado bahn bamboo banana bar bark base basecamp beacon bee bell berg
    biene bij bird birne bliksem blitz bloem bloom blossom blue blume boite bolt bon boom boost
    boots box brave breeze bridge brief bright brood brot brucke brug bubble bueno buffer bumble
    buono burst butterfly cactus caja canvas caravan card care cargo carta casa castle cedar
    cerchio cercle cerise cesta cesto chain chalk charm check cherry chiaro chime ciel cielo
    circle circulo cirkel citizen citroen citron citta city ciudad clair clarity claro clay
    clear clever cloud clover club coach cobalt coeur coin comet compass copper coral corazon
    core corner corona cosmos cotton couronne craft crane cricket crown crystal cube cuore dash
    dawn day deal delta diamond dice direct discover discovery dolphin doos dot dove dream drift
    drop eagle earth east eau echo eclair eden eiland elastic element ember emerald empire envoy
    epic equinox erde estrella etoile eventful ever evergreen express factor falcon falke family
    faro feather feder fern feu feuer fiddle field figure finch fiore fire first flamingo flash
    fleet fleur flex flint flor flora flow fluss focus forest forge form forward fountain fox
    frais free frei fresco fresh freund friend frisch frontier fuchs fuego fuel fulmine fuoco
    fusion future futuro galaxy gap garden garten gem general genie giant giardino glass globe
    glow goed gold golden good grace grain grand granite grape graph green grid grove guard
    guardian guide guild gut hafen halo happy harbor harbour hart harvest haus haven hawk hazel
    health heart heimat helder helm hemel hero himmel hive hof home honey hope horizon house hub
    huis humble hummel icon ideal ile impact index indigo infinity insel insight iris iron isla
    island isola ivory jade jardin jet journey joy jump juniper just kasten key kind kiste kite
    klar kompas kompass kraft kreis krone kroon laden land lantern laser launch laurel leaf
    leben leeuw legacy legend lemon leon leone lettera lettre leven lever libero liberty libre
    licht liebe liefde life light lighthouse ligne lijn lily lime limon limone linea linie link
    lion lobo loft logic loom loop lotus loup love lowe luce lucid lumiere luna lune lupo lust
    luz lynx maan magnet maison mand mango manzana map maple mar marche mare mark market markt
    master match meadow mela memo mer mercado mercato mercury merit merkur meta metro midnight
    mind mint mirror mond monday monster moon mosaic moss motion mountain naranja nectar nest
    neu next nieuw nimble nimbus north notion nouveau nova nuage nube nuevo nuovo nurture nuvola
    oak oasis oath ocean office oiseau olive onyx open optimum orange orbit orchard orchid
    origin osprey otter outlook owl pain palm pan panda pane panier panther paper paradise parel
    park patch path peach peak pearl pebble penguin people pepper perch perla perle petal
    phoenix pilot pine pioneer piuma pixel planet play plum pluma plume point polar pomme pont
    ponte poppy port portal porto post prime prism puente puerto puls pulse punkt punt punto
    pure quartz quest quick radar rain rainbow range rapid raven ray rayo reach ready rebel
    record reef relay remedy ridge ring rise river road robin rocket root rose ruby rush safari
    safe sage sail salt sand sapphire scale scatola scout seal segel sense sequoia shadow shell
    shield shine shore sierra signal silk silver simple sinaasappel slack smart snap social sol
    solar sole soleil solid sonic sonne soul source south space spark sparrow spice spirit
    splash spot spring sprout square stack stad stadt star steady stella stellar stem step ster
    stern stone storm story stream street stride stripe studio summit sun sunrise sunset
    superior surge swan swift sync table tandem tango target teal team temple tempo terra terre
    thread thrive tide tierra tiger timber time titan today toekomst together tor torch toren
    torre tour tower town track trail tree trek tribe trident trinity triumph true trust tuin
    tulip turm turtle twist uccello union unity universal urban valley vantage vector veer
    velvet venture vers verve vibe victory vida vie view village ville vine violet virgin visa
    vision vista vita vital vogel voice volt vrij vuur wald wasser water wave way well welle
    west wild willow wind wing wise wish wolf wolk wolke wonder wood word work world yard yellow
    yield zebra zee zen zenith zero zest ziel zon zone zoom zukunft
    """.split()
)
