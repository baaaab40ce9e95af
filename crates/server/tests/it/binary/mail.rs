//! Letters by the command line.

use testkit::smtp::Smtp;

use super::process::Home;

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_tried_and_what_the_server_says_is_told() {
    let server = Smtp::start().await;
    server.refuse("gone@example.com", 550);
    let url = server.url();
    let arrived = tokio::task::spawn_blocking(move || {
        let home = Home::new();
        let settings = ["--smtp", &url, "--mail-from", "Balai <balai@example.org>"];
        let run = |words: &[&str]| home.run(&[words, &settings[..]].concat());
        run(&["mail", "test", "ketua@example.com"])
            .expect(0)
            .says("took a letter to ketua@example.com");
        run(&["mail", "test", "gone@example.com"]).expect(1).complains("550");
        run(&["mail", "list"]).expect(0);
        home.run(&["mail", "test", "ketua@example.com"])
            .expect(1)
            .complains("no mail server is set");
        home.run(&["config", "--smtp", &url])
            .expect(1)
            .complains("belong together");
    });
    arrived.await.unwrap();
    let letter = server.last_to("ketua@example.com");
    assert!(letter.text.contains("can send letters"), "{}", letter.text);
}
