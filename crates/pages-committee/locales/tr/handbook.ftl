# Sayfa
handbook = El kitabı
handbook-about = Burada sınav düzenleme, gözetme, puanlama ve sınava girme. Bölümünüzü seçin; her bölüm yazdırılabilir veya PDF olarak kaydedilebilir.
handbook-contents = İçindekiler
handbook-chapter = Konu { $no }
handbook-other = Diğer bölümler
handbook-help = Bu sayfanın el kitabı:

# Bölümler
handbook-part-committee = Komisyon el kitabı
handbook-part-committee-about = Word dosyasından açıklanan sonuçlara: sınav yöneticileri ve soru yazarları için.
handbook-part-supervisor = Gözetmen el kitabı
handbook-part-supervisor-about = Salona bakanlar için: gözetim panosu, yapılabilecekler ve aksaklıkta ne yapılacağı.
handbook-part-rater = Puanlayıcı el kitabı
handbook-part-rater-about = Yazılı ve sözlü yanıtları puanlayanlar için.
handbook-part-participant = Katılımcı el kitabı
handbook-part-participant-about = Yanınızda getireceklerinizden sonucunuzu görmeye kadar.

# Komisyon
handbook-way = Bir bakışta: sınavın beş adımı
handbook-way-about = Her sınavın “{ committee-overview }” sayfası beş adımı, hangilerinin bittiğini ve neyin eksik olduğunu gösterir. Aşağıdaki konular bu sırayı izler.
handbook-way-1 = “{ steps-questions }”: bir soru paketi hazırlayın, sonra yayımlayın.
handbook-way-2 = “{ steps-schedule }”: o paketle bir sınav oluşturun ve “{ rehearsal }” ile deneyin.
handbook-way-3 = “{ committee-participants }”: katılımcıları kaydedin, sonra kartlarını dağıtın.
handbook-way-4 = “{ steps-supervision }”: sınav günü gözetmenler “{ supervise-title }” sayfasında çalışır. Ayrıntısı “{ handbook-part-supervisor }” bölümündedir.
handbook-way-5 = “{ results }”: yazılı ve sözlü yanıtlar puanlanır, sayılar denetlenir, sonra sonuçlar açıklanır.
handbook-way-6 = Herkes kendi görevini görür: “{ committee-role-administrator }” her şeyi, “{ committee-role-author }” soruları, “{ committee-role-proctor }” takvimi, katılımcıları ve gözetimi, “{ committee-role-rater }” puanlamayı ve sonuçları.

handbook-import = Word dosyasından sorular
handbook-import-about = Elinizdeki metin yeniden yazılmadan soru paketi olur. İçeriğini görmeden hiçbir şey saklanmaz.
handbook-import-1 = “{ papers }” sayfasını, sonra “{ papers-import }” sayfasını açın.
handbook-import-2 = Henüz metniniz yok mu? “{ papers-template-word }” veya “{ papers-template-workbook }” dosyasını indirin ve örneklerdeki gibi doldurun: kısım başlığı, süre, numaralı sorular, harfli seçenekler ve yanıt anahtarı satırı.
handbook-import-3 = “{ papers-import-file }” seçin, metinde başlık yoksa “{ papers-import-title }” yazın, sonra “{ papers-import-try }” düğmesine basın.
handbook-import-4 = Bulunanları okuyun. “{ papers-finding-error }” işaretli olanlar saklamayı engeller; “{ papers-finding-warning }” işaretli olanlar kalabilir. Her not soruyu ve dosyadaki yerini söyler.
handbook-import-5 = Dosyanızda düzeltip yeniden gönderin; düzeltilecek bir şey kalmayana kadar yineleyin.
handbook-import-6 = “{ papers-import-store }” düğmesine basın. Dosya bütünüyle tek paket olur, sonra “{ papers-imported-open }”.

