//! Pictures of every kind, good and bad.

use super::*;
use image::{DynamicImage, Rgb, RgbImage, Rgba, RgbaImage, codecs::gif::GifEncoder};

/// A photo of many colours.
fn photo(width: u32, height: u32) -> DynamicImage {
    let shade = |n: u32| u8::try_from(n % 256).unwrap();
    RgbImage::from_fn(width, height, |x, y| Rgb([shade(x), shade(y), shade(x * y / 7)])).into()
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A picture drawn from a file, as an upload would be.
fn drawn(content: &[u8]) -> Result<Picture, Error> {
    let head = &content[..content.len().min(HEAD)];
    draw(content, ImageType::sniff(head)?)
}

fn sizes(picture: &Picture) -> Vec<(&'static str, u32, u32, &'static str)> {
    picture
        .drawn
        .iter()
        .map(|one| (one.name, one.width, one.height, one.content_type))
        .collect()
}

fn code(content: &[u8]) -> &'static str {
    drawn(content).unwrap_err().code()
}

/// A JPEG with an EXIF block that says how to turn it, and where it was taken.
fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPS 41.0082N 28.9784E");
    let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &tiff, &jpeg[2..]].concat()
}

#[test]
fn a_photo_is_drawn_in_three_sizes_and_never_enlarged() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let picture = drawn(&file(&photo(1200, 800), format)).unwrap();
        assert_eq!((picture.width, picture.height), (1200, 800), "{format:?}");
        let expected = [
            ("large", 1200, 800, "image/jpeg"),
            ("medium", 960, 640, "image/jpeg"),
            ("thumb", 320, 213, "image/jpeg"),
        ];
        assert_eq!(sizes(&picture), expected, "{format:?}");
        for one in &picture.drawn {
            let again = image::load_from_memory_with_format(&one.bytes, ImageFormat::Jpeg).unwrap();
            assert_eq!((again.width(), again.height()), (one.width, one.height));
        }
    }
    let small = drawn(&file(&photo(10, 7), ImageFormat::Png)).unwrap();
    assert!(
        sizes(&small)
            .iter()
            .all(|(_, width, height, _)| (*width, *height) == (10, 7))
    );
    // The same pixels are the same file, and so one blob.
    assert!(small.drawn.iter().all(|one| one.bytes == small.drawn[0].bytes));
    let line = drawn(&file(&photo(4000, 1), ImageFormat::Png)).unwrap();
    assert_eq!(sizes(&line)[2], ("thumb", 320, 1, "image/jpeg"));
}

#[test]
fn what_is_transparent_stays_so_and_what_only_could_be_does_not_cost() {
    let mut pixels = RgbaImage::from_pixel(400, 300, Rgba([200, 30, 30, 255]));
    let opaque = drawn(&file(&pixels.clone().into(), ImageFormat::Png)).unwrap();
    assert!(sizes(&opaque).iter().all(|(.., kind)| *kind == "image/jpeg"));
    for pixel in pixels.pixels_mut().take(50 * 400) {
        *pixel = Rgba([0, 0, 0, 0]);
    }
    let clear = drawn(&file(&pixels.into(), ImageFormat::Png)).unwrap();
    assert!(sizes(&clear).iter().all(|(.., kind)| *kind == "image/png"));
    let thumb = image::load_from_memory(&clear.drawn[2].bytes).unwrap().to_rgba8();
    assert_eq!(
        (thumb.get_pixel(160, 10).0[3], thumb.get_pixel(160, 200).0[3]),
        (0, 255)
    );
}

#[test]
fn a_picture_stands_upright_and_tells_nothing_but_itself() {
    let mut pixels = RgbImage::from_pixel(600, 400, Rgb([20, 20, 220]));
    for pixel in pixels.pixels_mut().take(600 * 100) {
        *pixel = Rgb([220, 20, 20]);
    }
    let jpeg = file(&pixels.into(), ImageFormat::Jpeg);
    // 6: the camera was turned, the top of the picture is on its right-hand side.
    let turned = turned(&jpeg, 6);
    let picture = drawn(&turned).unwrap();
    assert_eq!((picture.width, picture.height), (400, 600));
    let large = image::load_from_memory(&picture.drawn[0].bytes).unwrap().to_rgb8();
    assert_eq!(large.dimensions(), (400, 600));
    let red = |x, y| large.get_pixel(x, y).0[0] > 128;
    assert!(red(380, 300) && !red(20, 300));
    for one in &picture.drawn {
        let text = String::from_utf8_lossy(&one.bytes);
        assert!(!text.contains("Exif") && !text.contains("GPS"));
    }
    // A turn that makes no sense turns nothing.
    let nonsense = drawn(&self::turned(&jpeg, 77)).unwrap();
    assert_eq!((nonsense.width, nonsense.height), (600, 400));
}

