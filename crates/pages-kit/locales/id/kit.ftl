# Bingkai
skip = Langsung ke isi
search = Cari
search-placeholder = Cari produk, bahan, atau pembuat
menu = Menu
menu-waiting = belum dibaca
language = Bahasa
foot = Balai: tempat bertemu para pembuat, penjual, dan pembeli.
for-developers = Untuk pengembang
about = Tentang server ini
reference = Referensi API
health = Kesehatan server
home-go = Ke halaman utama
back = Kembali
save = Simpan
close = Tutup

# Masuk dan daftar
login = Masuk
login-do = Masuk
login-name = Nama pengguna atau email
login-new = Belum punya akun?
logout = Keluar
register = Daftar
register-do = Buat akun
register-lead = Gratis, dan selesai dalam satu menit.
register-known = Sudah punya akun?
fullname = Nama lengkap
username = Nama pengguna
username-hint = Huruf, angka, dan garis bawah. Dipakai untuk masuk.
email = Email
email-hint = Tidak ditampilkan kepada orang lain.
password = Kata sandi
password-hint = Sedikitnya 6 karakter. Kalimat pendek mudah diingat dan sulit ditebak.
password-current = Kata sandi sekarang
password-new = Kata sandi baru
password-change = Ganti kata sandi

# Formulir
form-faulty = Ada yang perlu diperbaiki
resend = Yang Anda ketik masih ada
resend-login = Sesi Anda sudah berakhir. Masuk lagi untuk mengirimnya; tidak ada yang hilang.
resend-lead = Periksa, lalu kirim sekali lagi.
resend-do = Kirim lagi
upload-sending = Mengirim foto
upload-saving = Sudah sampai, sedang disimpan
upload-broken = Sambungan terputus. Yang Anda ketik dan pilih masih ada di sini; kirim sekali lagi.
upload-stopped = Dihentikan. Tidak ada yang disimpan.
upload-stop = Hentikan

# Akun
account = Akun
account-since = Bergabung sejak { $day }
profile = Profil
sessions = Perangkat Anda
sessions-lead = Pernah masuk di komputer warnet atau telepon orang lain? Akhiri semua sesi sekaligus.
sessions-end = Keluar dari semua perangkat
deletion = Hapus akun
deletion-lead = Usaha, produk, dan iklan Anda ikut terhapus.
deletion-ask = Hapus akun saya …
deletion-warning = Ini tidak dapat dibatalkan. Usaha, produk, bahan, foto, dan iklan Anda ikut terhapus. Masukkan kata sandi untuk memastikan.
deletion-do = Hapus akun untuk selamanya

# Yang baru saja dilakukan
done-keluar = Anda sudah keluar.
done-keluar-semua = Anda sudah keluar dari semua perangkat.
done-profil = Profil disimpan.
done-sandi = Kata sandi diganti. Perangkat lain sudah dikeluarkan.
done-akun-hapus = Akun Anda sudah dihapus.

# Yang tidak berhasil
failure-invalid = Permintaan tidak dapat dibaca
failure-invalid-advice = Kembali ke halaman sebelumnya dan coba lagi.
failure-conflict = Tidak dapat dilakukan
failure-conflict-advice = Mungkin ada yang berubah sementara itu. Muat ulang halaman sebelumnya dan coba lagi.
failure-login = Silakan masuk dulu
failure-login-advice = Halaman ini hanya untuk yang sudah masuk.
failure-forbidden = Bukan untuk Anda
failure-forbidden-advice = Anda tidak berhak membuka atau mengubah ini. Jika keliru, hubungi pengelola.
failure-missing = Halaman tidak ditemukan
failure-missing-advice = Mungkin alamatnya salah ketik, atau isinya sudah dihapus. Coba cari dari halaman utama.
failure-unavailable = Server sedang sibuk
failure-unavailable-advice = Coba lagi sebentar. Yang sudah tersimpan tetap aman.
failure-away = Kami segera kembali
failure-away-advice = Server sedang tidak dapat menjangkau datanya. Yang sudah tersimpan tetap aman. Tunggu sebentar, lalu coba lagi.
away-again = Coba lagi
away-typed = Yang Anda ketik belum tersimpan, tetapi masih ada di sini. Kirim lagi sebentar lagi.
away-pictures = Foto perlu dipilih lagi setelahnya.
failure-large = Terlalu besar
failure-large-advice = Perkecil berkas atau persingkat isian, lalu coba lagi.
failure-slow = Terlalu sering
failure-slow-advice = Tunggu sebentar, lalu coba lagi.
failure-internal = Ada yang rusak di pihak kami
failure-internal-advice = Kesalahan ini sudah dicatat. Coba lagi, atau hubungi pengelola jika terus terjadi.

# Yang berjalan di sini
landing = Server komunitas Anda berjalan
landing-lead = Inilah yang dilayaninya.
module-trackmate-name = TrackMate
module-trackmate = Produk usaha kecil yang dapat ditelusuri: bahan, pembuat, dan dampaknya.
module-assessment-name = Ujian
module-assessment = Ujian daring yang diawasi, dari bank soal sampai nilai.
module-classifieds-name = Iklan baris
module-classifieds = Iklan menurut kategori dan tempat.
module-conversations-name = Percakapan
module-conversations = Percakapan antara penjual dan pembeli.