handbook-write = Soru yazmak ve düzeltmek
handbook-write-about = Paket sayfalarda soru soru da yazılabilir.
handbook-write-1 = “{ papers }” sayfasında “{ papers-add }” altına başlığı yazın ve “{ papers-add-do }” düğmesine basın.
handbook-write-2 = “{ bank-section-add }” ile kısım ekleyin: başlık, süre, yönerge ve “{ bank-navigation }” (serbest, ya da geri dönmeden tek tek).
handbook-write-3 = “{ bank-question-add }” düğmesine basın. “{ bank-kind }” seçin; “{ bank-text }”, seçenekleri, anahtarı ve puanı yazın. Resim ve formüller “{ bank-tools }” ile eklenir.
handbook-write-4 = Soruyu katılımcı gibi görmek için “{ bank-preview }”, sonra “{ bank-save-next }” veya “{ bank-save }” düğmesine basın.
handbook-write-5 = Dinleme soruları ses dosyası ister. Paketin sayfasında “{ papers-sounds }” ile yükleyin; bütün dosyalar “{ sounds }” sayfasındadır. Soruda “{ bank-audio }” ve “{ bank-plays }” seçin.
handbook-write-6 = “{ bank-outrun }” görünürse hiçbir şey kaybolmaz: ikisini karşılaştırın, sizinkini uyarlayın, yeniden kaydedin.

handbook-publish = Paketi denetlemek ve yayımlamak
handbook-publish-about = Katılımcılar yazılmakta olanı değil, yayımlanan sürümü çözer.
handbook-publish-1 = Paketi açın ve bütün soruları bir kez daha okuyun. Anahtar veya ses gibi eksikler orada yazar.
handbook-publish-2 = Kâğıtta denetlemek için “{ paper-print }” sayfasını açın. Anahtarın basılıp basılmayacağını siz seçersiniz.
handbook-publish-3 = “{ papers-publish-do }” düğmesine basın. Sorular, seçenekler, anahtarlar ve sıraları yeni sürüm olarak dondurulur.
handbook-publish-4 = Sonradan bir şey mi değişti? Yeniden yayımlayın. Başlamamış sınavlar yeni sürümü kullanır; başlamış olanlar kendi sürümünü korur.

handbook-schedule = Sınav oluşturmak
handbook-schedule-about = Sınav tek bir oturumdur: soru paketi, gün, saat ve kuralları.
handbook-schedule-1 = “{ committee-events }” sayfasında “{ schedule-new }” düğmesine basın. Başlığı yazın, “{ committee-package }” seçin, sonra tarihi, başlangıcı, bitişi ve saat dilimini girin.
handbook-schedule-2 = “{ schedule-part-entry }” altında giriş kodunu ve ne kadar geç girilebileceğini belirleyin. Kodu not edin: bir daha gösterilmez.
handbook-schedule-3 = “{ schedule-part-watching }” altında kameranın veya ekranın kaydedilip kaydedilmeyeceğini ve Safe Exam Browser gerekip gerekmediğini seçin.
handbook-schedule-4 = “{ schedule-part-scoring }” ve “{ schedule-part-results }” altında yanlış yanıtın değerini ve katılımcıların ne göreceğini belirleyin.
handbook-schedule-5 = “{ schedule-plan }” düğmesine basın. Kimse gelmeden önce her şey “{ schedule-edit }” ile değiştirilebilir.
handbook-schedule-6 = “{ calendar }” bütün sınavları aylara göre gösterir. “{ schedule-copy }” aynı sınavı bir hafta sonrasına, katılımcısız ve kodsuz oluşturur.

