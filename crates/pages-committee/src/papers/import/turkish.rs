//! What imports find, in Turkish, by the codes of findings. Use cases say it in Indonesian and English alone; documents may
//! be written with English keywords, so these are named here.

/// What a finding of a code says; nothing for one that is not known.
pub(super) fn said(code: &str) -> Option<&'static str> {
    of_documents(code)
        .or_else(|| of_questions(code))
        .or_else(|| of_exchange(code))
}

fn of_documents(code: &str) -> Option<&'static str> {
    Some(match code {
        "cell.date" => "Bu hücre bir tarih; hesap tablosu programı yazılanı değiştirmiş olabilir. Hücreyi Metin yapın.",
        "cell.error" => "Bu hücrede bir formül hatası var.",
        "cell.html" => "Hücrelerde HTML var; yazının biçimi olarak okundu. HTML hakkındaki soruları denetleyin.",
        "document.empty" => {
            "Belgede tanınan hiçbir şey yok. Şablonu kullanın: PACKAGE, SECTION, DURATION, sonra sorular."
        }
        "document.inserted" => {
            "Buraya başka bir dosya eklenmiş ama henüz belgenin parçası değil. Word’de açıp kaydedin ve yeniden yükleyin."
        }
        "document.section.missing" => {
            "Sorular var ama bölüm yok. 60 dakikalık “Soal” bölümüne kondular; böyle istenmiyorsa SECTION ve DURATION yazın."
        }
        "document.section.part" => {
            "Bu başlık 60 dakikalık bir bölüm oldu. Böyle istenmiyorsa SECTION ve DURATION yazın."
        }
        "drawing.lost" => "Buradaki şekil, grafik ya da çizim okunamıyor. Yerine PNG ya da JPEG resim koyun.",
        "footnote.ignored" => "Buradaki dipnot alınmadı. Katılımcılara gerekiyorsa sorunun içine yazın.",
        "formula.picture" => "Bu formül bir resim olarak alındı. Değiştirmek isterseniz yeniden yazın.",
        "formula.unreadable" => "Bu formül okunamıyor. Soru düzenleyicisinde yeniden yazın.",
        "grid.column.ignored" => "Açıklama sütunu alınmadı.",
        "grid.column.repeated" => "İki sütun aynı şeyi söylüyor. Birini bırakın.",
        "grid.column.unknown" => "Bu sütunun başlığı tanınmıyor ya da iki kez var; sütun okunmadı.",
        "grid.row.orphan" => "Satırın numarası yok ve hiçbir soruyu sürdürmüyor.",
        "keyword.outside_section" => "Bu sözcük bir bölümün (SECTION) içinde olmalı.",
        "package.repeated" => "PACKAGE yalnız bir kez yazılabilir.",
        "package.title" => {
            "Paketin başlığı yok ya da çok uzun. İlk satıra PACKAGE: ve başlığını yazın (en fazla 255 karakter)."
        }
        "passage.code.missing" => "Okuma metninin bir kodu olmalı, örneğin PASSAGE P1.",
        "passage.empty" => "Okuma metni boş.",
        "passage.open" => "Okuma metni END PASSAGE ile kapatılmamış.",
        "passage.repeated" => "Bu kodla bir okuma metni zaten var.",
        "passage.rule" => {
            "Okuma metni soru bankasının kurallarına uymuyor: çok uzun olabilir ya da yasak karakter içeriyor."
        }
        "passage.unopened" => "END PASSAGE var ama önünde PASSAGE yok.",
        "pdf.columns" => {
            "Bu satırda iki soru yan yana duruyor ve ayrılamıyor. Word belgesi ya da tek sütunlu PDF kullanın."
        }
        "pdf.no_text" => "PDF’de okunabilen metin yok. Word belgesi kullanın.",
        "pdf.pictures" => "PDF’deki resimler alınmaz. Sorulara resim gerekiyorsa Word belgesi kullanın.",
        "pdf.right_to_left" => {
            "Bu satırdaki Arap harfleri PDF’den güvenle okunamıyor: sırası ters olabilir. Word belgesi kullanın."
        }
        "pdf.stacked" => "Bu satırda kesir gibi üst üste bir formül var; PDF’den okunamaz. Word belgesi kullanın.",
        "picture.homeless" => "Bu resim hiçbir sorunun satırında durmuyor ve alınmadı. Sorusunun satırına taşıyın.",
        "picture.missing" => "Bu resim dosyada yok ya da gösterilemeyen türde. Soru düzenleyicisinde ekleyin.",
        "picture.unreadable" => "Bu resim gösterilemiyor. Yerine PNG ya da JPEG koyun.",
        "section.draw.too_many" => "Bir bölümde en fazla 20 kura (DRAW) olabilir.",
        "section.draw.unmet" => {
            "Kura, bölümde bu türden bulunandan çok soru istiyor. Sayıyı azaltın ya da daha çok soruya bu etiketi ve zorluğu verin; paket şimdilik yayımlanamaz."
        }
        "section.draw.unreadable" => {
            "DRAW okunamıyor. Kaç soru olduğunu, gerekiyorsa zorluğu ve #etiketi yazın, örneğin 10 ya da 10 #cebir."
        }
        "section.duration.assumed" => "Bölümün süresi yazılmamış; 60 dakika sayıldı. İçe aktardıktan sonra değiştirin.",
        "section.duration.missing" => "Bölümün süresi yazılmamış; örneğin DURATION: 35 menit yazın.",
        "section.duration.unreadable" => "Süre okunamıyor. Örneğin 35 menit, 2100 detik ya da 00:35:00 yazın.",
        "section.empty" => {
            "Bu bölümde soru tanınmadı. Her soruya 1. gibi numarasıyla, seçeneklere A., B., … ile başlayın."
        }
        "section.navigation.unreadable" => "NAVIGATION, urut (sırayla) ya da bebas (serbest) olmalı.",
        "section.repeated" => "Bu başlıkta bir bölüm zaten var. Başka bir ad verin.",
        "section.rule" => "Bölüm soru bankasının kurallarına uymuyor: başlığını, süresini ve yönergesini denetleyin.",
        "section.setting.repeated" => "Bu ayar bu bölümde zaten yazılmış.",
        "section.shuffle.unreadable" => "SHUFFLE, ya (evet) ya da tidak (hayır) olmalı.",
        "section.title.missing" => "Bölümün başlığı yok. Örneğin SECTION: Okuma yazın.",
        "table.unknown" => "Bu bir soru tablosu değil. QUESTION satırıyla ya da NO ve QUESTION başlıklarıyla başlatın.",
        "text.ignored" => "Bu yazı hiçbir soruya ait değil ve alınmadı. Gerekliyse sorusunun içine taşıyın.",
        _ => return None,
    })
}

