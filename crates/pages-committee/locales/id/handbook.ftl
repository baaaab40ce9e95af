# Halaman
handbook = Panduan
handbook-about = Cara mengadakan, mengawasi, menilai, dan mengikuti ujian di sini. Pilih bagian Anda; setiap bagian dapat dicetak atau disimpan sebagai PDF.
handbook-contents = Isi
handbook-chapter = Bab { $no }
handbook-other = Bagian lain
handbook-help = Panduan halaman ini:

# Bagian
handbook-part-committee = Panduan panitia
handbook-part-committee-about = Dari berkas Word sampai hasil yang diumumkan: untuk administrator ujian dan penulis soal.
handbook-part-supervisor = Panduan pengawas
handbook-part-supervisor-about = Untuk yang menjaga ruang ujian: papan pengawasan, tindakan, dan apa yang dilakukan bila ada gangguan.
handbook-part-rater = Panduan penilai
handbook-part-rater-about = Untuk yang menilai jawaban uraian dan jawaban lisan.
handbook-part-participant = Panduan peserta
handbook-part-participant-about = Dari yang perlu dibawa sampai melihat hasil.

# Panitia
handbook-way = Sekilas: lima langkah ujian
handbook-way-about = Halaman “{ committee-overview }” setiap ujian menunjukkan lima langkah, mana yang selesai, dan apa yang masih kurang. Bab-bab berikut mengikuti urutan itu.
handbook-way-1 = “{ steps-questions }”: siapkan paket soal, lalu terbitkan.
handbook-way-2 = “{ steps-schedule }”: buat ujian dengan paket itu, dan coba dengan “{ rehearsal }”.
handbook-way-3 = “{ committee-participants }”: daftarkan peserta, lalu bagikan kartunya.
handbook-way-4 = “{ steps-supervision }”: pada hari ujian pengawas bekerja di halaman “{ supervise-title }”. Isinya ada di “{ handbook-part-supervisor }”.
handbook-way-5 = “{ results }”: jawaban uraian dan lisan dinilai, angka diperiksa, lalu hasil diumumkan.
handbook-way-6 = Setiap orang melihat yang menjadi tugasnya: “{ committee-role-administrator }” semuanya, “{ committee-role-author }” soal, “{ committee-role-proctor }” jadwal, peserta, dan pengawasan, “{ committee-role-rater }” penilaian dan hasil.

handbook-import = Soal dari berkas Word
handbook-import-about = Naskah yang sudah ada menjadi paket soal tanpa diketik ulang. Tidak ada yang disimpan sebelum Anda melihat isinya.
handbook-import-1 = Buka “{ papers }”, lalu “{ papers-import }”.
handbook-import-2 = Belum punya naskah? Unduh “{ papers-template-word }” atau “{ papers-template-workbook }” dan isi seperti contohnya: judul bagian, waktu, soal bernomor, pilihan berhuruf, dan baris kunci.
handbook-import-3 = Pilih “{ papers-import-file }”, tulis “{ papers-import-title }” bila naskahnya tidak memuat judul, lalu tekan “{ papers-import-try }”.
handbook-import-4 = Baca isi yang ditemukan. Yang bertanda “{ papers-finding-error }” menahan penyimpanan; yang bertanda “{ papers-finding-warning }” boleh dibiarkan. Setiap catatan menyebut soal dan letaknya di berkas.
handbook-import-5 = Betulkan di berkasnya, lalu kirim lagi. Ulangi sampai tidak ada yang harus diperbaiki.
handbook-import-6 = Tekan “{ papers-import-store }”. Berkas menjadi satu paket seutuhnya, lalu “{ papers-imported-open }”.

handbook-write = Menulis dan memperbaiki soal
handbook-write-about = Paket juga dapat ditulis langsung di halaman, soal demi soal.
handbook-write-1 = Di “{ papers }”, isi judul di “{ papers-add }” dan tekan “{ papers-add-do }”.
handbook-write-2 = Tambahkan bagian dengan “{ bank-section-add }”: judul, waktu, petunjuk, dan “{ bank-navigation }” (bebas, atau satu per satu tanpa kembali).
handbook-write-3 = Tekan “{ bank-question-add }”. Pilih “{ bank-kind }”, tulis “{ bank-text }”, pilihan, kunci, dan poin. Gambar dan rumus disisipkan dari “{ bank-tools }”.
handbook-write-4 = Tekan “{ bank-preview }” untuk melihat soal seperti peserta, lalu “{ bank-save-next }” atau “{ bank-save }”.
handbook-write-5 = Soal menyimak memerlukan berkas suara. Unggah di “{ papers-sounds }” pada halaman paket; semua berkas terlihat di “{ sounds }”. Di soal, pilih “{ bank-audio }” dan “{ bank-plays }”.
handbook-write-6 = Bila “{ bank-outrun }” tampil, tidak ada yang hilang: bandingkan kedua isi, sesuaikan, lalu simpan lagi.