handbook-rehearsal = Prova
handbook-rehearsal-about = Gerçek salonda, gerçek cihazlarda, uydurma katılımcılarla bir deneme. En geç bir gün önce yapın.
handbook-rehearsal-1 = Sınavın “{ committee-overview }” sayfasında “{ rehearsal }” düğmesine basın. Kişi sayısını ve süreyi girin, sonra “{ rehearsal-begin }”.
handbook-rehearsal-2 = Uydurma katılımcıların “{ print-cards }” sayfasını yazdırın ve katılımcılar gibi birkaç cihazdan girin.
handbook-rehearsal-3 = Birkaç soru yanıtlayın, bir cihazın ağını kısa süre kesin, yeniden bağlayın, sonra teslim edin. Gözetmen masasında “{ supervise-title }” sayfasını izleyin.
handbook-rehearsal-4 = Bitince “{ rehearsal-remove }” düğmesine basın. Bütün izleri silinir; asıl sınav değişmez.

handbook-participants = Katılımcıları kaydetmek
handbook-participants-about = Üç yol vardır: tek tek, dosyadan veya katılımcıların kendilerinin açtığı bir bağlantıyla.
handbook-participants-1 = Çok kişi: “{ committee-participants }” sayfasını ve “{ participants-roster }” bağlantısını açın. “{ roster-template }” ile şablonu alın veya elinizdeki listeyi kullanın.
handbook-participants-2 = Dosyayı seçin ve “{ roster-try }” düğmesine basın. Kimin ekleneceğini ve hangi satırın yanlış olduğunu görürsünüz; henüz bir şey saklanmaz.
handbook-participants-3 = Her şey doğruysa “{ roster-store }” düğmesine basın.
handbook-participants-4 = Birkaç kişi: aynı sayfada “{ committee-add-title }” altını doldurun.
handbook-participants-5 = Kendileri: “{ committee-link-make }” düğmesine basın, sonra adresi veya QR kodunu paylaşın. Adres yalnızca bir kez gösterilir; “{ committee-link-revoke }” onu sona erdirir.
handbook-participants-6 = Verilerini düzeltmek için katılımcının adını seçin. “{ participant-factor }” gereksinimi olana, başlamadan önce, daha çok süre verir.

handbook-cards = Kartlar ve yoklama listesi
handbook-cards-1 = “{ committee-participants }” sayfasında “{ print-cards }” bağlantısını açın, isterseniz birim seçin, sonra “{ print-do }”. Bir A4 kâğıdına sekiz kart sığar.
handbook-cards-2 = Kartın QR kodu sınav sayfasını ad ve numara dolu olarak açar. Hepsini dağıtmadan önce bir kartı katılımcı cihazında deneyin.
handbook-cards-3 = “{ print-attendance }” sayfasını açın, sırasını seçin ve salonda imzalanmak üzere yazdırın.
handbook-cards-4 = Karttaki ad kayıtlı adla aynı olmalıdır: katılımcılar onunla girer.

handbook-figures = Sonuçları denetlemek
handbook-figures-about = Sınav bitip yazılı yanıtlar puanlanınca, açıklamadan önce sayıları denetleyin.
handbook-figures-1 = “{ results }” sayfasını açın. “{ results-list }” herkesin puanını gösterir; arayın, süzün, sıralayın. Yanıtları tek tek görmek için adı seçin.
handbook-figures-2 = “{ results-statistics }” sayfasını açın. Sayıların altındaki cümle puanlara güvenilip güvenilemeyeceğini söyler.
handbook-figures-3 = İşaretli sorulara bakın. Nedeni yazılıdır: çok zor, çok kolay, ya da başarılıların daha sık seçtiği yanlış bir yanıt. Çoğunlukla anahtar yanlıştır.
handbook-figures-4 = Puan listesini “{ results-xlsx }” veya “{ results-csv }” ile kaydedin.

