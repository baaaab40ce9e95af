supervise-title = Gözetim
supervise-filters = Katılımcıları süz
supervise-filter-semua = Hepsi
supervise-filter-hadir = Burada
supervise-filter-mengerjakan = Cevaplıyor
supervise-filter-dijeda = Durduruldu
supervise-filter-senyap = Ses yok
supervise-filter-ditandai = İşaretli
supervise-filter-selesai = Bitirdi
supervise-filter-belum-hadir = Gelmedi
supervise-order = Sıra
supervise-order-perhatian = Bakılması gereken
supervise-order-nama = Ad
supervise-order-nomor = Numara
supervise-look = Görünüm
supervise-list = Liste
supervise-tiles = Kutular
supervise-again = Yenile
supervise-lost = Sunucuya bağlanılamıyor. Görünenler eski; denemeye devam ediliyor.
supervise-over = Oturumunuz sona erdi.
supervise-held = Siz seçerken sıra değişmez.
supervise-as-of = saat { $time } itibarıyla
supervise-found = { $count } katılımcı
supervise-nobody = Böyle bir katılımcı yok
supervise-nobody-advice = Başka bir süzgeç seçin ya da aramayı silin.
supervise-pick = Seç
supervise-pick-page = Bu sayfadakilerin hepsini seç
supervise-pick-all = Süzülenlerin hepsi
supervise-picked = seçildi
supervise-acts = İşlemler
supervise-place = Yer
supervise-saved = Son kayıt
supervise-connection = Bağlantı
supervise-recording = Kayıt
supervise-flags = İşaretler
supervise-left = Kalan süre
supervise-left-still = { $clock }, durdu
supervise-extra = +{ $minutes } dk
supervise-section = Bölüm { $section } / { $sections }
supervise-answered = { $questions } sorudan { $answered } cevaplı
supervise-ago-now = az önce
supervise-ago-seconds = { $count } sn önce
supervise-ago-minutes = { $count } dk önce
supervise-ago-hours = { $count } sa önce
supervise-connection-live = Bağlı
supervise-connection-seen = Az önce görüldü
supervise-connection-silent = Ses yok
supervise-connection-since = Son { $since }
supervise-camera = Kamera
supervise-screen = Ekran
supervise-recording-running = sürüyor, { $since }
supervise-recording-stalled = takıldı, { $since }
supervise-recording-ended = bitti
supervise-recording-missing = yok
supervise-look-silent = Ses yok
supervise-look-unrecorded = Kaydedilmiyor
supervise-look-flagged = Az önce işaretlendi
supervise-kind-focus-lost = Sayfadan ayrıldı
supervise-kind-focus-gained = Sayfaya döndü
supervise-kind-fullscreen-left = Tam ekrandan çıktı
supervise-kind-copy = Kopyaladı
supervise-kind-paste = Yapıştırdı
supervise-kind-cut = Metin kesti
supervise-kind-context-menu = Sağ tık menüsünü açtı
supervise-kind-offline = Ağ koptu
supervise-kind-online = Ağ geri geldi
supervise-kind-device-changed = Aygıt değişti
supervise-kind-recording-stopped = Kayıt durdu
supervise-kind-other = Diğer
supervise-microphone = Mikrofon
supervise-pasted = { $count } karakter
supervise-device-lost = { $device }: aygıtın bağlantısı koptu
supervise-device-refused = { $device }: bu aygıtta izin verilmedi
supervise-device-missing = { $device }: aygıt yok
supervise-piece-lost = { $device }: kaydın bir parçası gönderilemedi
supervise-server-full = { $device }: sunucuda kayıt için yer kalmadı
supervise-do-message = Mesaj gönder
supervise-do-pause = Durdur
supervise-do-resume = Sürdür
supervise-do-extend = Süre ver
supervise-do-terminate = Bitir
supervise-about-message = Mesaj iki saniye içinde katılımcının sayfasında görünür.
supervise-about-pause = Siz sürdürene kadar bölümün süresi durur ve cevaplar kilitlenir. Sınavın sonu değişmez.
supervise-about-resume = Süre kaldığı yerden işler.
supervise-about-extend = Açık bölüm ve sınavın sonu bu kadar ertelenir.
supervise-about-terminate = Sınavları şimdi biter ve yeniden açılamaz. Kaydedilenler kalır.
supervise-submit-message = { $count ->
    [1] Gönder: { $name }
   *[other] { $count } katılımcıya gönder
 }
supervise-submit-pause = { $count ->
    [1] Durdur: { $name }
   *[other] { $count } katılımcıyı durdur
 }
supervise-submit-resume = { $count ->
    [1] Sürdür: { $name }
   *[other] { $count } katılımcıyı sürdür
 }
supervise-submit-extend = { $count ->
    [1] Süre ver: { $name }
   *[other] { $count } katılımcıya süre ver
 }
supervise-submit-terminate = { $count ->
    [1] Sınavı bitir: { $name }
   *[other] { $count } katılımcının sınavını bitir
 }
supervise-reason = Gerekçe
supervise-reason-hint = Adınızla birlikte kaydedilir; katılımcılar görmez.
supervise-text = Mesaj
supervise-minutes = Kaç dakika
supervise-and-others = ve { $count } kişi daha
supervise-none-chosen = Kimse seçilmedi. Önce listeden birini işaretleyin.
supervise-back = Geri
supervise-done = { $count } katılımcı için yapıldı.
supervise-not-done = { $count } katılımcı için yapılmadı:
supervise-gone = artık bu sınavın katılımcısı değil
supervise-everybody = Bütün katılımcılar
supervise-sections = Bölümler
supervise-not-opened = açılmadı
supervise-saves = { $minutes } dakikada kaydedilen cevaplar
supervise-story = Sınavın gidişi
supervise-story-empty = Henüz bir şey olmadı.
supervise-logged-in = Giriş yaptı
supervise-taken-over = Başka bir aygıt devraldı
supervise-checked-in = Geldiğini bildirdi
supervise-started = Başladı
supervise-opened = Bölüm { $section } açıldı
supervise-closed = Bölüm { $section } kapandı
supervise-closed-timeout = Bölüm { $section } süre dolduğu için kapandı
supervise-closed-terminated = Bölüm { $section } gözetmence kapatıldı
supervise-did-message = Gözetmen mesaj gönderdi
supervise-did-pause = Gözetmen durdurdu
supervise-did-resume = Gözetmen sürdürdü
supervise-did-extend = Gözetmen { $minutes } dakika verdi
supervise-did-terminate = Gözetmen sınavı bitirdi
supervise-by = yapan: { $name }
supervise-recording-began = Kayıt başladı: { $stream }
supervise-ended-participant = Teslim etti
supervise-ended-timeout = Süre dolduğu için teslim edildi
supervise-ended-proctor = Gözetmence sonlandırıldı
supervise-recordings = Kayıtlar
supervise-video-recording = sürüyor
supervise-video-complete = hazırlanıyor
supervise-video-final = tam
supervise-video-partial = eksik parçalar var
supervise-video-failed = yalnız ham
supervise-gap = { $clock } kesildi
supervise-pieces = { $times }: { $count } parça
supervise-missing = { $count } eksik
supervise-latest = Son saniyeler
supervise-latest-again = Şimdi bak
supervise-latest-none = Gösterilecek görüntü henüz yok.
supervise-watch-all = Baştan izle
done-awasi-message = Mesaj gönderildi.
done-awasi-pause = Katılımcı durduruldu.
done-awasi-resume = Katılımcı sürdürüldü.
done-awasi-extend = Süre verildi.
done-awasi-terminate = Katılımcının sınavı bitirildi.