handbook-publish = Memeriksa dan menerbitkan paket
handbook-publish-about = Peserta mengerjakan versi yang diterbitkan, bukan yang sedang ditulis.
handbook-publish-1 = Buka paketnya dan baca semua soal sekali lagi. Yang masih kurang, misalnya kunci atau audio, disebut di sana.
handbook-publish-2 = Untuk diperiksa di kertas, buka “{ paper-print }”. Pilih apakah kunci jawaban ikut dicetak.
handbook-publish-3 = Tekan “{ papers-publish-do }”. Soal, pilihan, kunci, dan urutannya dibekukan sebagai versi baru.
handbook-publish-4 = Ada yang diubah sesudahnya? Terbitkan sekali lagi. Ujian yang belum dimulai memakai versi baru; yang sudah dimulai tetap memakai versinya.

handbook-schedule = Membuat ujian
handbook-schedule-about = Ujian adalah satu pelaksanaan: paket soal, hari, jam, dan aturannya.
handbook-schedule-1 = Di “{ committee-events }” tekan “{ schedule-new }”. Isi judul, pilih “{ committee-package }”, lalu tanggal, waktu mulai, waktu selesai, dan zona waktu.
handbook-schedule-2 = Di “{ schedule-part-entry }” tentukan kode masuk dan batas terlambat. Catat kodenya: kode tidak ditampilkan lagi.
handbook-schedule-3 = Di “{ schedule-part-watching }” pilih apakah kamera atau layar direkam, dan apakah Safe Exam Browser wajib.
handbook-schedule-4 = Di “{ schedule-part-scoring }” dan “{ schedule-part-results }” tentukan nilai jawaban salah dan apa yang nanti dilihat peserta.
handbook-schedule-5 = Tekan “{ schedule-plan }”. Sebelum ada yang hadir, semuanya masih dapat diubah dengan “{ schedule-edit }”.
handbook-schedule-6 = “{ calendar }” menunjukkan semua ujian menurut bulan. “{ schedule-copy }” membuat ujian yang sama seminggu kemudian, tanpa peserta dan tanpa kode.

handbook-rehearsal = Gladi bersih
handbook-rehearsal-about = Ujian percobaan dengan peserta rekaan, di ruang dan perangkat yang sebenarnya. Adakan paling lambat sehari sebelumnya.
handbook-rehearsal-1 = Di “{ committee-overview }” ujian, tekan “{ rehearsal }”. Isi banyak peserta dan lamanya, lalu “{ rehearsal-begin }”.
handbook-rehearsal-2 = Cetak “{ print-cards }” peserta rekaan dan masuk dari beberapa perangkat, seperti peserta.
handbook-rehearsal-3 = Kerjakan beberapa soal, cabut jaringan satu perangkat sebentar, pasang lagi, lalu kumpulkan. Perhatikan halaman “{ supervise-title }” dari meja pengawas.
handbook-rehearsal-4 = Setelah selesai, tekan “{ rehearsal-remove }”. Semua jejaknya hilang; ujian aslinya tidak berubah.

handbook-participants = Mendaftarkan peserta
handbook-participants-about = Ada tiga cara: satu per satu, dari berkas, atau lewat tautan yang dibuka peserta sendiri.
handbook-participants-1 = Banyak orang: buka “{ committee-participants }” dan “{ participants-roster }”. Unduh “{ roster-template }” atau pakai daftar yang sudah ada.
handbook-participants-2 = Pilih berkasnya dan tekan “{ roster-try }”. Anda melihat siapa yang akan ditambahkan dan baris mana yang keliru; belum ada yang disimpan.
handbook-participants-3 = Bila sudah benar, tekan “{ roster-store }”.
handbook-participants-4 = Beberapa orang: isi “{ committee-add-title }” di halaman yang sama.
handbook-participants-5 = Mendaftar sendiri: tekan “{ committee-link-make }”, lalu bagikan alamat atau kode QR-nya. Alamat itu hanya tampil sekali; “{ committee-link-revoke }” mengakhirinya.
handbook-participants-6 = Pilih nama peserta untuk memperbaiki datanya. “{ participant-factor }” memberi waktu lebih lama kepada yang memerlukan, sebelum ia mulai.

