//! A browser without scripts: it keeps cookies, follows ways, and sends forms with the token of the page.

use http::{Method, Request, StatusCode, header};
use testkit::{Answer, Client};

/// Somebody who reads pages.
pub(crate) struct Browser {
    client: Client,
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
            cookies: Vec::new(),
            page: String::new(),
            path: String::new(),
            status: StatusCode::OK,
        }
    }

    /// Opens a page, and whatever it leads to.
    pub(crate) async fn open(&mut self, path: &str) -> &mut Self {
        let answer = self.ask(Method::GET, path, None).await;
        self.follow(path, answer).await
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
        self.ask(Method::POST, path, Some(body.finish())).await
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

    pub(crate) fn has_cookie(&self, name: &str) -> bool {
        self.cookies.iter().any(|(own, _)| own == name)
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

    async fn ask(&mut self, method: Method, path: &str, form: Option<String>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path.split('#').next().unwrap())
            .header(header::HOST, "balai.test")
            .header(header::COOKIE, cookies.join("; "));
        if form.is_some() {
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ORIGIN, "http://balai.test");
        }
        let answer = self.client.send(request, form.unwrap_or_default().into()).await;
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
