# Çerçeve
skip = İçeriğe geç
search = Ara
search-placeholder = Ürün, malzeme veya üretici ara
menu = Menü
menu-waiting = okunmamış
language = Dil
foot = Balai: üreticilerin, satıcıların ve alıcıların buluştuğu yer.
for-developers = Geliştiriciler için
about = Bu sunucu hakkında
reference = API başvurusu
health = Sunucunun durumu
home-go = Ana sayfaya git
back = Geri
save = Kaydet
close = Kapat

# Giriş ve kayıt
login = Giriş yap
login-do = Giriş yap
login-name = Kullanıcı adı veya e-posta
login-new = Hesabınız yok mu?
logout = Çıkış yap
register = Kayıt ol
register-do = Hesap oluştur
register-lead = Ücretsiz ve bir dakikada biter.
register-known = Hesabınız var mı?
fullname = Ad soyad
username = Kullanıcı adı
username-hint = Harf, rakam ve alt çizgi. Giriş yaparken kullanılır.
email = E-posta
email-hint = Başkalarına gösterilmez.
password = Parola
password-hint = En az 6 karakter. Kısa bir cümle kolay hatırlanır, zor tahmin edilir.
password-current = Şimdiki parola
password-new = Yeni parola
password-change = Parolayı değiştir

# Formlar
form-faulty = Düzeltilmesi gereken bir şey var
resend = Yazdıklarınız duruyor
resend-login = Oturumunuz sona erdi. Göndermek için yeniden giriş yapın; hiçbir şey kaybolmadı.
resend-lead = Gözden geçirip bir kez daha gönderin.
resend-do = Yeniden gönder
upload-sending = Fotoğraflar gönderiliyor
upload-saving = Ulaştı, kaydediliyor
upload-broken = Bağlantı koptu. Yazdıklarınız ve seçtikleriniz duruyor; yeniden gönderin.
upload-stopped = Durduruldu. Hiçbir şey kaydedilmedi.
upload-stop = Durdur

# Hesap
account = Hesap
account-since = { $day } tarihinden beri burada
profile = Profil
sessions = Cihazlarınız
sessions-lead = Bir internet kafede veya başkasının telefonunda mı giriş yaptınız? Bütün oturumları birden kapatın.
sessions-end = Her yerden çıkış yap
deletion = Hesabı sil
deletion-lead = İşletmeniz, ürünleriniz ve ilanlarınız da silinir.
deletion-ask = Hesabımı sil …
deletion-warning = Bu geri alınamaz. İşletmeniz, ürünleriniz, malzemeleriniz, resimleriniz ve ilanlarınız da silinir. Emin olmak için parolanızı girin.
deletion-do = Hesabı kalıcı olarak sil

# Az önce yapılanlar
done-keluar = Çıkış yaptınız.
done-keluar-semua = Her yerden çıkış yaptınız.
done-profil = Profil kaydedildi.
done-sandi = Parola değiştirildi. Diğer cihazların oturumu kapandı.
done-akun-hapus = Hesabınız silindi.