fn of_questions(code: &str) -> Option<&'static str> {
    Some(match code {
        "question.answer.ignored" => "Yazılı ya da sözlü sorunun örnek cevabı alınmadı.",
        "question.audio.unreadable" => "AUDIO yalnız bir dosya adı olmalı, örneğin track_01.mp3.",
        "question.difficulty.unknown" => "Zorluk mudah (kolay), sedang (orta) ya da sulit (zor) olmalı.",
        "question.key.ambiguous" => {
            "Bu numarada birden çok soru var; anahtarın hangisine ait olduğu belli değil. Her grubu SECTION ile başlatın ve anahtar listesini bölümün sonuna yazın."
        }
        "question.key.conflict" => "Sorunun birbirinden farklı iki anahtarı var. Doğrusunu bırakın.",
        "question.key.missing" => {
            "Sorunun anahtarı yok. Altına yazın, örneğin KEY: B, ya da geldiği programda doğru cevabı işaretleyip yeniden dışa aktarın."
        }
        "question.key.rated" => {
            "Yazılı soruların cevapları alınmadı, çünkü onları değerlendiriciler puanlar. Bu yönergeyi onlara verin."
        }
        "question.key.several" => "Çoktan seçmeli sorunun tek anahtarı olur. Birden çok anahtar için TYPE: MA yazın.",
        "question.key.unexpected" => "Yazılı ve sözlü cevapları insanlar puanlar; anahtarları olmaz.",
        "question.key.unknown" => "Anahtar olmayan bir seçeneği gösteriyor. Anahtarı düzeltin ya da seçeneği ekleyin.",
        "question.key.unmatched" => {
            "Anahtar listesinde hiçbir soruda olmayan bir numara var. İkisinin numaralarını denetleyin."
        }
        "question.key.unreadable" => {
            "Anahtar okunamıyor. Seçenek harflerini yazın, örneğin A ya da A,C; eşleştirmede 1-A, 2-B."
        }
        "question.mark.unreadable" => {
            "Anahtar işareti okunamıyor. v ya da ağırlık için v 50% yazın (-100 ile 100 arası)."
        }
        "question.option.columns" => "Sütunlarda duran seçenekler arasında boşluk var. Her satıra bir seçenek yazın.",
        "question.option.empty" => "Seçenek anahtar olarak işaretli ama boş.",
        "question.option.gap" => "Seçenek harfleri arasında boşluk var. Eksik seçenek olup olmadığına bakın.",
        "question.option.label" => "Seçeneğin harfi A ile Z arasında tek harf olmalı.",
        "question.option.repeated" => "Bu seçenek harfi iki kez yazılmış. Belki sonraki sorunun numarası yok.",
        "question.option.same" => "İki seçenek aynı şeyi söylüyor.",
        "question.option.same_unreadable" => {
            "İki seçenek yalnız okunamayan bir resim ya da formülle ayrılıyor. PNG ya da JPEG koyun veya yeniden yazın."
        }
        "question.option.tells" => {
            "Yalnız anahtar farklı biçimde (kalın, eğik, altı çizili) yazılmış; katılımcılar görürdü, bu yüzden biçim alınmadı."
        }
        "question.option.unreadable" => {
            "Seçenek yalnız okunamayan bir resim ya da formül. PNG ya da JPEG koyun veya yeniden yazın."
        }
        "question.options.few" => "Soruda en az iki seçenek olmalı. Her birini ayrı satıra yazın: A. …, B. ….",
        "question.options.matching" => "Eşleştirme sorusunda 1, 2, … önermeleri ve A, B, … karşılıkları olmalı.",
        "question.options.true_false" => "Doğru-yanlış sorusunun seçenekleri B (doğru) ve S (yanlış) olmalı.",
        "question.options.unexpected" => "Bu türde bir sorunun seçeneği olmaz.",
        "question.passage.unknown" => "Soru olmayan bir okuma metnine gönderme yapıyor.",
        "question.plays.unreadable" => "Dinleme sayısı 1 ile 20 arasında bir sayı olmalı.",
        "question.points.unreadable" => "Puan 0 ya da daha büyük bir sayı olmalı, en fazla iki ondalıkla.",
        "question.preparation.unreadable" => "Hazırlık süresi okunamıyor. Örneğin 15 detik yazın.",
        "question.response.unreadable" => "Cevap süresi okunamıyor. Örneğin 45 detik yazın.",
        "question.rule" => {
            "Soru, soru bankasının kurallarına uymuyor: metin çok uzun olabilir ya da anahtar, puan veya seçenekler uymuyor."
        }
        "question.same" => "Soru daha önceki bir soruyla aynı.",
        "question.scoring.unknown" => {
            "Puanlama tepat (tam), bersih (net), opsi (seçenek başına) ya da bobot (ağırlık) olmalı."
        }
        "question.tags.unreadable" => "En fazla 20 etiket olabilir, her biri en fazla 50 karakter.",
        "question.text.blank" => {
            "Soru doğrudan A seçeneğiyle başlıyor. Üstteki metnin boşluğu sayıldı; böyle istenmiyorsa ne sorduğunu yazın."
        }
        "question.text.missing" => "Soru hiçbir şey sormuyor. Numarasının ardına ya da QUESTION satırına yazın.",
        "question.text.unreadable" => {
            "Soru yalnız okunamayan bir resim ya da formül. PNG ya da JPEG koyun veya yeniden yazın."
        }
        "question.type.missing" => {
            "Sorunun seçeneği yok. Türünü yazın, örneğin TYPE: ESSAY ya da TYPE: SHORT, veya her seçeneği ayrı satıra koyun: A. …, B. …."
        }
        "question.type.unknown" => "Tür tanınmıyor. MC, MA, TF, SHORT, ESSAY, SPEAKING, MATCH ya da 1–5 yazın.",
        "question.weight.missing" => "Ağırlık kullanılıyorsa her anahtarın ağırlığı olmalı ve en az biri artı olmalı.",
        "question.weight.unexpected" => "Ağırlıklar yalnız “bobot” puanlamasıyla kullanılır.",
        "audio.missing" => "Bu ses dosyası henüz yok. Paketin ses klasörüne yükleyin.",
        _ => return None,
    })
}