handbook-correct = Puanları düzeltmek
handbook-correct-about = Her değişiklik önce gösterilir, adınız ve nedeniyle kaydedilir, eski puan kaybolmaz.
handbook-correct-1 = Yanlış anahtar: soru paketinde düzeltin, “{ results-regrade }” sayfasını açın, kimin puanının değiştiğine bakın, sonra “{ results-regrade-do }”. “{ results-revert }” eski puanları geri getirir.
handbook-correct-2 = Yanlış soru: “{ results-statistics }” sayfasından açın, “{ results-void }” altında katılımcıların ne alacağını seçin, nedeni yazın, “{ results-look-first }”, sonra “{ results-void-do }” düğmesine basın. “{ results-unvoid }” bunu geri alır.
handbook-correct-3 = Tek yanıt: “{ results-list }” sayfasında katılımcıyı açın, “{ results-correct }” seçin, yeni puanı ve nedenini yazın, sonra “{ results-correct-do }”.
handbook-correct-4 = İtiraz: katılımcıyı açın, neye itiraz ettiğini “{ results-appeal-add }” altına yazıp “{ results-appeal-do }” düğmesine basın. Kararı da oraya yazın; liste “{ results-appeal-raised }” ile süzülür.

handbook-release = Sonuçları açıklamak ve sertifikalar
handbook-release-1 = “{ results-release }” sayfasını açın. Kimin hâlâ puanlayıcı beklediği ve katılımcıların ne göreceği orada yazar.
handbook-release-2 = “{ results-release-do }” düğmesine basın. Katılımcılar sonucu sınav sayfasında görür. Bekleyenler puanlanınca görür.
handbook-release-3 = “{ results-withdraw-do }” sonuçları yeniden gizler; puanlar saklı kalır.
handbook-release-4 = “{ committee-participants }” sayfasında sonucu görünen herkesin “{ print-certificate }” bağlantısı vardır. Katılımcılar kendilerininkini yazdırabilir.
handbook-release-5 = Sertifikanın ve alındının QR kodu gerçek olduklarını kanıtlar; herkes giriş yapmadan denetleyebilir.

handbook-office = Komisyon hesapları ve saklama
handbook-office-about = “{ office }” sayfaları yöneticiler içindir: kim girebilir, ne yaptı, veriler ne kadar saklanır.
handbook-office-1 = Arkadaşlarınızı “{ office-admins }” sayfasında ekleyin: kullanıcı adı, rol ve parola verin, sonra “{ office-admin-add-do }”. Girince parolayı “{ office-password-own }” sayfasında değiştirirler.
handbook-office-2 = Parola unutuldu mu? Kişiyi açın, sonra “{ office-password-set }”. Artık görevi olmayan: “{ office-suspend-do }”.
handbook-office-3 = “{ office-sessions }” kimin girdiğini gösterir; “{ office-log }” kimin neyi değiştirdiğini yazar.
handbook-office-4 = Kayıtlı bir sınavdan önce “{ office-storage }” sayfasında “{ office-storage-free }” değerine bakın.
handbook-office-5 = “{ office-retention }” sayfasında ayarlanmadıkça hiçbir şey kendiliğinden silinmez. Sonucu önce gösterilir.

handbook-trouble = Bir aksaklık olursa
handbook-trouble-about = Komisyonun sunucu hakkında bilmesi gerekenler. Salonda ne yapılacağı “{ handbook-part-supervisor }” bölümündedir.
handbook-trouble-1 = Elektrik veya sunucu kesildi: ulaşan yanıtlar sunucuda, sonrakiler katılımcıların cihazında saklanır. Sunucuyu yeniden başlatın; cihazlar kendiliğinden bağlanıp gönderir.
handbook-trouble-2 = Sunucu kapalıyken katılımcıların süresi kendiliğinden durmaz. Sunucu çalışır çalışmaz, çalışmayı sürdüren herkese “{ supervise-do-extend }” ile süre verin.
handbook-trouble-3 = Süre bitmeden verilen yanıtlar “{ committee-offline-grace }” geçene kadar kabul edilir. Ağ zayıfsa bunu uzun tutun.
handbook-trouble-4 = Çok uzun sürüyorsa: “{ schedule-copy }” ile sınavı yeniden yapın veya “{ paper-print }” ile kâğıtta sürdürün. Yedek bir takımı önceden yazdırın.
handbook-trouble-5 = Mikrofon, kamera ve ekran kaydı yalnızca https adresinde veya sunucunun kendi bilgisayarında çalışır. “{ rehearsal }” sırasında katılımcı cihazlarında deneyin.

