inbox = Pesan
inbox-all = Semua pesan
inbox-all-read = Semua sudah dibaca
inbox-unread = { $messages } pesan belum dibaca dalam { $threads } percakapan
inbox-unread-here = belum dibaca
inbox-none = Belum ada percakapan
inbox-none-advice = Tanyakan sesuatu kepada penjual di halaman iklannya; percakapannya akan tampil di sini.
inbox-departed = Akun yang sudah dihapus
inbox-listing-gone = Iklan yang sudah tidak ada
inbox-clocks = Jam menurut WIB.
inbox-today = Hari ini
inbox-yesterday = Kemarin

# Search
inbox-search = Cari dalam pesan
inbox-search-do = Cari
inbox-found = Pesan dengan “{ $words }”
inbox-found-count = { $count ->
    [0] Tidak ada pesan
   *[other] { $count } pesan
}
inbox-nothing-found = Tidak ada yang cocok
inbox-nothing-found-advice = Coba kata yang lebih pendek atau lebih umum.
inbox-you = Anda:

# A conversation
inbox-about = Tentang iklan
inbox-messages = Isi percakapan
inbox-no-message = Belum ada pesan.
inbox-older = Pesan yang lebih lama
inbox-newest = Pesan terbaru
inbox-sent = Terkirim
inbox-delivered = Sampai
inbox-read = Dibaca
inbox-typing = { $name } sedang menulis …
inbox-text = Pesan Anda
inbox-send = Kirim
inbox-ask = Tanya penjual
inbox-sending = Mengirim …
inbox-waiting = Menunggu jaringan; dikirim begitu tersambung.
inbox-failed = Tidak terkirim.
inbox-again = Kirim lagi
inbox-drop = Buang
inbox-over = Sesi Anda berakhir. Muat ulang halaman untuk masuk lagi; tulisan Anda tersimpan.

# Pictures
inbox-pictures = Gambar
inbox-camera = Ambil foto
inbox-picture = Gambar
inbox-picture-of = Gambar { $number } dari { $count }; buka ukuran besar
inbox-pictures-chosen = Gambar yang akan dikirim
inbox-picture-leave = Jangan kirim
inbox-picture-remove = Hapus gambar
inbox-picture-waiting = Sedang dikirim …
inbox-picture-pending = Gambar Anda masih dalam perjalanan. Kirim pesannya setelah semua gambar sampai.
inbox-picture-away = Gambar ini belum sampai: mengirim gambar perlu jaringan. Tulisan Anda tetap tersimpan.
inbox-picture-many = Satu pesan memuat paling banyak { $most } gambar.
inbox-picture-large = Gambar ini terlalu besar: paling besar 20 MB dan 50 megapiksel.
inbox-picture-heic = Banyak peramban tidak dapat menampilkan gambar HEIC. Kirim sebagai JPEG; di iPhone: Pengaturan > Kamera > Format > Paling Kompatibel.
inbox-picture-kind = Berkas ini bukan gambar yang dapat ditampilkan di sini. Pilih JPEG, PNG, WebP, atau GIF.
inbox-picture-broken = Gambar ini tidak dapat dibaca; berkasnya mungkin rusak.
inbox-picture-busy = Sedang banyak gambar yang masuk. Coba lagi sebentar lagi.
inbox-picture-unsent = Terlalu banyak gambar Anda yang belum dikirim. Kirim atau hapus dahulu sebagian.
inbox-picture-throttled = Anda mengirim terlalu banyak gambar. Tunggu sebentar, lalu coba lagi.
inbox-picture-gone = Ada gambar yang sudah tidak tersedia. Pilih gambarnya sekali lagi.

# Quick answers
inbox-quick = Jawaban cepat
inbox-quick-own = Jawaban cepat saya
inbox-quick-lead = Teks pendek yang sering Anda kirim, paling banyak { $most }. Sekali tekan, teksnya masuk ke pesan yang sedang Anda tulis; belum ada yang terkirim.
inbox-quick-none = Anda belum menyimpan jawaban cepat.
inbox-quick-new = Jawaban cepat baru
inbox-quick-hint = Paling banyak { $most } karakter.
inbox-quick-save = Simpan
inbox-quick-one = Jawaban cepat { $number }
inbox-quick-change = Simpan perubahan
inbox-quick-delete = Hapus
inbox-quick-full = Tempatnya sudah penuh; hapus salah satu dahulu.
inbox-ready-there = Apakah masih ada?
inbox-ready-price = Harganya bisa nego?
inbox-ready-see = Kapan dan di mana bisa dilihat?
inbox-ready-send = Bisa dikirim?
inbox-ready-yes = Ya, masih ada.
inbox-ready-sold = Maaf, sudah terjual.
inbox-ready-firm = Harganya pas, tidak bisa nego.
inbox-ready-when = Kapan mau melihatnya?

# Changing what one wrote
inbox-edit = Ubah pesan
inbox-edit-short = Ubah
inbox-edit-do = Simpan perubahan
inbox-edited = diubah
inbox-retract-lead = Pesan yang ditarik hilang bagi Anda berdua; yang tersisa hanya keterangan bahwa ada pesan yang ditarik.
inbox-retract-do = Tarik pesan ini
inbox-retracted = Pesan ini ditarik oleh pengirimnya.
inbox-retracted-own = Anda menarik pesan ini.
inbox-too-late = Pesan ini sudah terlalu lama untuk diubah atau ditarik.