handbook-cards = Kartu dan daftar hadir
handbook-cards-1 = Di “{ committee-participants }” buka “{ print-cards }”, pilih satuan bila perlu, lalu “{ print-do }”. Satu lembar A4 memuat delapan kartu.
handbook-cards-2 = Kode QR kartu membuka halaman ujian dengan nama dan nomor terisi. Coba satu kartu dari perangkat peserta sebelum semuanya dibagikan.
handbook-cards-3 = Buka “{ print-attendance }”, pilih urutannya, dan cetak untuk ditandatangani di ruang ujian.
handbook-cards-4 = Nama di kartu harus sama dengan yang terdaftar: dengan itulah peserta masuk.

handbook-figures = Memeriksa hasil
handbook-figures-about = Setelah ujian selesai dan jawaban uraian dinilai, periksa angkanya sebelum diumumkan.
handbook-figures-1 = Buka “{ results }”. “{ results-list }” memuat nilai setiap orang; cari, saring, dan urutkan sesuai keperluan. Pilih nama untuk melihat jawabannya satu per satu.
handbook-figures-2 = Buka “{ results-statistics }”. Kalimat di bawah angka menjelaskan apakah nilai dapat diandalkan.
handbook-figures-3 = Lihat soal yang ditandai. Alasannya tertulis: terlalu sukar, terlalu mudah, atau jawaban salah lebih sering dipilih oleh yang pandai. Biasanya kuncinya keliru.
handbook-figures-4 = Simpan daftar nilai dengan “{ results-xlsx }” atau “{ results-csv }”.

handbook-correct = Memperbaiki nilai
handbook-correct-about = Setiap perubahan ditunjukkan dahulu, dicatat dengan nama Anda dan alasannya, dan nilai lama tidak hilang.
handbook-correct-1 = Kunci keliru: betulkan kuncinya di paket soal, buka “{ results-regrade }”, lihat siapa yang nilainya berubah, lalu “{ results-regrade-do }”. “{ results-revert }” mengembalikan keadaan semula.
handbook-correct-2 = Soal keliru: buka soalnya dari “{ results-statistics }”, pilih nilai bagi peserta di “{ results-void }”, tulis alasannya, tekan “{ results-look-first }”, lalu “{ results-void-do }”. “{ results-unvoid }” membatalkannya.
handbook-correct-3 = Satu jawaban: buka pesertanya di “{ results-list }”, pilih “{ results-correct }”, tulis nilai baru dan alasannya, lalu “{ results-correct-do }”.
handbook-correct-4 = Sanggahan: buka pesertanya, tulis keberatannya di “{ results-appeal-add }”, lalu tekan “{ results-appeal-do }”. Keputusannya juga dicatat di sana; daftar dapat disaring dengan “{ results-appeal-raised }”.

handbook-release = Mengumumkan hasil dan sertifikat
handbook-release-1 = Buka “{ results-release }”. Di sana tertulis siapa yang masih menunggu penilai dan apa yang akan dilihat peserta.
handbook-release-2 = Tekan “{ results-release-do }”. Peserta melihat hasilnya di halaman ujian. Yang masih menunggu melihatnya begitu dinilai.
handbook-release-3 = “{ results-withdraw-do }” menyembunyikan hasil lagi; nilainya tetap tersimpan.
handbook-release-4 = Di “{ committee-participants }” setiap peserta yang hasilnya tampil punya “{ print-certificate }”. Peserta dapat mencetak sertifikatnya sendiri.
handbook-release-5 = Kode QR sertifikat dan tanda terima memastikan keasliannya; siapa pun dapat memeriksanya tanpa masuk.