# Gözetmenler
handbook-before = Sınav başlamadan önce
handbook-before-1 = “{ committee-login }” sayfasında kendi kullanıcı adınızla girin, sonra “{ committee-today }” altında sınavı seçin.
handbook-before-2 = “{ print-attendance }”, yedek kartlar ve sınavda varsa giriş kodu elinizde olsun. Kodu başlangıçtan hemen önce duyurun.
handbook-before-3 = Cihazları açın, sınav sayfasını açın ve sesi denetleyin. Geçerli olan sunucunun saatidir.
handbook-before-4 = Katılımcılardan on dakika önce girmelerini isteyin: ad, numara, cihaz denetimi, sonra bekleme odası.

handbook-board = Gözetim panosu
handbook-board-about = “{ supervise-title }” sayfası birkaç saniyede bir kendini yeniler. Saatin kaçına ait olduğu yazar.
handbook-board-1 = “{ supervise-order-perhatian }” sırası size gereksinimi olanları en üste koyar. “{ supervise-tiles }” bir ekrana daha çok katılımcı sığdırır.
handbook-board-2 = “{ supervise-filter-belum-hadir }”, “{ supervise-filter-senyap }” veya “{ supervise-filter-ditandai }” ile süzün, ya da ad veya numara arayın.
handbook-board-3 = “{ supervise-story }” için adı seçin: ne zaman girdiği, açılan kısımlar, işaretler, iletiler ve kayıtlar.
handbook-board-4 = Pano bağlı olmadığını söylüyorsa gördükleriniz eskidir: kendi masanızın ağını denetleyin.

handbook-states = Durumların ve işaretlerin anlamı
handbook-states-1 = “{ committee-status-registered }”: girmedi. “{ committee-status-ready }”: geldiğini bildirdi ve bekliyor.
handbook-states-2 = “{ committee-status-in-section }”: çalışıyor. “{ committee-status-suspended }”: süresini siz durdurdunuz.
handbook-states-3 = “{ committee-status-submitted }” ve “{ committee-status-awaiting-rating }”: bitirdi. “{ committee-status-terminated }”: siz sona erdirdiniz.
handbook-states-4 = “{ supervise-connection-live }”: cihaz bağlı. “{ supervise-connection-silent }”: sunucu onu duymuyor; katılımcı sürdürebilir, ama gidip bakın.
handbook-states-5 = “{ supervise-kind-focus-lost }”, “{ supervise-kind-paste }” ve diğer işaretler kanıt değil ipucudur. Önce akışa ve kişiye bakın.
handbook-states-6 = Kamera ve ekranda “{ supervise-recording-stalled }” veya “{ supervise-recording-missing }”: cihazı denetleyin. Sınav sürer.

handbook-act = Yapabilecekleriniz
handbook-act-about = Bir veya daha çok katılımcıyı işaretleyin, yapılacak işe basın, soran sayfayı okuyun, sonra gönderin. Her şey adınızla kaydedilir.
handbook-act-1 = “{ supervise-do-message }”: iletiniz iki saniye içinde ekranlarında görünür.
handbook-act-2 = “{ supervise-do-pause }” kısmın süresini durdurur ve yanıtları kilitler; “{ supervise-do-resume }” kaldığı yerden sürdürür.
handbook-act-3 = “{ supervise-do-extend }” aksaklık yaşayanlara dakika ekler. “{ supervise-reason }” yazın; katılımcılar yalnızca süreyi görür.
handbook-act-4 = “{ supervise-do-terminate }” katılımcının sınavını kesin olarak bitirir. Saklananlar kalır.
handbook-act-5 = “{ supervise-pick-all }” süzgecin bulduğu herkesi seçer; örneğin bütün salona süre vermek için.