#[test]
fn of_an_animation_the_first_picture_is_drawn() {
    let mut bytes = Vec::new();
    let frames = [[255, 0, 0, 255], [0, 0, 255, 255]];
    let mut encoder = GifEncoder::new(&mut bytes);
    for colour in frames {
        let frame = image::Frame::new(RgbaImage::from_pixel(20, 20, Rgba(colour)));
        encoder.encode_frame(frame).unwrap();
    }
    drop(encoder);
    let picture = drawn(&bytes).unwrap();
    let thumb = image::load_from_memory(&picture.drawn[2].bytes).unwrap().to_rgb8();
    assert!(thumb.get_pixel(10, 10).0[0] > 200);
}

#[test]
fn truncated_pictures_are_refused() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let whole = file(&photo(640, 480), format);
        for part in [0.3, 0.6, 0.95] {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a part of a small number"
            )]
            let length = (whole.len() as f64 * part) as usize;
            assert_eq!(code(&whole[..length]), "media.broken_image", "{format:?} {part}");
        }
    }
}

#[test]
fn what_only_begins_like_a_picture_is_refused() {
    let jpeg = file(&photo(64, 48), ImageFormat::Jpeg);
    let mut noise = jpeg[..40].to_vec();
    noise.extend(std::iter::repeat_n(0x55, 5000));
    // Which of the two is told depends on how much of a head is left.
    assert!(["media.broken_image", "media.not_an_image"].contains(&code(&noise)));
    for (content, expected) in [
        (
            &b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..],
            "media.not_an_image",
        ),
        (b"%PDF-1.7\n", "media.not_an_image"),
        (b"GIF89a=1;alert(1)", "media.not_an_image"),
    ] {
        assert_eq!(code(content), expected);
    }
    assert_eq!(draw(b"x", ImageType::Avif).unwrap_err().code(), "media.not_an_image");
    // The name of one format on the content of another.
    assert_eq!(draw(&jpeg, ImageType::Png).unwrap_err().code(), "media.broken_image");
}

/// A PNG that claims a size and has hardly any data.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    claiming_depth(width, height, 8)
}

/// The same, with so many bits for each of a pixel's parts.
fn claiming_depth(width: u32, height: u32, depth: u8) -> Vec<u8> {
    let mut png = file(&photo(1, 1), ImageFormat::Png);
    png[24] = depth;
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xEDB8_8320
            } else {
                sum >> 1
            };
        }
    }
    !sum
}

#[test]
fn pixels_that_take_too_much_memory_are_refused_before_they_are_decoded() {
    let code = |png: &[u8]| draw(png, ImageType::Png).unwrap_err().code();
    // As many pixels of half the depth are taken, and only then missed.
    assert_eq!(code(&claiming_depth(7_000, 7_000, 16)), "media.too_many_pixels");
    assert_eq!(code(&claiming_depth(5_000, 4_900, 16)), "media.broken_image");
    assert_eq!(code(&claiming_depth(7_000, 7_000, 8)), "media.broken_image");
}

#[test]
fn too_many_pixels_are_refused_before_they_are_decoded() {
    for (width, height) in [
        (12_001, 1),
        (1, 12_001),
        (12_000, 12_000),
        (7_100, 7_100),
        (u32::MAX / 2, 1),
    ] {
        assert_eq!(
            code(&claiming(width, height)),
            "media.too_many_pixels",
            "{width}x{height}"
        );
    }
    // Within bounds it is only broken: there are not that many pixels in it.
    assert_eq!(code(&claiming(7_000, 7_000)), "media.broken_image");
    // The same for a GIF, whose header holds the size.
    let mut gif = file(&photo(4, 4), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(code(&gif), "media.too_many_pixels");
}

#[test]
fn a_jpeg_that_goes_over_its_pixels_a_thousand_times_is_refused() {
    let jpeg = file(&photo(64, 48), ImageFormat::Jpeg);
    let start = jpeg.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    let (head, scan) = jpeg.split_at(start);
    let scan = &scan[..scan.len() - 2];
    let many = [head, &scan.repeat(1000), &[0xFF, 0xD9]].concat();
    assert_eq!(code(&many), "media.broken_image");
}

/// A PNG of one colour, with a profile; see-through a little, so that it is drawn without loss.
fn coloured(pixel: [u8; 3], profile: Vec<u8>) -> Vec<u8> {
    let [red, green, blue] = pixel;
    let image = RgbaImage::from_pixel(4, 4, Rgba([red, green, blue, 254]));
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile).unwrap();
    image.write_with_encoder(encoder).unwrap();
    bytes
}

fn first_pixel(picture: &Picture) -> [u8; 4] {
    let bytes = &picture.drawn[0].bytes;
    image::load_from_memory(bytes).unwrap().to_rgba8().get_pixel(0, 0).0
}

#[test]
fn colours_of_a_profile_become_those_that_every_browser_shows() {
    let p3 = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let srgb = moxcms::ColorProfile::new_srgb().encode().unwrap();
    let near = |pixel: [u8; 4], wanted: [u8; 3]| pixel.iter().zip(wanted).all(|(is, wanted)| is.abs_diff(wanted) <= 3);
    let pixel = first_pixel(&drawn(&coloured([200, 100, 50], p3.clone())).unwrap());
    assert!(near(pixel, [215, 93, 31]) && pixel[3] == 254, "{pixel:?}");
    // Grey is grey, and what sRGB cannot show is as near as it gets.
    assert!(near(
        first_pixel(&drawn(&coloured([128; 3], p3.clone())).unwrap()),
        [128; 3]
    ));
    assert!(near(
        first_pixel(&drawn(&coloured([255, 0, 0], p3)).unwrap()),
        [255, 0, 0]
    ));
    for same in [srgb, b"no profile".to_vec(), vec![0; 5000]] {
        assert!(near(
            first_pixel(&drawn(&coloured([200, 100, 50], same)).unwrap()),
            [200, 100, 50]
        ));
    }
}