fn of_exchange(code: &str) -> Option<&'static str> {
    Some(match code {
        "exchange.active" => "Metnin içindeki film, form ya da program alınmadı.",
        "exchange.audio" => "Bu ses dosyasının adı kullanılamıyor.",
        "exchange.empty" => "Dosyada içe aktarılabilecek soru yok.",
        "exchange.link" => "Metindeki bağlantı alınmadı; yazısı kaldı.",
        "exchange.many" => "Dosyada 6.000’den çok soru var. Bölün.",
        "exchange.passage" => "Bir soru dosyada olmayan bir okuma metnine gönderme yapıyor.",
        "gift.answer.missing" => "Bu GIFT sorusunda { ve } arasında cevap yok.",
        "gift.feedback" | "moodle.feedback" => "Bu sorunun geri bildirimi ve ipuçları alınmadı.",
        "gift.weight" => "Kısmi ağırlıklı kısa cevaplar desteklenmiyor ve kabul edilmez.",
        "gift.weight.rounded" | "moodle.weight.rounded" => "Cevapların ağırlıkları tam yüzdeye yuvarlandı.",
        "moodle.case" => "Büyük ve küçük harf burada ayırt edilmez.",
        "moodle.cloze" => "Metinde okunabilen boşluk yok.",
        "moodle.description" => {
            "Bu açıklama okuma metni oldu. Hangi soruların onunla ilgili olduğunu düzenleyicide belirtin."
        }
        "moodle.essay" => "Değerlendirme yönergesi ya da cevap kalıbı alınmadı. Değerlendiricilere verin.",
        "moodle.file" => "Bu sorudaki bir dosya resim değil ve alınmadı. Sesleri paketin ses klasörüne yükleyin.",
        "moodle.points" => "Sorunun puanı okunamıyor; 1 sayıldı.",
        "moodle.points.rounded" => "Sorunun puanı iki ondalığa yuvarlandı.",
        "moodle.shuffle" => "Seçeneklerin karıştırılması alınmadı: dosyadaki sırayla gösterilir.",
        "moodle.type" => "Bu Moodle soru türünün burada karşılığı yok; soru alınmadı.",
        "moodle.units" => "Sayısal cevapların birimleri alınmadı.",
        "moodle.wildcard" => "“Herhangi bir şey” demek olan * desteklenmiyor; cevap olduğu gibi karşılaştırılır.",
        "qti.interaction" => "Bu QTI etkileşiminin burada karşılığı yok; soru alınmadı.",
        "qti.missing" => "Bu soru ya da bölümün dosyası pakette yok.",
        "qti.rules" => "Sınavın dallanmaları, koşulları ya da geri bildirimi alınmadı.",
        "qti.scoring" => "Sorunun puanlanma biçimi alınmadı: tam doğruya tam puan. Düzenleyicide bakın.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::said;

    /// What codes of findings begin with.
    const KINDS: [&str; 20] = [
        "audio.",
        "cell.",
        "document.",
        "drawing.",
        "exchange.",
        "footnote.",
        "formula.",
        "gift.",
        "grid.",
        "keyword.",
        "moodle.",
        "package.",
        "passage.",
        "pdf.",
        "picture.",
        "qti.",
        "question.",
        "section.",
        "table.",
        "text.",
    ];

    fn gather(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("tests") || path.ends_with("tests.rs") {
                continue;
            }
            if path.is_dir() {
                gather(&path, codes);
                continue;
            }
            if path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap();
            let is_code = |text: &&str| {
                KINDS
                    .iter()
                    .any(|kind| text.starts_with(kind) && text.len() > kind.len())
                    && text
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || b"._".contains(&byte))
            };
            codes.extend(source.split('"').filter(is_code).map(str::to_owned));
        }
    }

    #[test]
    fn everything_that_an_import_finds_is_said_in_turkish() {
        let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../papers/src");
        let mut codes = BTreeSet::new();
        for folder in ["import", "exchange"] {
            gather(&papers.join(folder), &mut codes);
        }
        assert!(codes.len() > 90, "{}", codes.len());
        let unsaid: Vec<_> = codes.iter().filter(|code| said(code).is_none()).collect();
        assert!(unsaid.is_empty(), "{unsaid:?}");
    }
}