# Olmayanlar
failure-invalid = İstek okunamadı
failure-invalid-advice = Önceki sayfaya dönüp yeniden deneyin.
failure-conflict = Bu yapılamadı
failure-conflict-advice = Bu arada bir şey değişmiş olabilir. Önceki sayfayı yenileyip tekrar deneyin.
failure-login = Önce giriş yapın
failure-login-advice = Bu sayfa giriş yapanlar içindir.
failure-forbidden = Size açık değil
failure-forbidden-advice = Bunu açma veya değiştirme yetkiniz yok. Bir yanlışlık varsa yöneticiye başvurun.
failure-missing = Böyle bir sayfa yok
failure-missing-advice = Adres yanlış yazılmış veya içerik silinmiş olabilir. Ana sayfadan aramayı deneyin.
failure-unavailable = Sunucu meşgul
failure-unavailable-advice = Biraz sonra yeniden deneyin. Kaydedilenler güvende.
failure-away = Birazdan döneriz
failure-away-advice = Sunucu şu anda verilerine ulaşamıyor. Kaydedilenler güvende. Biraz bekleyin, sonra yeniden deneyin.
away-again = Yeniden dene
away-typed = Yazdıklarınız henüz kaydedilmedi, ama burada duruyor. Birazdan yeniden gönderin.
away-pictures = Fotoğrafların sonra yeniden seçilmesi gerekir.
failure-large = Çok büyük
failure-large-advice = Dosyayı küçültün veya metni kısaltın, sonra yeniden deneyin.
failure-slow = Çok sık
failure-slow-advice = Biraz bekleyip yeniden deneyin.
failure-internal = Bizim tarafta bir şey bozuldu
failure-internal-advice = Kayda geçti. Yeniden deneyin; sürerse yöneticiye başvurun.

# Burada çalışanlar
landing = Topluluğunuzun sunucusu çalışıyor
landing-lead = Sunduğu hizmetler bunlar.
module-trackmate-name = TrackMate
module-trackmate = İzlenebilen küçük üretici ürünleri: malzeme, üretici ve katkısı.
module-assessment-name = Sınavlar
module-assessment = Soru bankasından sonuca, gözetimli çevrim içi sınavlar.
module-classifieds-name = İlanlar
module-classifieds = Kategoriye ve yere göre ilanlar.
module-conversations-name = Yazışmalar
module-conversations = Satıcılarla alıcılar arasında yazışma.

offline = Bağlantı yok
offline-lead = Bu sayfaya ulaşılamıyor. İnternet bağlantınız kesilmiş ya da sunucu yeniden başlatılıyor olabilir.
offline-advice = Kaydedilenler güvende. Bağlantınızı kontrol edin, biraz bekleyin ve sayfayı yenileyin.
# Maps
map-away = { $km } km
map-near = 1 km'den az
map-more = ve { $count } tane daha
map-chosen = Yer seçildi.
map-in = Yakınlaştır
map-out = Uzaklaştır
map-here = Burası, şu an bulunduğum yer
pages = Sayfalar
page-before = Önceki
page-after = Sonraki
order = Sırala
chosen = Seçtikleriniz
choice-remove = { $choice } seçimini kaldır
choices-remove = Tümünü kaldır
crumbs = Bulunduğunuz yer
page-of = Sayfa { $page } / { $last }

