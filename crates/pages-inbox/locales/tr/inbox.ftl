inbox = Mesajlar
inbox-all = Tüm mesajlar
inbox-all-read = Hepsi okundu
inbox-unread = { $threads } konuşmada { $messages } okunmamış mesaj
inbox-unread-here = okunmamış
inbox-none = Henüz konuşma yok
inbox-none-advice = Satıcıya ilan sayfasından bir şey sorun; konuşma burada görünür.
inbox-departed = Silinmiş bir hesap
inbox-listing-gone = Artık olmayan bir ilan
inbox-clocks = Saatler Batı Endonezya saatidir (WIB).
inbox-today = Bugün
inbox-yesterday = Dün

# Search
inbox-search = Mesajlarda ara
inbox-search-do = Ara
inbox-found = “{ $words }” geçen mesajlar
inbox-found-count = { $count ->
    [0] Mesaj yok
   *[other] { $count } mesaj
}
inbox-nothing-found = Eşleşen bir şey yok
inbox-nothing-found-advice = Daha kısa ya da daha genel bir sözcük deneyin.
inbox-you = Siz:

# A conversation
inbox-about = İlan:
inbox-messages = Konuşma
inbox-no-message = Henüz mesaj yok.
inbox-older = Daha eski mesajlar
inbox-newest = En yeni mesajlar
inbox-sent = Gönderildi
inbox-delivered = Ulaştı
inbox-read = Okundu
inbox-typing = { $name } yazıyor …
inbox-text = Mesajınız
inbox-send = Gönder
inbox-ask = Satıcıya sor
inbox-sending = Gönderiliyor …
inbox-waiting = Ağ bekleniyor; bağlanınca gönderilecek.
inbox-failed = Gönderilemedi.
inbox-again = Yeniden gönder
inbox-drop = Sil
inbox-over = Oturumunuz sona erdi. Yeniden girmek için sayfayı yenileyin; yazdığınız saklandı.

# Pictures
inbox-pictures = Resimler
inbox-camera = Fotoğraf çek
inbox-picture = Resim
inbox-picture-of = { $count } resmin { $number }. olanı; büyük hâlini açar
inbox-pictures-chosen = Gönderilecek resimler
inbox-picture-leave = Gönderme
inbox-picture-remove = Resmi kaldır
inbox-picture-waiting = Yükleniyor …
inbox-picture-pending = Resimleriniz hâlâ yükleniyor. Hepsi yüklenince mesajı gönderin.
inbox-picture-away = Bu resim ulaşmadı: resim göndermek için ağ bağlantısı gerekir. Yazdıklarınız saklandı.
inbox-picture-many = Bir mesajda en çok { $most } resim olabilir.
inbox-picture-large = Bu resim çok büyük: en çok 20 MB ve 50 megapiksel olabilir.
inbox-picture-heic = Birçok tarayıcı HEIC resimlerini gösteremez. JPEG olarak gönderin; iPhone’da: Ayarlar > Kamera > Biçimler > En Uyumlu.
inbox-picture-kind = Bu dosya burada gösterilebilecek bir resim değil. JPEG, PNG, WebP ya da GIF seçin.
inbox-picture-broken = Bu resim okunamıyor; dosya bozuk olabilir.
inbox-picture-busy = Şu anda çok sayıda resim geliyor. Birazdan yeniden deneyin.
inbox-picture-unsent = Gönderilmeyi bekleyen çok fazla resminiz var. Önce bir kısmını gönderin ya da kaldırın.
inbox-picture-throttled = Çok fazla resim gönderiyorsunuz. Biraz bekleyip yeniden deneyin.
inbox-picture-gone = Resimlerden biri artık yok. Onu yeniden seçin.

# Quick answers
inbox-quick = Hazır yanıtlar
inbox-quick-own = Hazır yanıtlarım
inbox-quick-lead = Sık gönderdiğiniz kısa metinler, en çok { $most } tane. Bir dokunuşla yazdığınız mesaja eklenir; kendiliğinden gönderilmez.
inbox-quick-none = Henüz hazır yanıt kaydetmediniz.
inbox-quick-new = Yeni hazır yanıt
inbox-quick-hint = En çok { $most } karakter.
inbox-quick-save = Kaydet
inbox-quick-one = { $number }. hazır yanıt
inbox-quick-change = Değişikliği kaydet
inbox-quick-delete = Sil
inbox-quick-full = Yer kalmadı; önce birini silin.
inbox-ready-there = Hâlâ satılık mı?
inbox-ready-price = Fiyatta pazarlık olur mu?
inbox-ready-see = Ne zaman, nerede görebilirim?
inbox-ready-send = Kargoyla gönderir misiniz?
inbox-ready-yes = Evet, hâlâ satılık.
inbox-ready-sold = Maalesef satıldı.
inbox-ready-firm = Fiyat sabittir.
inbox-ready-when = Ne zaman görmek istersiniz?

# Changing what one wrote
inbox-edit = Mesajı değiştir
inbox-edit-short = Değiştir
inbox-edit-do = Değişikliği kaydet
inbox-edited = değiştirildi
inbox-retract-lead = Geri aldığınız mesaj ikinizde de kaybolur; yalnızca geri alındığını söyleyen bir satır kalır.
inbox-retract-do = Bu mesajı geri al
inbox-retracted = Gönderen bu mesajı geri aldı.
inbox-retracted-own = Bu mesajı geri aldınız.
inbox-too-late = Bu mesaj değiştirilemeyecek ya da geri alınamayacak kadar eski.