handbook-login = Katılımcı giremiyor
handbook-login-1 = “{ committee-participants }” sayfasında numarasını arayın. Yok mu? Kayıtlı değildir: “{ committee-add-title }” ile ekleyin.
handbook-login-2 = Adın ve numaranın yazılışını kartla karşılaştırın. Yanlışsa katılımcının sayfasında düzeltin; büyük ve küçük harf fark etmez.
handbook-login-3 = Sayfası “{ exam-elsewhere }” diyor: “{ exam-elsewhere-do }” düğmesine basmasını isteyin. Yanıtları birlikte gelir.
handbook-login-4 = Giriş kodu kabul edilmiyor: yeniden duyurun. Geç kaldı: sınır, sınavın özetinde “{ committee-late-entry }” satırındadır.
handbook-login-5 = Sayfa hiç açılmıyor: ağı ve adresi denetleyin veya yedek cihaz verin.

handbook-lost = Bağlantı veya cihaz aksıyor
handbook-lost-about = Ağ yokken katılımcılar sürdürebilir. Sayfayı kapatmamalarını isteyin.
handbook-lost-1 = Bir katılımcı “{ supervise-connection-silent }”: kabloyu veya kablosuz ağı denetleyin. Yanıtlar cihazda saklanır ve bağlanınca kendiliğinden gönderilir.
handbook-lost-2 = Cihaz bozuldu: aynı kartla başka cihazdan girin, sonra “{ exam-elsewhere-do }”. Sunucuya ulaşanlar gelir; gönderilmemiş olanlar eski cihazdadır, orada hiçbir şey silmeyin.
handbook-lost-3 = Mikrofon veya kamera koptu: yeniden takın, tarayıcıda izin verin, sonra ekrandaki iletiyi izleyin.
handbook-lost-4 = Süreleri bitmeden “{ supervise-do-extend }” ile süre verin.

handbook-power = Salonun ağı veya elektriği kesildi
handbook-power-1 = Salonu sakin tutun: yanıtlar sunucuda ve cihazlarda saklıdır. Katılımcı sayfaları açık kalır ve ağ olmadan yeniden yüklenebilir.
handbook-power-2 = Ne zaman başladığını ve bittiğini tutanağa yazın.
handbook-power-3 = Geri gelince panoda “{ supervise-connection-live }” görünene kadar bekleyin, sonra “{ supervise-pick-all }” ve “{ supervise-do-extend }” ile yitirilen dakikaları verin.
handbook-power-4 = Sayfası sürenin bittiğini söyleyen sayfayı açık bırakır: bağlanınca yanıtları gönderilir.

handbook-after = Sınavdan sonra
handbook-after-1 = Artık kimsenin “{ committee-status-in-section }” durumunda olmadığına ve her katılımcının alındısını gördüğüne bakın.
handbook-after-2 = Gönderilmemiş yanıt saklayan cihazlar, hepsi gönderilene kadar açık ve bağlı kalır.
handbook-after-3 = İmzalı yoklama listesini toplayın. “{ committee-present }” sayısı sınavın özetindedir.

# Puanlayıcılar
handbook-queue = Puanlama sırası
handbook-queue-about = Yazılı ve sözlü yanıtlar, katılımcılar teslim ettikten sonra “{ rate-room }” sayfasında bekler. Puanlamak için ad gerekmez.
handbook-queue-1 = Girin, sınavı seçin, sonra “{ rate-room }” sayfasını açın.
handbook-queue-2 = Aynı ölçüyle puanlamak için “{ rate-question-choose }” altında bir soru seçin ve önce onun bütün yanıtlarını bitirin.

handbook-mark = Birbiri ardına puanlamak
handbook-mark-1 = Soruyu ve yanıtı okuyun veya kaydı dinleyin. Hızı değiştirebilir, beş saniye atlayabilirsiniz.
handbook-mark-2 = “{ rate-score }” alanını doldurun. “{ rate-criteria }” kullanabilirsiniz; puanı boş bırakırsanız toplamları puan olur.
handbook-mark-3 = Açıklanacak bir şey varsa “{ rate-comment }” yazın, sonra “{ rate-save }” düğmesine basın. Sonraki yanıt hemen gelir.
handbook-mark-4 = Emin değil misiniz? “{ rate-skip }” onu sıraya geri koyar. Yanlış sayı mı? “{ rate-back }”.
handbook-mark-5 = Fare olmadan puanlamak için “{ rate-keys-use }” kutusunu işaretleyin.