offline = Tidak tersambung
offline-lead = Halaman ini tidak dapat dijangkau. Mungkin sinyal Anda hilang, atau server sedang dimulai ulang.
offline-advice = Yang sudah tersimpan tetap aman. Periksa sambungan Anda, tunggu sebentar, lalu muat ulang halaman.
# Maps
map-away = { $km } km
map-near = kurang dari 1 km
map-more = dan { $count } lainnya
map-chosen = Tempat dipilih.
map-in = Perbesar
map-out = Perkecil
map-here = Di sini, tempat saya sekarang
pages = Halaman
page-before = Sebelumnya
page-after = Berikutnya
order = Urutkan
chosen = Pilihan Anda
choice-remove = Hapus pilihan { $choice }
choices-remove = Hapus semua pilihan
crumbs = Letak halaman
page-of = Halaman { $page } dari { $last }

# Surat, alamat, dan kata sandi yang terlupa
forgotten = Lupa kata sandi?
forgotten-lead = Tulis alamat email akun Anda. Kami kirimkan tautan untuk membuat kata sandi baru.
forgotten-do = Kirim tautan
forgotten-known = Sudah ingat lagi?
forgotten-again = Minta tautan baru
reset = Buat kata sandi baru
reset-lead = Setelah disimpan, semua perangkat dikeluarkan dan Anda masuk dengan kata sandi yang baru.
reset-late = Tautannya tidak berlaku lagi?
verify = Alamat email Anda
verify-lead = Tinggal satu langkah untuk memastikan bahwa alamat ini milik Anda.
verify-do = Ya, ini alamat saya
verify-late = Tautannya tidak berlaku lagi? Minta yang baru di
verify-ask = Kirim tautan ke alamat ini
address-verified = Alamat email Anda sudah dipastikan.
address-unverified = Alamat email Anda belum dipastikan. Dengan alamat yang benar Anda bisa masuk lagi bila lupa kata sandi.
letter-greeting = Halo { $name },
letter-verify = Pastikan alamat email Anda
letter-verify-lead = Alamat ini dipakai untuk sebuah akun di tempat kami. Pastikan bahwa alamat ini milik Anda:
letter-verify-foot = Tautan ini berlaku 24 jam. Jika Anda tidak membuat akun, abaikan saja surat ini.
letter-reset = Kata sandi baru
letter-reset-lead = Ada yang meminta kata sandi baru untuk akun Anda. Jika itu Anda, buatlah di sini:
letter-reset-foot = Tautan ini berlaku satu jam dan hanya sekali. Jika bukan Anda yang meminta, abaikan saja surat ini; kata sandi Anda tetap sama.
letter-address = Alamat email akun Anda diganti
letter-address-lead = Mulai sekarang surat untuk akun Anda dikirim ke { $address }.
letter-address-foot = Jika bukan Anda yang menggantinya, segera ganti kata sandi Anda dan hubungi pengelola.
done-alamat = Alamat email Anda sudah dipastikan.
done-surat-alamat = Surat dengan tautan sedang dikirim. Periksa kotak masuk Anda.
done-surat-sandi = Jika ada akun dengan alamat itu, surat dengan tautan sedang dikirim. Periksa kotak masuk Anda.
done-sandi-baru = Kata sandi baru disimpan. Silakan masuk.
session-device = Perangkat
session-since = Sejak
session-here = Perangkat ini
session-end = Keluarkan
device-unknown = Perangkat tak dikenal
sign-in-letters = Kirimi saya surat bila akun ini dibuka dari perangkat baru
letter-sign-in = Akun Anda dibuka dari perangkat baru
letter-sign-in-lead = Seseorang masuk ke akun Anda dari { $device } pada { $at }.
letter-sign-in-way = Lihat perangkat saya
letter-sign-in-foot = Jika itu Anda, tidak ada yang perlu dilakukan. Jika bukan, keluarkan perangkat itu dan ganti kata sandi Anda. Di halaman yang sama Anda dapat menghentikan surat seperti ini.
done-sesi = Perangkat itu sudah dikeluarkan.
done-surat = Pilihan Anda disimpan.

# Verifikasi dua langkah
factor = Verifikasi dua langkah
factor-lead = Kata sandi Anda benar. Tinggal kode dari aplikasi autentikator.
factor-lost = Tidak punya aplikasinya lagi? Ketik salah satu kode pemulihan, atau hubungi pengelola. Mulai lagi:
factor-code = Kode
factor-code-hint = Enam angka dari aplikasi autentikator, atau salah satu kode pemulihan Anda.
factor-about = Selain kata sandi, saat masuk diminta kode dari aplikasi di telepon Anda. Orang yang mengetahui kata sandi Anda tetap tidak bisa masuk.
factor-go = Atur verifikasi dua langkah
factor-needed = Peran Anda membutuhkan verifikasi dua langkah. Setelah diaktifkan, halaman pengelolaan terbuka kembali.
factor-begin = Siapkan
factor-scan = Pindai kode ini dengan aplikasi autentikator, misalnya Aegis, Google Authenticator, atau FreeOTP.
factor-qr = Kode untuk aplikasi autentikator
factor-secret = Tidak bisa memindai? Ketik kunci ini di aplikasi:
factor-confirm-hint = Enam angka yang kini ditampilkan aplikasi.
factor-on-do = Aktifkan
factor-done = Verifikasi dua langkah aktif.
factor-recovery = Kode pemulihan
factor-recovery-lead = Cetak atau catat kode ini dan simpan di tempat aman. Bila telepon Anda hilang, Anda bisa masuk dengan salah satunya; setiap kode hanya berlaku sekali. Kode ini tidak ditampilkan lagi.
factor-kept = Sudah saya simpan
factor-is-on = Verifikasi dua langkah aktif.
factor-left = Kode pemulihan yang tersisa: { $count }.
factor-off = Nonaktifkan
factor-off-do = Nonaktifkan verifikasi dua langkah
done-dua-langkah-hapus = Verifikasi dua langkah dinonaktifkan.
done-terlambat = Waktunya habis. Silakan masuk sekali lagi.