# Why a message was not sent
inbox-empty-text = Önce mesajı yazın.
inbox-blocked = Bu kişi sizden mesaj almıyor.
inbox-receiver-gone = Bu kişinin hesabı silindi; burada artık kimse mesaj okumuyor.
inbox-throttled = Çok fazla mesaj gönderiyorsunuz. Biraz bekleyip yeniden gönderin; yazdığınız hâlâ burada.
inbox-threads-throttled = Bugün çok sayıda konuşma başlattınız. Yarın yeniden deneyin.
inbox-sent-before = Bu form zaten başka bir mesaj gönderdi. Bu yeni bir mesajsa bir kez daha gönderin.
inbox-not-offered = Bu ilan artık yayında değil.
inbox-own-listing = Bu sizin kendi ilanınız.

# Putting away and muting
inbox-archive = Arşiv
inbox-archive-none = Arşiv boş
inbox-archive-do = Arşivle
inbox-unarchive-do = Arşivden çıkar
inbox-mute-do = Sessize al
inbox-unmute-do = Sesini aç
inbox-muted = sessizde
inbox-muting = Bu konuşma sessizde: yeni mesajları sayılmaz ve arşivlenirse arşivde kalır.

# Keeping somebody away
inbox-block = Bu kişiyi engelle
inbox-block-ask = Bu kişi size artık mesaj gönderemez. Var olan mesajlar kalır ve engeli yeniden kaldırabilirsiniz.
inbox-block-do = Evet, engelle
inbox-blocking = Bu kişiyi engellediniz: size mesaj gönderemez.
inbox-unblock = Engeli kaldır
inbox-unblock-ask = Bu kişi size yeniden mesaj gönderebilecek.
inbox-unblock-do = Evet, kaldır
inbox-report = Mesajı bildir
inbox-report-short = Bildir
inbox-report-lead = Moderatörler bu mesajı ve gerekçenizi okur. Gönderene kimin bildirdiği söylenmez.
inbox-report-reason = Bu mesajda yanlış olan ne? (isteğe bağlı)
inbox-report-hint = En çok 500 karakter.
inbox-report-do = Bildirimi gönder
inbox-report-back = Konuşmaya dön

# Reported messages, for moderators, and kinds of reasons
inbox-desk = Moderasyon
inbox-cases = Bildirilen mesajlar
inbox-cases-none = Bildirilen bir şey yok
inbox-case-order = Sıralama
inbox-case-oldest = Önce en eski
inbox-case-most = Önce en çok bildirilen
inbox-case = Bildirilen mesaj
inbox-case-said = Bildirim
inbox-case-context = Öncesi ve sonrası
inbox-case-this = bildirildi
inbox-case-gone = silindi
inbox-case-earlier = Değiştirilmeden önce:
inbox-case-decide = Karar
inbox-case-note = Diğer moderatörler için not
inbox-case-dismiss = Yanlış bir şey yok
inbox-case-uphold = Bildirim haklı, mesaj kalsın
inbox-case-delete = Mesajı sil
inbox-case-manage = Bu kişiyi askıya al
inbox-case-resolved = Karar verildi: bildirim haklıydı.
inbox-case-dismissed = Karar verildi: yanlış bir şey yoktu.
inbox-case-open = Bu kişi hakkında { $count } açık bildirim
inbox-record-since = Üyelik tarihi: { $day }
inbox-record-threads = Başlattığı konuşma: { $count }
inbox-record-open = Açık bildirim: { $count }
inbox-record-upheld = Haklı bulunan bildirim: { $count }
inbox-record-dismissed = Haksız bulunan bildirim: { $count }
inbox-record-blocked = { $count } kişi engelledi
inbox-reason-spam = Spam ya da reklam
inbox-reason-fraud = Dolandırıcılık
inbox-reason-insult = Hakaret ya da tehdit
inbox-reason-payment = Alışılmış yolun dışında ödeme istiyor
inbox-reason-other = Başka bir şey
inbox-report-category = Ne hakkında?
inbox-block-reason = Neden? Yalnızca moderatörler görür.
inbox-block-no-reason = Neden belirtmeden

# The letter to whoever is away
inbox-letter = { $count } okunmamış mesajınız var
inbox-letter-lead = { $threads } konuşmada { $messages } mesaj sizi bekliyor:
inbox-letter-waits = { $count } mesaj
inbox-letter-more = Ve { $count } konuşma daha.
inbox-letter-way = Mesajları oku
inbox-letter-foot = Bu mektup bir kez gelir; siz bakana kadar bir başkası gelmez.
inbox-letter-end = Okunmamış mesajlar için artık mektup almak istemiyorsanız: { $way }

# What was just done
done-blokir = Bu kişi engellendi.
done-buka-blokir = Engel kaldırıldı.
done-lapor-pesan = Teşekkürler, bildiriminiz gönderildi.
done-tarik-pesan = Mesaj geri alındı.
done-arsip = Konuşma arşivlendi; yeni bir mesajla geri gelir.
done-buka-arsip = Konuşma arşivden çıktı.
done-bisu = Konuşma sessize alındı.
done-buka-bisu = Konuşmanın sesi açıldı.
done-jawaban = Hazır yanıtlarınız kaydedildi.
done-laporan-diputus = Bildirim karara bağlandı.