#[test]
fn an_animation_is_known_from_a_still_picture() {
    let frame = |shade: u8| image::Frame::new(RgbaImage::from_pixel(8, 8, Rgba([shade, 0, 0, 255])));
    let gif = |count: u8| {
        let mut bytes = Vec::new();
        GifEncoder::new(&mut bytes)
            .encode_frames((0..count).map(frame))
            .unwrap();
        bytes
    };
    assert!(!drawn(&gif(1)).unwrap().moves);
    assert!(drawn(&gif(2)).unwrap().moves);
    assert!(drawn(&gif(9)).unwrap().moves);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        assert!(!drawn(&file(&photo(8, 8), format)).unwrap().moves, "{format:?}");
    }
    // Whatever the bytes say, counting ends.
    for length in 0..40 {
        assert!(pictures_of_gif(&gif(2)[..length.min(gif(2).len())], 2) <= 2);
    }
}

/// Bytes that begin as this kind, and the size of the picture in them.
fn told(bytes: &[u8], kind: ImageType) -> (u32, u32) {
    assert_eq!(ImageType::of(bytes), Some(kind));
    measure(bytes).unwrap()
}

#[test]
fn a_picture_gets_as_narrow_as_it_is_wanted_and_upright() {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 95);
    photo(1200, 800).write_with_encoder(encoder).unwrap();
    let jpeg = turned(&jpeg, 6);
    for (width, size) in [
        (160, (160, 240)),
        (320, (320, 480)),
        (640, (640, 960)),
        (1280, (800, 1200)),
    ] {
        let webp = narrow(&jpeg, ImageType::Jpeg, width, true).unwrap().unwrap();
        let plain = narrow(&jpeg, ImageType::Jpeg, width, false).unwrap().unwrap();
        assert_eq!(told(&webp, ImageType::Webp), size);
        assert_eq!(told(&plain, ImageType::Jpeg), size);
        assert!(webp.len() < plain.len(), "{} {}", webp.len(), plain.len());
    }
    assert_eq!(
        [1, 160, 161, 1280, 1281].map(width_for),
        [Some(160), Some(160), Some(320), Some(1280), None]
    );
}

#[test]
fn what_is_see_through_stays_so_in_every_width() {
    let mut pixels = photo(400, 300).to_rgba8();
    for pixel in pixels.pixels_mut().take(400 * 150) {
        *pixel = Rgba([0, 0, 0, 0]);
    }
    let png = file(&pixels.into(), ImageFormat::Png);
    for (as_webp, kind) in [(true, ImageType::Webp), (false, ImageType::Png)] {
        let narrow = narrow(&png, ImageType::Png, 160, as_webp).unwrap().unwrap();
        assert_eq!(told(&narrow, kind), (160, 120));
        let again = image::load_from_memory(&narrow).unwrap().to_rgba8();
        assert_eq!((again.get_pixel(80, 10).0[3], again.get_pixel(80, 110).0[3]), (0, 255));
    }
}

#[test]
fn what_moves_and_what_is_small_enough_stays_as_it_is() {
    let frame = |shade: u8| image::Frame::new(RgbaImage::from_pixel(300, 300, Rgba([shade, 0, 0, 255])));
    let mut gif = Vec::new();
    GifEncoder::new(&mut gif).encode_frames((0..3).map(frame)).unwrap();
    assert_eq!(narrow(&gif, ImageType::Gif, 160, true).unwrap(), None);
    assert_eq!(narrow(b"anything", ImageType::Avif, 160, true).unwrap(), None);
    // Drawn anew it would be larger.
    let jpeg = file(&photo(120, 80), ImageFormat::Jpeg);
    assert_eq!(narrow(&jpeg, ImageType::Jpeg, 160, false).unwrap(), None);
    assert_eq!(
        narrow(&claiming(12_000, 12_000), ImageType::Png, 160, true)
            .unwrap_err()
            .code(),
        "media.too_many_pixels"
    );
}

#[test]
fn a_square_holds_the_whole_picture_on_white() {
    let wide = vec![0_u8; 40 * 20 * 3];
    let png = encode_pattern(40, 20, &wide).unwrap();
    let square = square(&png, ImageType::Png, 80).unwrap();
    assert_eq!(square.len(), 80 * 80 * 3);
    let at = |x: usize, y: usize| square[(y * 80 + x) * 3];
    assert_eq!((at(40, 5), at(40, 40), at(2, 40), at(40, 75)), (255, 0, 0, 255));
    assert!(super::square(b"no picture", ImageType::Png, 80).is_err());
}