# Why a message was not sent
inbox-empty-text = Tulis pesannya dahulu.
inbox-blocked = Orang ini tidak menerima pesan dari Anda.
inbox-receiver-gone = Akun orang ini sudah dihapus; tidak ada lagi yang membaca pesan di sini.
inbox-throttled = Anda mengirim terlalu banyak pesan. Tunggu sebentar, lalu kirim lagi; tulisan Anda masih di sini.
inbox-threads-throttled = Anda sudah memulai banyak percakapan hari ini. Coba lagi besok.
inbox-sent-before = Formulir ini sudah mengirim pesan lain. Kalau ini pesan baru, kirim sekali lagi.
inbox-not-offered = Iklan ini tidak lagi ditawarkan.
inbox-own-listing = Ini iklan Anda sendiri.

# Putting away and muting
inbox-archive = Arsip
inbox-archive-none = Arsip masih kosong
inbox-archive-do = Arsipkan
inbox-unarchive-do = Keluarkan dari arsip
inbox-mute-do = Bisukan
inbox-unmute-do = Bunyikan lagi
inbox-muted = dibisukan
inbox-muting = Percakapan ini dibisukan: pesan barunya tidak dihitung, dan kalau diarsipkan tetap di arsip.

# Keeping somebody away
inbox-block = Blokir orang ini
inbox-block-ask = Orang ini tidak dapat lagi mengirim pesan kepada Anda. Pesan yang sudah ada tetap ada, dan blokir dapat dibuka lagi.
inbox-block-do = Ya, blokir
inbox-blocking = Anda memblokir orang ini: ia tidak dapat mengirim pesan kepada Anda.
inbox-unblock = Buka blokir
inbox-unblock-ask = Orang ini akan dapat mengirim pesan kepada Anda lagi.
inbox-unblock-do = Ya, buka
inbox-report = Laporkan pesan
inbox-report-short = Laporkan
inbox-report-lead = Moderator akan membaca pesan ini dan alasan Anda. Pengirimnya tidak diberi tahu siapa yang melapor.
inbox-report-reason = Apa yang salah dengan pesan ini? (boleh kosong)
inbox-report-hint = Paling banyak 500 karakter.
inbox-report-do = Kirim laporan
inbox-report-back = Kembali ke percakapan

# Reported messages, for moderators, and kinds of reasons
inbox-desk = Moderasi
inbox-cases = Pesan yang dilaporkan
inbox-cases-none = Tidak ada laporan
inbox-case-order = Urutan
inbox-case-oldest = Terlama dahulu
inbox-case-most = Paling sering dilaporkan
inbox-case = Pesan yang dilaporkan
inbox-case-said = Isi laporan
inbox-case-context = Percakapan sebelum dan sesudahnya
inbox-case-this = dilaporkan
inbox-case-gone = dihapus
inbox-case-earlier = Sebelum diubah:
inbox-case-decide = Putusan
inbox-case-note = Catatan untuk moderator lain
inbox-case-dismiss = Tidak ada yang salah
inbox-case-uphold = Laporan benar, pesan tetap
inbox-case-delete = Hapus pesan
inbox-case-manage = Tangguhkan orang ini
inbox-case-resolved = Sudah diputus: laporannya benar.
inbox-case-dismissed = Sudah diputus: tidak ada yang salah.
inbox-case-open = { $count } laporan terbuka tentang orang ini
inbox-record-since = Anggota sejak { $day }
inbox-record-threads = Percakapan yang dimulai: { $count }
inbox-record-open = Laporan terbuka: { $count }
inbox-record-upheld = Laporan yang benar: { $count }
inbox-record-dismissed = Laporan yang tidak benar: { $count }
inbox-record-blocked = Diblokir oleh { $count } orang
inbox-reason-spam = Spam atau iklan
inbox-reason-fraud = Penipuan
inbox-reason-insult = Hinaan atau ancaman
inbox-reason-payment = Meminta pembayaran di luar cara yang lazim
inbox-reason-other = Lainnya
inbox-report-category = Tentang apa?
inbox-block-reason = Mengapa? Hanya moderator yang melihatnya.
inbox-block-no-reason = Tanpa alasan

# The letter to whoever is away
inbox-letter = { $count } pesan belum dibaca
inbox-letter-lead = Ada { $messages } pesan menunggu Anda dalam { $threads } percakapan:
inbox-letter-waits = { $count } pesan
inbox-letter-more = Dan { $count } percakapan lagi.
inbox-letter-way = Baca pesannya
inbox-letter-foot = Surat ini datang sekali saja; tidak ada yang lain sampai Anda melihat pesannya.
inbox-letter-end = Tidak mau lagi menerima surat tentang pesan yang belum dibaca: { $way }

# What was just done
done-blokir = Orang ini diblokir.
done-buka-blokir = Blokir dibuka.
done-lapor-pesan = Terima kasih, laporan Anda sudah dikirim.
done-tarik-pesan = Pesan ditarik.
done-arsip = Percakapan diarsipkan; ia muncul lagi kalau ada pesan baru.
done-buka-arsip = Percakapan keluar dari arsip.
done-bisu = Percakapan dibisukan.
done-buka-bisu = Percakapan tidak lagi dibisukan.
done-jawaban = Jawaban cepat Anda tersimpan.
done-laporan-diputus = Laporan sudah diputus.