handbook-office = Akun panitia dan penyimpanan
handbook-office-about = Halaman “{ office }” untuk administrator: siapa yang boleh masuk, apa yang mereka kerjakan, dan berapa lama data disimpan.
handbook-office-1 = Tambahkan rekan di “{ office-admins }”: beri nama pengguna, peran, dan kata sandi, lalu “{ office-admin-add-do }”. Setelah masuk, mereka menggantinya di “{ office-password-own }”.
handbook-office-2 = Kata sandi terlupa? Buka orangnya, lalu “{ office-password-set }”. Yang tidak bertugas lagi: “{ office-suspend-do }”.
handbook-office-3 = “{ office-sessions }” menunjukkan siapa yang sedang masuk; “{ office-log }” mencatat siapa mengubah apa.
handbook-office-4 = Sebelum ujian dengan rekaman, lihat “{ office-storage-free }” di “{ office-storage }”.
handbook-office-5 = Tidak ada yang dihapus sendiri, kecuali diatur di “{ office-retention }”. Akibatnya ditunjukkan dahulu.

handbook-trouble = Bila ada gangguan
handbook-trouble-about = Yang perlu diketahui panitia tentang server. Yang dilakukan di ruang ujian ada di “{ handbook-part-supervisor }”.
handbook-trouble-1 = Listrik atau server mati: jawaban yang sudah sampai tersimpan di server, dan jawaban berikutnya disimpan di perangkat peserta. Nyalakan server lagi; perangkat menyambung dan mengirimkannya sendiri.
handbook-trouble-2 = Waktu peserta tidak berhenti sendiri selama server mati. Begitu server menyala, beri waktu pengganti kepada semua yang masih mengerjakan dengan “{ supervise-do-extend }”.
handbook-trouble-3 = Jawaban yang dibuat sebelum waktu habis masih diterima sampai “{ committee-offline-grace }” lewat. Tentukan batas itu dengan longgar bila jaringannya lemah.
handbook-trouble-4 = Gangguan terlalu lama: pakai “{ schedule-copy }” untuk mengadakan ujian susulan, atau lanjutkan di kertas dengan “{ paper-print }”. Cetak naskah cadangan sebelum hari ujian.
handbook-trouble-5 = Mikrofon, kamera, dan rekaman layar hanya jalan lewat alamat https, atau di komputer server sendiri. Coba dari perangkat peserta saat “{ rehearsal }”.

# Pengawas
handbook-before = Sebelum ujian dimulai
handbook-before-1 = Masuk di halaman “{ committee-login }” dengan nama pengguna Anda sendiri, lalu pilih ujiannya di “{ committee-today }”.
handbook-before-2 = Siapkan “{ print-attendance }”, kartu cadangan, dan kode masuk bila ujian memakainya. Kode itu diumumkan sesaat sebelum mulai.
handbook-before-3 = Nyalakan perangkat, buka halaman ujian, dan periksa suaranya. Jam yang berlaku adalah jam server.
handbook-before-4 = Minta peserta masuk sepuluh menit sebelumnya: nama, nomor, pemeriksaan perangkat, lalu ruang tunggu.

handbook-board = Papan pengawasan
handbook-board-about = Halaman “{ supervise-title }” memperbarui dirinya sendiri setiap beberapa detik. Pukul berapa keadaannya tertulis di atas.
handbook-board-1 = Urutan “{ supervise-order-perhatian }” menaruh yang memerlukan Anda paling atas. “{ supervise-tiles }” memuat lebih banyak peserta dalam satu layar.
handbook-board-2 = Saring dengan “{ supervise-filter-belum-hadir }”, “{ supervise-filter-senyap }”, “{ supervise-filter-ditandai }”, atau cari nama dan nomornya.
handbook-board-3 = Pilih nama untuk melihat “{ supervise-story }”: kapan ia masuk, bagian yang dibuka, tanda, pesan, dan rekamannya.
handbook-board-4 = Bila papan berkata tidak tersambung, yang tampil sudah lama: periksa jaringan di meja Anda sendiri.

handbook-states = Arti keadaan dan tanda
handbook-states-1 = “{ committee-status-registered }”: belum masuk. “{ committee-status-ready }”: sudah melapor hadir dan menunggu.
handbook-states-2 = “{ committee-status-in-section }”: sedang mengerjakan. “{ committee-status-suspended }”: waktunya Anda hentikan.
handbook-states-3 = “{ committee-status-submitted }” dan “{ committee-status-awaiting-rating }”: sudah selesai. “{ committee-status-terminated }”: Anda mengakhirinya.
handbook-states-4 = “{ supervise-connection-live }”: perangkatnya tersambung. “{ supervise-connection-silent }”: server tidak mendengarnya; peserta tetap dapat mengerjakan, tetapi datangilah.
handbook-states-5 = “{ supervise-kind-focus-lost }”, “{ supervise-kind-paste }”, dan tanda lain adalah petunjuk, bukan bukti. Lihat dahulu jalannya ujian dan orangnya.
handbook-states-6 = “{ supervise-recording-stalled }” atau “{ supervise-recording-missing }” pada kamera dan layar: periksa perangkatnya. Ujian tetap berjalan.