handbook-dispute = Anlaşmazlıklar
handbook-dispute-about = Bir yanıtı, birbirinin puanını görmeyen iki kişi puanlayabilir.
handbook-dispute-1 = İki puan birbirinden uzaksa yanıt “{ rate-waiting-disputed }” yazısıyla üçüncü puanlayıcıyı bekler.
handbook-dispute-2 = Üçüncü puanlayıcı iki puanı ve notları görür, sonra “{ rate-round-adjudication }” altında karar verir. Geçerli olan o karardır.

handbook-agree = Uyum
handbook-agree-1 = “{ rate-agreement }” sayfasını açın. Her soru için puanların ne kadar benzediğini, ad ve yanıt olmadan gösterir.
handbook-agree-2 = Uyum zayıfsa sürdürmeden önce birkaç yanıtı birlikte konuşun.

# Katılımcılar
handbook-bring = Yanınızda getirecekleriniz
handbook-bring-1 = Sınav kartınız, ya da tam adınız ve kayıt numaranız.
handbook-bring-2 = Güncel tarayıcılı, bataryası dolu bir cihaz ve şarj aleti. Dinleme sorusu varsa kulaklık, konuşma sorusu varsa mikrofon.
handbook-bring-3 = On dakika erken gelin. Gizli pencere değil, olağan tarayıcı penceresi kullanın.

handbook-enter = Sınava girmek
handbook-enter-1 = Karttaki QR kodunu okutun veya sınavın adresini açın. “{ exam-name }” ve “{ exam-number }” alanlarını karttaki gibi doldurun, sonra “{ exam-login-do }” düğmesine basın.
handbook-enter-2 = Kayıt bağlantısı mı aldınız? Açın, bilgilerinizi doldurun, sonra “{ exam-register-do }” düğmesine basın.
handbook-enter-3 = Giremiyor musunuz? Gözetmeni çağırın; başka ad denemeyin.

handbook-devices = Cihaz denetimi
handbook-devices-1 = “{ exam-checks }” sayfasında sesi “{ exam-check-play }” ile deneyin. İstenirse mikrofonu ve kamerayı da deneyin, tarayıcıda izin verin.
handbook-devices-2 = Kırmızı bir şey mi var? Öneriyi izleyin veya gözetmeni çağırın. Sonra “{ exam-checks-go }” düğmesine basın.
handbook-devices-3 = Bekleme odasında “{ exam-check-in }” düğmesine basın; istenirse giriş kodunu yazın. Vakti gelince “{ exam-start }” düğmesine basın.

handbook-answer = Soruları yanıtlamak
handbook-answer-1 = Yönergeyi okuyun, sonra “{ exam-section-begin }” düğmesine basın. Kısmın süresi o andan başlar ve sunucunun saatine göre işler.
handbook-answer-2 = Yanıtı seçin veya yazın. Kendiliğinden saklanır; “{ exam-mark-server }” ulaştığını gösterir.
handbook-answer-3 = Sonra dönmek için “{ exam-mark }” düğmesine basın, ilerlemek için “{ exam-next }” düğmesini veya soru numaralarını kullanın. Tek tek giden kısımda geri dönülmez.
handbook-answer-4 = Kısım bitince: “{ exam-finish }”. Yanıtsız numaralara bakın, sonra “{ exam-finish-do }”. Kapanan kısım yeniden açılmaz.

handbook-listen = Dinleme soruları
handbook-listen-1 = Kulaklığı takın ve “{ exam-audio-play }” düğmesine basın. Altında kaç kez daha dinlenebileceği yazar.
handbook-listen-2 = Duymuyor musunuz? Önce sesi açın, sonra gözetmeni çağırın.

