//! The provinces: numbers and names, what else they are called, and where their capitals are. Names and numbers are those of
//! the ministry of home affairs since 2022.

/// What is known of a province.
pub(super) struct Known {
    pub(super) number: i64,
    pub(super) name: &'static str,
    /// Other names, and cities and regencies that stand for it; folded, with commas between them.
    pub(super) others: &'static str,
    /// Where its capital is: latitude, longitude.
    pub(super) capital: (f64, f64),
}

const fn known(number: i64, name: &'static str, capital: (f64, f64), others: &'static str) -> Known {
    Known {
        number,
        name,
        others,
        capital,
    }
}

/// All 38, by number.
pub(super) const PROVINCES: [Known; 38] = [
    known(
        11,
        "Aceh",
        (5.55, 95.32),
        "nanggroe aceh darussalam,nad,banda aceh,lhokseumawe,takengon,langsa,sabang,gayo lues",
    ),
    known(
        12,
        "Sumatera Utara",
        (3.59, 98.67),
        "sumatra utara,sumut,north sumatra,medan,pematangsiantar,binjai,toba,samosir,nias",
    ),
    known(
        13,
        "Sumatera Barat",
        (-0.95, 100.35),
        "sumatra barat,sumbar,west sumatra,padang,bukittinggi,payakumbuh,solok,agam",
    ),
    known(14, "Riau", (0.51, 101.45), "pekanbaru,dumai,siak,kampar"),
    known(15, "Jambi", (-1.61, 103.61), "kerinci,sungai penuh"),
    known(
        16,
        "Sumatera Selatan",
        (-2.99, 104.76),
        "sumatra selatan,sumsel,south sumatra,palembang,lubuklinggau,pagar alam",
    ),
    known(17, "Bengkulu", (-3.79, 102.26), "rejang lebong"),
    known(18, "Lampung", (-5.43, 105.26), "bandar lampung,pringsewu,liwa"),
    known(
        19,
        "Kepulauan Bangka Belitung",
        (-2.13, 106.11),
        "bangka belitung,babel,bangka,belitung,pangkalpinang,pangkal pinang",
    ),
    known(
        21,
        "Kepulauan Riau",
        (0.92, 104.45),
        "riau kepulauan,kepri,batam,tanjungpinang,tanjung pinang,bintan,natuna",
    ),
    known(
        31,
        "DKI Jakarta",
        (-6.18, 106.83),
        "jakarta,daerah khusus ibukota jakarta,daerah khusus jakarta,dkj",
    ),
    known(
        32,
        "Jawa Barat",
        (-6.91, 107.61),
        "jabar,west java,bandung,bogor,bekasi,depok,cirebon,garut,tasikmalaya,cianjur,sukabumi,sumedang,cimahi,indramayu",
    ),
    known(
        33,
        "Jawa Tengah",
        (-6.99, 110.42),
        "jateng,central java,semarang,surakarta,solo,pekalongan,tegal,magelang,kudus,jepara,klaten,banyumas,purwokerto,wonosobo,salatiga",
    ),
    known(
        34,
        "DI Yogyakarta",
        (-7.80, 110.36),
        "daerah istimewa yogyakarta,diy,d i yogyakarta,yogyakarta,jogjakarta,jogja,yogya,sleman,bantul,kulon progo,gunungkidul,gunung kidul",
    ),
    known(
        35,
        "Jawa Timur",
        (-7.25, 112.75),
        "jatim,east java,surabaya,malang,kediri,banyuwangi,jember,sidoarjo,madiun,gresik,pasuruan,probolinggo,blitar,madura,pacitan",
    ),
    known(
        36,
        "Banten",
        (-6.12, 106.15),
        "serang,tangerang,cilegon,lebak,pandeglang",
    ),
    known(
        51,
        "Bali",
        (-8.65, 115.22),
        "denpasar,buleleng,singaraja,gianyar,ubud,karangasem,badung,tabanan,klungkung,bangli",
    ),
    known(
        52,
        "Nusa Tenggara Barat",
        (-8.58, 116.12),
        "ntb,west nusa tenggara,mataram,lombok,sumbawa,bima,dompu",
    ),
    known(
        53,
        "Nusa Tenggara Timur",
        (-10.16, 123.60),
        "ntt,east nusa tenggara,kupang,flores,sumba,ende,manggarai,ruteng,labuan bajo,sikka,maumere",
    ),
    known(
        61,
        "Kalimantan Barat",
        (-0.03, 109.34),
        "kalbar,west kalimantan,pontianak,singkawang,sambas,sintang",
    ),
    known(
        62,
        "Kalimantan Tengah",
        (-2.21, 113.92),
        "kalteng,central kalimantan,palangka raya,palangkaraya,sampit",
    ),
    known(
        63,
        "Kalimantan Selatan",
        (-3.44, 114.83),
        "kalsel,south kalimantan,banjarmasin,banjarbaru,martapura",
    ),
    known(
        64,
        "Kalimantan Timur",
        (-0.50, 117.15),
        "kaltim,east kalimantan,samarinda,balikpapan,bontang,kutai",
    ),
    known(
        65,
        "Kalimantan Utara",
        (2.84, 117.37),
        "kaltara,north kalimantan,tarakan,nunukan,malinau",
    ),
    known(
        71,
        "Sulawesi Utara",
        (1.47, 124.84),
        "sulut,north sulawesi,manado,bitung,tomohon,minahasa",
    ),
    known(
        72,
        "Sulawesi Tengah",
        (-0.90, 119.87),
        "sulteng,central sulawesi,palu,donggala,poso",
    ),
    known(
        73,
        "Sulawesi Selatan",
        (-5.15, 119.43),
        "sulsel,south sulawesi,makassar,toraja,gowa,parepare,palopo,bone,wajo,sengkang",
    ),
    known(
        74,
        "Sulawesi Tenggara",
        (-3.97, 122.51),
        "sultra,southeast sulawesi,kendari,baubau,wakatobi,buton",
    ),
    known(75, "Gorontalo", (0.54, 123.06), "limboto"),
    known(
        76,
        "Sulawesi Barat",
        (-2.68, 118.89),
        "sulbar,west sulawesi,mamuju,majene,polewali mandar,mamasa",
    ),
    known(81, "Maluku", (-3.70, 128.18), "ambon,tual,banda neira"),
    known(
        82,
        "Maluku Utara",
        (0.74, 127.57),
        "malut,north maluku,sofifi,ternate,tidore,halmahera",
    ),
    known(91, "Papua", (-2.54, 140.70), "jayapura,biak,sentani"),
    known(92, "Papua Barat", (-0.86, 134.06), "west papua,manokwari,fakfak"),
    known(93, "Papua Selatan", (-8.50, 140.40), "south papua,merauke,asmat"),
    known(
        94,
        "Papua Tengah",
        (-3.37, 135.50),
        "central papua,nabire,timika,mimika",
    ),
    known(
        95,
        "Papua Pegunungan",
        (-4.09, 138.95),
        "highland papua,wamena,jayawijaya",
    ),
    known(
        96,
        "Papua Barat Daya",
        (-0.88, 131.26),
        "southwest papua,sorong,raja ampat",
    ),
];