handbook-act = Tindakan
handbook-act-about = Centang satu peserta atau lebih, tekan tindakannya, baca halaman pemastian, lalu kirim. Semua tindakan dicatat bersama nama Anda.
handbook-act-1 = “{ supervise-do-message }”: pesan Anda tampil di layar peserta dalam dua detik.
handbook-act-2 = “{ supervise-do-pause }” menghentikan waktu bagian dan mengunci jawaban; “{ supervise-do-resume }” melanjutkannya dari tempat ia berhenti.
handbook-act-3 = “{ supervise-do-extend }” menambah menit bagi yang terganggu. Tulis “{ supervise-reason }”; peserta hanya melihat tambahannya.
handbook-act-4 = “{ supervise-do-terminate }” mengakhiri ujian peserta untuk seterusnya. Yang tersimpan tetap ada.
handbook-act-5 = “{ supervise-pick-all }” memilih semua hasil saringan, misalnya untuk memberi waktu kepada seluruh ruang sekaligus.

handbook-login = Peserta tidak dapat masuk
handbook-login-1 = Cari peserta di “{ committee-participants }” dengan nomornya. Tidak ada? Ia belum terdaftar: tambahkan di “{ committee-add-title }”.
handbook-login-2 = Bandingkan ejaan nama dan nomor dengan kartunya. Betulkan di halaman peserta bila keliru; huruf besar dan kecil tidak dibedakan.
handbook-login-3 = Halaman peserta berkata “{ exam-elsewhere }”: minta ia menekan “{ exam-elsewhere-do }”. Jawabannya ikut terbawa.
handbook-login-4 = Kode masuk ditolak: umumkan kodenya sekali lagi. Terlambat: batasnya tertulis di “{ committee-late-entry }” pada ringkasan ujian.
handbook-login-5 = Halaman tidak terbuka sama sekali: periksa jaringan dan alamatnya, atau pinjamkan perangkat cadangan.

handbook-lost = Sambungan atau perangkat terputus
handbook-lost-about = Peserta boleh meneruskan walau jaringannya putus. Minta ia tidak menutup halaman.
handbook-lost-1 = Satu peserta “{ supervise-connection-silent }”: periksa kabel atau wifi. Jawabannya disimpan di perangkat dan terkirim sendiri begitu tersambung.
handbook-lost-2 = Perangkatnya rusak: masuk di perangkat lain dengan kartu yang sama, lalu “{ exam-elsewhere-do }”. Yang sudah sampai di server terbawa; yang belum terkirim ada di perangkat lama, jadi jangan hapus apa pun di sana.
handbook-lost-3 = Mikrofon atau kamera terputus: pasang lagi, izinkan di peramban, lalu ikuti pesan di layar peserta.
handbook-lost-4 = Beri waktu pengganti dengan “{ supervise-do-extend }”, sebelum waktunya habis.

handbook-power = Jaringan ruang atau listrik mati
handbook-power-1 = Tenangkan ruang: jawaban tersimpan di server dan di perangkat. Halaman peserta tetap terbuka dan dapat dimuat ulang tanpa jaringan.
handbook-power-2 = Catat pukul mulai dan berakhirnya gangguan di berita acara.
handbook-power-3 = Setelah pulih, tunggu sampai papan menunjukkan “{ supervise-connection-live }”, lalu pilih “{ supervise-pick-all }” dan “{ supervise-do-extend }” sebanyak menit yang hilang.
handbook-power-4 = Peserta yang halamannya berkata waktu habis tidak menutup halaman: jawabannya dikirim begitu tersambung.

handbook-after = Setelah ujian
handbook-after-1 = Pastikan tidak ada lagi yang “{ committee-status-in-section }”, dan setiap peserta melihat tanda terimanya.
handbook-after-2 = Perangkat yang masih menyimpan jawaban belum terkirim dibiarkan menyala dan tersambung sampai semuanya terkirim.
handbook-after-3 = Kumpulkan daftar hadir yang sudah ditandatangani. Jumlah “{ committee-present }” tertulis di ringkasan ujian.

