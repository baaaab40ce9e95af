//! What is asked again and again, in the words of each who asks: a script for `wrk`, a request of hyper, bytes on a socket.

use std::fmt::Write as _;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;

/// A request, or several of which each is asked for at random.
pub(crate) struct Ask {
    method: &'static str,
    targets: Vec<String>,
    headers: Vec<(&'static str, String)>,
    /// None, or what is sent: one of them at random.
    bodies: Vec<String>,
    /// None, or whose token comes with each of the bodies.
    askers: Vec<String>,
}

impl Ask {
    pub(crate) fn get(target: impl Into<String>) -> Self {
        Self::any_of(vec![target.into()])
    }

    pub(crate) fn any_of(targets: Vec<String>) -> Self {
        Self {
            method: "GET",
            targets,
            headers: Vec::new(),
            bodies: Vec::new(),
            askers: Vec::new(),
        }
    }

    /// JSON that is sent.
    pub(crate) fn post(target: &str, body: String) -> Self {
        Self::post_any(target, vec![body])
    }

    /// One of several bodies of JSON, each sent with a token of its own, if they have any.
    pub(crate) fn post_any(target: &str, bodies: Vec<String>) -> Self {
        Self {
            method: "POST",
            bodies,
            ..Self::get(target)
        }
        .with("content-type", "application/json")
    }

    /// Each body is sent by somebody else.
    pub(crate) fn by_each(self, tokens: Vec<String>) -> Self {
        let askers = tokens.into_iter().map(|token| format!("Bearer {token}")).collect();
        Self { askers, ..self }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn by(self, token: &str) -> Self {
        self.with("authorization", format!("Bearer {token}"))
    }

    /// For `wrk`.
    pub(crate) fn script(&self) -> String {
        let mut script = format!("wrk.method = \"{}\"\n", self.method);
        for (name, value) in &self.headers {
            let _ = writeln!(script, "wrk.headers[\"{name}\"] = [=[{value}]=]");
        }
        if let [body] = &self.bodies[..] {
            let _ = writeln!(script, "wrk.body = [=[{body}]=]");
        }
        if let [target] = &self.targets[..] {
            let _ = writeln!(script, "wrk.path = \"{target}\"");
            if self.bodies.len() > 1 {
                write_table(&mut script, "bodies", &self.bodies);
                write_table(&mut script, "askers", &self.askers);
                script.push_str(
                    "math.randomseed(7)\nrequest = function()\n  local at = math.random(#bodies)\n  \
                     if askers[at] then wrk.headers[\"authorization\"] = askers[at] end\n  \
                     return wrk.format(nil, nil, nil, bodies[at])\nend\n",
                );
            }
            return script;
        }
        script.push_str("local targets = {\n");
        for target in &self.targets {
            let _ = writeln!(script, "\"{target}\",");
        }
        script.push_str(
            "}\nmath.randomseed(7)\nrequest = function()\n  return wrk.format(nil, targets[math.random(#targets)])\nend\n",
        );
        script
    }

    /// What is sent this time, and whose token comes with it.
    fn sending(&self) -> (&str, Option<&str>) {
        if self.bodies.is_empty() {
            return ("", None);
        }
        let at = fastrand::usize(..self.bodies.len());
        (&self.bodies[at], self.askers.get(at).map(String::as_str))
    }

    fn any(&self) -> &str {
        &self.targets[fastrand::usize(..self.targets.len())]
    }

    /// For hyper.
    pub(crate) fn request(&self) -> Request<Full<Bytes>> {
        let mut request = Request::builder()
            .method(self.method)
            .uri(self.any())
            .header(http::header::HOST, "localhost");
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let (body, asker) = self.sending();
        if let Some(asker) = asker {
            request = request.header(http::header::AUTHORIZATION, asker);
        }
        request
            .body(Full::new(Bytes::from(body.to_owned())))
            .expect("a request")
    }

    /// For a socket of its own.
    pub(crate) fn bytes(&self) -> String {
        let mut request = format!(
            "{} {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n",
            self.method,
            self.any()
        );
        for (name, value) in &self.headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        let (body, asker) = self.sending();
        if let Some(asker) = asker {
            let _ = write!(request, "authorization: {asker}\r\n");
        }
        let _ = write!(request, "Content-Length: {}\r\n\r\n{body}", body.len());
        request
    }
}

fn write_table(script: &mut String, name: &str, values: &[String]) {
    let _ = writeln!(script, "local {name} = {{");
    for value in values {
        let _ = writeln!(script, "[=[{value}]=],");
    }
    script.push_str("}\n");
}
