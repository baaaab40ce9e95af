//! A browser without scripts: it keeps cookies, follows ways, and sends forms with the token of the page.

use http::{Method, Request, StatusCode, header};
use testkit::{Answer, Client};

/// Somebody who reads pages.
pub(crate) struct Browser {
    client: Client,
    /// The name by which the server is asked.
    host: &'static str,
    cookies: Vec<(String, String)>,
    /// The last page.
    pub(crate) page: String,
    /// Where it is.
    pub(crate) path: String,
    pub(crate) status: StatusCode,
}

impl Browser {
    pub(crate) fn new(client: &Client, languages: &str) -> Self {
        Self {
            client: client.with_header("accept-language", languages),
            host: "balai.test",
            cookies: Vec::new(),
            page: String::new(),
            path: String::new(),
            status: StatusCode::OK,
        }
    }

    /// On the server's own machine, where cookies are safe without HTTPS.
    pub(crate) fn local(mut self) -> Self {
        self.host = "localhost";
        self
    }

    /// Goes on at another server, with the cookies of this one.
    pub(crate) fn go_to(&mut self, client: &Client, languages: &str) -> &mut Self {
        self.client = client.with_header("accept-language", languages);
        self
    }

    /// Opens a page, and whatever it leads to.
    pub(crate) async fn open(&mut self, path: &str) -> &mut Self {
        let answer = self.ask(Method::GET, path, None).await;
        self.follow(path, answer).await
    }

    /// The bytes behind an address.
    pub(crate) async fn download(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    /// Sends a form with files, as it is given: fields first, then each file under its field's name.
    pub(crate) async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> &mut Self {
        let named = |(name, content): &(&str, &[u8])| {
            // A field in which nothing was chosen sends a file without a name.
            let file = if content.is_empty() { "" } else { "foto.png" };
            ((*name).to_owned(), file.to_owned(), content.to_vec())
        };
        self.upload_named(path, fields, &files.iter().map(named).collect::<Vec<_>>())
            .await
    }

    /// The same with files that are called so: field, name, content.
    pub(crate) async fn upload_named(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(String, String, Vec<u8>)],
    ) -> &mut Self {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (name, file, content) in files {
            let head =
                format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
            body.extend(head.bytes().chain(content.iter().copied()).chain(*b"\r\n"));
        }
        body.extend(b"--limit--\r\n");
        let answer = self
            .ask(Method::POST, path, Some(("multipart/form-data; boundary=limit", body)))
            .await;
        self.follow(path, answer).await
    }

    /// What the long form of the page would send.
    pub(crate) fn held(&self) -> Vec<(String, String)> {
        let form = self.page.split("<form class=\"form\"").nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        let mut held = Vec::new();
        for tag in form.split('<').skip(1) {
            let (head, text) = tag.split_once('>').unwrap();
            let of = |name: &str| {
                let (_, rest) = head.split_once(&format!(" {name}=\""))?;
                rest.split('"').next().map(unescaped)
            };
            let Some(name) = of("name").filter(|_| !head.starts_with("button")) else {
                if head.starts_with("option") && head.ends_with(" selected") {
                    let choice: &mut (String, String) = held.last_mut().unwrap();
                    choice.1 = of("value").unwrap();
                }
                continue;
            };
            let kind = of("type").unwrap_or_default();
            if kind == "checkbox" && !head.ends_with(" checked") || kind == "file" {
                continue;
            }
            let value = if head.starts_with("textarea") {
                unescaped(text)
            } else {
                of("value").unwrap_or_default()
            };
            held.push((name, value));
        }
        held
    }

    /// What the long form of the page holds in a field.
    pub(crate) fn holds(&self, name: &str) -> Option<String> {
        let held = self.held().into_iter().find(|(own, _)| own == name);
        held.map(|(_, value)| value)
    }

    /// What the long form of the page would send, with some fields typed over.
    pub(crate) fn held_with(&self, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut held = self.held();
        for (name, value) in typed {
            match held.iter_mut().find(|(own, _)| own == name) {
                Some((_, own)) => (*value).clone_into(own),
                None => held.push(((*name).to_owned(), (*value).to_owned())),
            }
        }
        held
    }

    /// Sends the long form of the page as it is, with some fields typed over, as a browser does.
    pub(crate) async fn resend(&mut self, path: &str, typed: &[(&str, &str)], files: &[(&str, &[u8])]) -> &mut Self {
        let held = self.held_with(typed);
        let held: Vec<_> = held
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.upload(path, &held, files).await
    }

    /// Sends a form of the page with its token, and opens what it leads to.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> &mut Self {
        let token = self.token().unwrap_or_default();
        let answer = self.post(path, &[&[("_token", token.as_str())], fields].concat()).await;
        self.follow(path, answer).await
    }

    /// Sends a form as it is given.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let form = ("application/x-www-form-urlencoded", body.finish().into_bytes());
        self.ask(Method::POST, path, Some(form)).await
    }

    /// The token of the forms on the page.
    pub(crate) fn token(&self) -> Option<String> {
        let (_, rest) = self.page.split_once("name=\"_token\" value=\"")?;
        rest.split('"').next().map(str::to_owned)
    }

    /// Fails unless the page says this.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.page.contains(text), "{text:?} is not said: {}", self.page);
        self
    }

    /// Fails if the page says this.
    #[track_caller]
    pub(crate) fn is_silent_about(&self, text: &str) -> &Self {
        assert!(!self.page.contains(text), "{text:?} is said: {}", self.page);
        self
    }

    /// Forgets a cookie, as if it had run out.
    pub(crate) fn forget(&mut self, name: &str) {
        self.cookies.retain(|(own, _)| own != name);
    }

    /// Has a cookie, as if it had come from elsewhere.
    pub(crate) fn bring(&mut self, name: &str, value: &str) {
        self.forget(name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn has_cookie(&self, name: &str) -> bool {
        self.cookies.iter().any(|(own, _)| own == name)
    }

    /// What the browser sends along with every request.
    pub(crate) fn cookie(&self) -> String {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        cookies.collect::<Vec<_>>().join("; ")
    }

    async fn follow(&mut self, path: &str, answer: Answer) -> &mut Self {
        let (mut path, mut answer) = (path.to_owned(), answer);
        for _ in 0..5 {
            let Some(next) = answer.headers.get(header::LOCATION) else {
                break;
            };
            next.to_str().unwrap().clone_into(&mut path);
            answer = self.ask(Method::GET, &path, None).await;
        }
        (self.page, self.path, self.status) = (answer.text(), path, answer.status);
        self
    }

    async fn ask(&mut self, method: Method, path: &str, form: Option<(&str, Vec<u8>)>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path.split('#').next().unwrap())
            .header(header::HOST, self.host)
            .header(header::COOKIE, self.cookie());
        if let Some((content_type, _)) = &form {
            request = request
                .header(header::CONTENT_TYPE, *content_type)
                .header(header::ORIGIN, format!("http://{}", self.host));
        }
        let body = form.map(|(_, body)| body).unwrap_or_default();
        let answer = self.client.send(request, body.into()).await;
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.forget(name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }
}

/// Text as it was before templates wrote it.
fn unescaped(text: &str) -> String {
    [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