# Penilai
handbook-queue = Antrean penilaian
handbook-queue-about = Jawaban uraian dan lisan menunggu di “{ rate-room }” setelah peserta menyerahkan ujiannya. Nama peserta tidak diperlukan untuk menilai.
handbook-queue-1 = Masuk, pilih ujiannya, lalu buka “{ rate-room }”.
handbook-queue-2 = Untuk menilai dengan ukuran yang sama, pilih satu soal di “{ rate-question-choose }” dan selesaikan semua jawabannya dahulu.

handbook-mark = Menilai satu demi satu
handbook-mark-1 = Baca soal dan jawabannya, atau putar rekamannya. Kecepatan dapat diubah, dan Anda dapat melompat lima detik.
handbook-mark-2 = Isi “{ rate-score }”. Boleh dirinci di “{ rate-criteria }”; jumlahnya menjadi nilai bila nilai dikosongkan.
handbook-mark-3 = Tulis “{ rate-comment }” bila ada yang perlu dijelaskan, lalu tekan “{ rate-save }”. Jawaban berikutnya langsung tampil.
handbook-mark-4 = Ragu? “{ rate-skip }” menaruhnya kembali di antrean. Salah isi? “{ rate-back }”.
handbook-mark-5 = Centang “{ rate-keys-use }” untuk menilai tanpa tetikus.

handbook-dispute = Beda pendapat
handbook-dispute-about = Satu jawaban dapat dinilai dua orang yang tidak saling melihat nilainya.
handbook-dispute-1 = Bila kedua nilai berbeda jauh, jawabannya menunggu penilai ketiga dengan tulisan “{ rate-waiting-disputed }”.
handbook-dispute-2 = Penilai ketiga melihat kedua nilai beserta catatannya, lalu memutuskan di “{ rate-round-adjudication }”. Keputusan itu yang berlaku.

handbook-agree = Kesepakatan penilai
handbook-agree-1 = Buka “{ rate-agreement }”. Di sana terlihat seberapa sama nilai para penilai untuk setiap soal, tanpa nama dan jawaban.
handbook-agree-2 = Bila kesepakatannya lemah, bahas beberapa jawaban bersama sebelum melanjutkan.

# Peserta
handbook-bring = Yang perlu dibawa
handbook-bring-1 = Kartu ujian, atau nama lengkap dan nomor registrasi Anda.
handbook-bring-2 = Perangkat dengan peramban yang baru, baterai penuh, dan pengisinya. Penyuara telinga bila ada soal menyimak, mikrofon bila ada soal lisan.
handbook-bring-3 = Datang sepuluh menit lebih awal. Pakai jendela peramban biasa, bukan jendela pribadi.

handbook-enter = Masuk ke ujian
handbook-enter-1 = Pindai kode QR di kartu, atau buka alamat ujian. Isi “{ exam-name }” dan “{ exam-number }” seperti di kartu, lalu tekan “{ exam-login-do }”.
handbook-enter-2 = Mendapat tautan pendaftaran? Buka, isi data Anda, lalu tekan “{ exam-register-do }”.
handbook-enter-3 = Tidak bisa masuk? Panggil pengawas; jangan mencoba nama orang lain.

handbook-devices = Memeriksa perangkat
handbook-devices-1 = Di “{ exam-checks }” coba suara dengan “{ exam-check-play }”. Bila diminta, coba juga mikrofon dan kamera, dan izinkan di peramban.
handbook-devices-2 = Ada yang merah? Ikuti sarannya atau panggil pengawas. Lalu tekan “{ exam-checks-go }”.
handbook-devices-3 = Di ruang tunggu tekan “{ exam-check-in }”; isi kode masuk bila diminta. Tekan “{ exam-start }” bila sudah waktunya.

handbook-answer = Menjawab soal
handbook-answer-1 = Baca petunjuk lalu tekan “{ exam-section-begin }”. Waktu bagian berjalan sejak itu dan mengikuti jam server.
handbook-answer-2 = Pilih atau tulis jawaban. Jawaban tersimpan sendiri; “{ exam-mark-server }” berarti sudah sampai.
handbook-answer-3 = Tekan “{ exam-mark }” untuk kembali nanti, dan pakai “{ exam-next }” atau nomor soal untuk berpindah. Di bagian satu per satu, Anda tidak dapat kembali.
handbook-answer-4 = Selesai dengan bagian ini: “{ exam-finish }”. Periksa nomor yang belum terjawab, lalu “{ exam-finish-do }”. Bagian yang ditutup tidak dapat dibuka lagi.

