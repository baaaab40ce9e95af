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
        }
    }

    /// JSON that is sent.
    pub(crate) fn post(target: &str, body: String) -> Self {
        Self::post_any(target, vec![body])
    }

    /// One of several bodies of JSON.
    pub(crate) fn post_any(target: &str, bodies: Vec<String>) -> Self {
        Self {
            method: "POST",
            bodies,
            ..Self::get(target)
        }
        .with("content-type", "application/json")
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
                script.push_str("local bodies = {\n");
                for body in &self.bodies {
                    let _ = writeln!(script, "[=[{body}]=],");
                }
                script.push_str(
                    "}\nmath.randomseed(7)\nrequest = function()\n  return wrk.format(nil, nil, nil, bodies[math.random(#bodies)])\nend\n",
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

    fn body(&self) -> &str {
        match &self.bodies[..] {
            [] => "",
            bodies => &bodies[fastrand::usize(..bodies.len())],
        }
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
        let body = Full::new(Bytes::from(self.body().to_owned()));
        request.body(body).expect("a request")
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
        let body = self.body();
        let _ = write!(request, "Content-Length: {}\r\n\r\n{body}", body.len());
        request
    }
}