handbook-speak = Konuşma soruları
handbook-speak-1 = “{ exam-speaking-begin }” düğmesine basın. Hazırlanma süreniz olur, sonra kayıt kendiliğinden başlar.
handbook-speak-2 = Süre bitene kadar olağan sesinizle konuşun veya “{ exam-speaking-finish }” düğmesine basın.
handbook-speak-3 = Mikrofon mu koptu? Yeniden takın, sonra “{ exam-speaking-anew }” veya “{ exam-speaking-deliver }”.

handbook-offline = Bağlantı koparsa
handbook-offline-1 = Çalışmayı sürdürün. Yanıtlar bu cihazda saklanır ve ağ gelince gönderilir; kaçının gönderilmediği üstte yazar.
handbook-offline-2 = Sayfayı kapatmayın, tarayıcı geçmişini silmeyin. Sayfayı yeniden yükleyebilirsiniz.
handbook-offline-3 = Cihaz bozuldu: gözetmene söyleyin, başka cihazdan girin, sonra “{ exam-elsewhere-do }” düğmesine basın.
handbook-offline-4 = Ağ yokken süre bitti: yanıtlarınız gönderilene kadar sayfayı açık bırakın.

handbook-hand-in = Teslim etmek ve alındı
handbook-hand-in-1 = Son kısımdan sonra “{ exam-finish-last }”, istenirse “{ exam-hand-in-do }” düğmesine basın. Yanıtlar artık değiştirilemez.
handbook-hand-in-2 = “{ exam-handed-in }” görünene kadar bekleyin. “{ exam-receipt }” sayfasını kaydedin veya yazdırın: yanıtlarınızın ulaştığının kanıtıdır.
handbook-hand-in-3 = Cihaz sizin değilse “{ exam-logout }” düğmesine basın.

handbook-own-result = Sonucu görmek
handbook-own-result-1 = Sonuçlar açıklanınca her zamanki gibi girin ve “{ exam-result-look }” düğmesine basın.
handbook-own-result-2 = Ne gösterileceğine komisyon karar verir: yalnızca puan, ya da yanıtlarınız ve anahtar da.
handbook-own-result-3 = “{ exam-result-certificate }” yazdırılabilen bir sertifika açar. QR kodu gerçek olduğunu kanıtlar.

# Bir sayfa ne içindir
help-events = Görebildiğiniz bütün sınavlar: bugünküler üstte, diğerleri altta. Çalışmak için başlığı seçin.
help-attendance = Salonda imzalanmak içindir. Birimi ve sırayı seçin, sonra yazdırın.
help-board = Her katılımcının şu anki durumu. İleti göndermek, duraklatmak, süre vermek veya sınavı bitirmek için katılımcıları işaretleyin.
help-story = Bu katılımcıyla ilgili olan her şey, sırasıyla ve kayıtlarıyla.
help-rate = Puanlamanızı bekleyen yanıtlar, birbiri ardına.
help-results = Herkesin puanı. Yanıtları görmek için adı seçin.
help-statistics = Puanlara ne kadar güvenilebileceği ve sonuçlar açıklanmadan hangi sorulara bakılacağı.
help-person = Bir katılımcının yanıtları ve puanları, soru soru. Puan, nedeni yazılarak düzeltilebilir; itiraz altta not edilir.
help-question = Bir sorunun nasıl yanıtlandığı. Yanlış soru burada, yalnızca bu sınav için iptal edilir.
help-correction = Bir yanıtın puanı değiştirilir; eskisi kayıtlı kalır.
help-release = Katılımcıların sonuçlarını ne zaman göreceği burada belirlenir.
help-titles = Katılımcılar için seçilebilenler. Bir şeyin tek yazılışı listeleri düzenli tutar.
help-log = Kim neyi ne zaman değiştirdi. Kişiye, işe veya tarihe göre süzün.