handbook-listen = Soal menyimak
handbook-listen-1 = Pasang penyuara telinga dan tekan “{ exam-audio-play }”. Di bawahnya tertulis berapa kali lagi boleh diputar.
handbook-listen-2 = Tidak terdengar? Keraskan volume dahulu, lalu panggil pengawas.

handbook-speak = Soal lisan
handbook-speak-1 = Tekan “{ exam-speaking-begin }”. Anda mendapat waktu bersiap, lalu rekaman mulai dengan sendirinya.
handbook-speak-2 = Bicara dengan suara biasa sampai waktunya habis, atau tekan “{ exam-speaking-finish }”.
handbook-speak-3 = Mikrofon terputus? Pasang lagi, lalu “{ exam-speaking-anew }” atau “{ exam-speaking-deliver }”.

handbook-offline = Jaringan terputus
handbook-offline-1 = Teruskan mengerjakan. Jawaban disimpan di perangkat ini dan dikirim begitu jaringan kembali; di atas tertulis berapa yang belum terkirim.
handbook-offline-2 = Jangan tutup halaman dan jangan hapus riwayat peramban. Halaman boleh dimuat ulang.
handbook-offline-3 = Perangkat rusak: beri tahu pengawas, masuk di perangkat lain, lalu tekan “{ exam-elsewhere-do }”.
handbook-offline-4 = Waktu habis tanpa jaringan: biarkan halaman terbuka sampai jawabannya terkirim.

handbook-hand-in = Mengumpulkan dan tanda terima
handbook-hand-in-1 = Setelah bagian terakhir tekan “{ exam-finish-last }”, lalu “{ exam-hand-in-do }” bila diminta. Jawaban tidak dapat diubah lagi.
handbook-hand-in-2 = Tunggu sampai “{ exam-handed-in }” tampil. Simpan atau cetak “{ exam-receipt }”: itulah bukti bahwa jawaban Anda sampai.
handbook-hand-in-3 = Tekan “{ exam-logout }” bila perangkatnya bukan milik Anda.

handbook-own-result = Melihat hasil
handbook-own-result-1 = Setelah hasil diumumkan, masuk lagi seperti biasa dan tekan “{ exam-result-look }”.
handbook-own-result-2 = Panitia menentukan apa yang ditampilkan: nilai saja, atau juga jawaban dan kuncinya.
handbook-own-result-3 = “{ exam-result-certificate }” membuka sertifikat yang dapat dicetak. Kode QR-nya membuktikan keasliannya.

# Untuk apa sebuah halaman
help-events = Semua ujian yang Anda lihat: yang berlangsung hari ini di atas, yang lain di bawahnya. Pilih judulnya untuk bekerja dengannya.
help-attendance = Untuk ditandatangani di ruang ujian. Pilih satuan dan urutannya, lalu cetak.
help-board = Keadaan setiap peserta saat ini. Centang peserta untuk mengirim pesan, menjeda, memberi waktu, atau mengakhiri ujiannya.
help-story = Semua yang terjadi pada peserta ini, berurutan, beserta rekamannya.
help-rate = Jawaban yang menunggu penilaian Anda, satu demi satu.
help-results = Nilai setiap peserta. Pilih nama untuk melihat jawabannya.
help-statistics = Seberapa dapat diandalkan nilainya, dan soal mana yang perlu dilihat sebelum hasil diumumkan.
help-person = Jawaban dan nilai satu peserta, soal demi soal. Nilai dapat dikoreksi dengan alasan; sanggahan dicatat di bawah.
help-question = Bagaimana satu soal dijawab. Di sini soal yang keliru dibatalkan untuk ujian ini.
help-correction = Nilai satu jawaban diganti; nilai yang lama tetap tercatat.
help-release = Di sini ditentukan kapan peserta melihat hasilnya.
help-titles = Sebutan yang dapat dipilih untuk peserta. Satu ejaan untuk satu sebutan membuat daftar tetap rapi.
help-log = Siapa mengubah apa, dan kapan. Saring menurut orang, tindakan, atau tanggal.
