supervise-title = Awasi
supervise-filters = Saring peserta
supervise-filter-semua = Semua
supervise-filter-hadir = Hadir
supervise-filter-mengerjakan = Mengerjakan
supervise-filter-dijeda = Dijeda
supervise-filter-senyap = Tak terdengar
supervise-filter-ditandai = Ditandai
supervise-filter-selesai = Selesai
supervise-filter-belum-hadir = Belum hadir
supervise-order = Urutkan
supervise-order-perhatian = Yang perlu dilihat
supervise-order-nama = Nama
supervise-order-nomor = Nomor
supervise-look = Tampilan
supervise-list = Daftar
supervise-tiles = Petak
supervise-again = Muat ulang
supervise-lost = Tidak tersambung ke server. Yang tampil sudah lama; dicoba lagi terus.
supervise-over = Sesi Anda sudah berakhir.
supervise-held = Urutan ditahan selama Anda memilih.
supervise-as-of = per pukul { $time }
supervise-found = { $count } peserta
supervise-nobody = Tidak ada peserta yang cocok
supervise-nobody-advice = Pilih saringan lain, atau hapus kata pencarian.
supervise-pick = Pilih
supervise-pick-page = Pilih semua di halaman ini
supervise-pick-all = Semua hasil saringan
supervise-picked = dipilih
supervise-acts = Tindakan
supervise-place = Letak
supervise-saved = Simpan terakhir
supervise-connection = Sambungan
supervise-recording = Rekaman
supervise-flags = Tanda
supervise-left = Sisa waktu
supervise-left-still = { $clock }, berhenti
supervise-extra = +{ $minutes } menit
supervise-section = Bagian { $section } dari { $sections }
supervise-answered = { $answered } dari { $questions } terjawab
supervise-ago-now = baru saja
supervise-ago-seconds = { $count } detik lalu
supervise-ago-minutes = { $count } menit lalu
supervise-ago-hours = { $count } jam lalu
supervise-connection-live = Tersambung
supervise-connection-seen = Baru terlihat
supervise-connection-silent = Tak terdengar
supervise-connection-since = Terakhir { $since }
supervise-camera = Kamera
supervise-screen = Layar
supervise-recording-running = jalan, { $since }
supervise-recording-stalled = tersendat, { $since }
supervise-recording-ended = selesai
supervise-recording-missing = tidak ada
supervise-look-silent = Tak terdengar
supervise-look-unrecorded = Tidak terekam
supervise-look-flagged = Baru ditandai
supervise-kind-focus-lost = Meninggalkan halaman
supervise-kind-focus-gained = Kembali ke halaman
supervise-kind-fullscreen-left = Keluar dari layar penuh
supervise-kind-copy = Menyalin
supervise-kind-paste = Menempel
supervise-kind-cut = Memotong teks
supervise-kind-context-menu = Membuka menu klik kanan
supervise-kind-offline = Jaringan terputus
supervise-kind-online = Jaringan kembali
supervise-kind-device-changed = Perangkat berubah
supervise-kind-recording-stopped = Rekaman terhenti
supervise-kind-other = Lainnya
supervise-microphone = Mikrofon
supervise-pasted = { $count } huruf
supervise-device-lost = { $device }: perangkat terputus
supervise-device-refused = { $device }: tidak diizinkan di perangkat itu
supervise-device-missing = { $device }: perangkat tidak ada
supervise-piece-lost = { $device }: sepotong rekaman tidak terkirim
supervise-server-full = { $device }: ruang rekaman di server penuh
supervise-do-message = Kirim pesan
supervise-do-pause = Jeda
supervise-do-resume = Lanjutkan
supervise-do-extend = Beri waktu
supervise-do-terminate = Akhiri
supervise-about-message = Pesan ini tampil di halaman peserta dalam dua detik.
supervise-about-pause = Waktu bagian berhenti dan jawaban terkunci sampai Anda melanjutkannya. Batas akhir ujian tetap.
supervise-about-resume = Waktu berjalan lagi dari tempat ia berhenti.
supervise-about-extend = Bagian yang terbuka dan batas akhir ujian mundur sebanyak ini.
supervise-about-terminate = Ujian mereka berakhir sekarang dan tidak dapat dibuka lagi. Yang sudah tersimpan tetap ada.
supervise-submit-message = Kirim ke { $count ->
    [1] { $name }
   *[other] { $count } peserta
 }
supervise-submit-pause = Jeda { $count ->
    [1] { $name }
   *[other] { $count } peserta
 }
supervise-submit-resume = Lanjutkan { $count ->
    [1] { $name }
   *[other] { $count } peserta
 }
supervise-submit-extend = Beri waktu { $count ->
    [1] { $name }
   *[other] { $count } peserta
 }
supervise-submit-terminate = Akhiri ujian { $count ->
    [1] { $name }
   *[other] { $count } peserta
 }
supervise-reason = Alasan
supervise-reason-hint = Dicatat bersama nama Anda; peserta tidak melihatnya.
supervise-text = Pesan
supervise-minutes = Berapa menit
supervise-and-others = dan { $count } lagi
supervise-none-chosen = Belum ada peserta yang dipilih. Centang dulu di daftar.
supervise-back = Kembali
supervise-done = Selesai untuk { $count } peserta.
supervise-not-done = Tidak untuk { $count } peserta:
supervise-gone = bukan peserta ujian ini lagi
supervise-everybody = Semua peserta
supervise-sections = Bagian soal
supervise-not-opened = belum dibuka
supervise-saves = Jawaban tersimpan tiap { $minutes } menit
supervise-story = Jalannya ujian
supervise-story-empty = Belum ada yang terjadi.
supervise-logged-in = Masuk
supervise-taken-over = Diambil alih perangkat lain
supervise-checked-in = Melapor hadir
supervise-started = Mulai mengerjakan
supervise-opened = Bagian { $section } dibuka
supervise-closed = Bagian { $section } ditutup
supervise-closed-timeout = Bagian { $section } ditutup karena waktu habis
supervise-closed-terminated = Bagian { $section } ditutup pengawas
supervise-did-message = Pengawas mengirim pesan
supervise-did-pause = Pengawas menjeda
supervise-did-resume = Pengawas melanjutkan
supervise-did-extend = Pengawas memberi { $minutes } menit
supervise-did-terminate = Pengawas mengakhiri ujian
supervise-by = oleh { $name }
supervise-recording-began = Rekaman dimulai: { $stream }
supervise-ended-participant = Menyerahkan jawaban
supervise-ended-timeout = Diserahkan karena waktu habis
supervise-ended-proctor = Dihentikan pengawas
supervise-recordings = Rekaman
supervise-video-recording = berlangsung
supervise-video-complete = sedang disiapkan
supervise-video-final = lengkap
supervise-video-partial = ada yang hilang
supervise-video-failed = hanya mentah
supervise-gap = terputus { $clock }
supervise-pieces = { $times }: { $count } potong
supervise-missing = { $count } hilang
supervise-latest = Detik-detik terakhir
supervise-latest-again = Lihat sekarang
supervise-latest-none = Belum ada gambar yang dapat ditampilkan.
supervise-watch-all = Tonton dari awal
done-awasi-message = Pesan terkirim.
done-awasi-pause = Peserta dijeda.
done-awasi-resume = Peserta dilanjutkan.
done-awasi-extend = Waktu ditambahkan.
done-awasi-terminate = Ujian peserta diakhiri.