# Mektuplar, adresler ve unutulan parolalar
forgotten = Parolanızı mı unuttunuz?
forgotten-lead = Hesabınızın e-posta adresini yazın. Yeni parola belirleyebileceğiniz bir bağlantı göndereceğiz.
forgotten-do = Bağlantıyı gönder
forgotten-known = Hatırladınız mı?
forgotten-again = Yeni bağlantı isteyin
reset = Yeni parola belirleyin
reset-lead = Kaydedilince bütün cihazların oturumu kapanır ve yeni parolayla giriş yaparsınız.
reset-late = Bağlantı artık çalışmıyor mu?
verify = E-posta adresiniz
verify-lead = Bu adresin size ait olduğunu doğrulamak için tek adım kaldı.
verify-do = Evet, bu benim adresim
verify-late = Bağlantı artık çalışmıyor mu? Yenisini şuradan isteyin:
verify-ask = Bu adrese bağlantı gönder
address-verified = E-posta adresiniz doğrulandı.
address-unverified = E-posta adresiniz henüz doğrulanmadı. Adresiniz doğruysa parolanızı unuttuğunuzda yeniden girebilirsiniz.
letter-greeting = Merhaba { $name },
letter-verify = E-posta adresinizi doğrulayın
letter-verify-lead = Bu adres bizdeki bir hesap için verildi. Size ait olduğunu doğrulayın:
letter-verify-foot = Bağlantı 24 saat geçerlidir. Hesap açmadıysanız bu mektubu dikkate almayın.
letter-reset = Yeni parola
letter-reset-lead = Hesabınız için yeni parola istendi. İsteyen sizseniz buradan belirleyin:
letter-reset-foot = Bağlantı bir saat ve yalnızca bir kez geçerlidir. İsteyen siz değilseniz bu mektubu dikkate almayın; parolanız değişmez.
letter-address = Hesabınızın e-posta adresi değişti
letter-address-lead = Bundan sonra hesabınızla ilgili mektuplar { $address } adresine gönderilecek.
letter-address-foot = Değiştiren siz değilseniz parolanızı hemen değiştirin ve yöneticiye haber verin.
done-alamat = E-posta adresiniz doğrulandı.
done-surat-alamat = Bağlantıyı içeren mektup yolda. Gelen kutunuza bakın.
done-surat-sandi = Bu adresle bir hesap varsa bağlantıyı içeren mektup yolda. Gelen kutunuza bakın.
done-sandi-baru = Yeni parola kaydedildi. Giriş yapabilirsiniz.
session-device = Cihaz
session-since = Başlangıç
session-here = Bu cihaz
session-end = Çıkar
device-unknown = Bilinmeyen cihaz
sign-in-letters = Yeni bir cihazdan giriş yapıldığında bana yazın
letter-sign-in = Hesabınıza yeni bir cihazdan giriş yapıldı
letter-sign-in-lead = Hesabınıza { $at } tarihinde { $device } ile giriş yapıldı.
letter-sign-in-way = Cihazlarıma bak
letter-sign-in-foot = Giriş yapan sizseniz bir şey yapmanız gerekmez. Değilseniz o cihazı çıkarın ve parolanızı değiştirin. Bu tür mektupları aynı sayfadan durdurabilirsiniz.
done-sesi = O cihazın oturumu kapatıldı.
done-surat = Seçiminiz kaydedildi.

# İki adımlı doğrulama
factor = İki adımlı doğrulama
factor-lead = Parolanız doğru. Geriye doğrulama uygulamanızdaki kod kaldı.
factor-lost = Uygulama artık sizde değil mi? Kurtarma kodlarınızdan birini yazın ya da yöneticiye başvurun. Baştan başlamak için:
factor-code = Kod
factor-code-hint = Doğrulama uygulamanızdaki altı rakam veya kurtarma kodlarınızdan biri.
factor-about = Girişte parolanın yanında telefonunuzdaki bir uygulamanın kodu da sorulur. Parolanızı bilen biri yine de giremez.
factor-go = İki adımlı doğrulamayı ayarla
factor-needed = Rolünüz iki adımlı doğrulama gerektiriyor. Açtığınızda rolünüzün sayfaları yeniden açılır.
factor-begin = Kurmaya başla
factor-scan = Bu kodu Aegis, Google Authenticator veya FreeOTP gibi bir doğrulama uygulamasıyla tarayın.
factor-qr = Doğrulama uygulamaları için kod
factor-secret = Tarayamıyor musunuz? Şu anahtarı uygulamaya yazın:
factor-confirm-hint = Uygulamanın şu anda gösterdiği altı rakam.
factor-on-do = Aç
factor-done = İki adımlı doğrulama açıldı.
factor-recovery = Kurtarma kodları
factor-recovery-lead = Bu kodları yazdırın veya not edin ve güvenli bir yerde saklayın. Telefonunuzu kaybederseniz bunlardan biriyle girebilirsiniz; her kod bir kez geçerlidir. Kodlar bir daha gösterilmez.
factor-kept = Sakladım
factor-is-on = İki adımlı doğrulama açık.
factor-left = Kalan kurtarma kodu: { $count }.
factor-off = Kapatma
factor-off-do = İki adımlı doğrulamayı kapat
done-dua-langkah-hapus = İki adımlı doğrulama kapatıldı.
done-terlambat = Süre doldu. Lütfen bir kez daha giriş yapın.
