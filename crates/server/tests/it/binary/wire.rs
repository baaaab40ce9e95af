//! A bare connection: bytes out, bytes in, each with a limit.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use super::process::LIMIT;

/// A connection that sends what no well-behaved client would.
pub(super) struct Wire {
    stream: TcpStream,
    /// Read, but not yet asked for.
    rest: Vec<u8>,
}

/// A reply as it came over the connection.
#[derive(Debug)]
pub(super) struct RawAnswer {
    /// `HTTP/1.1 200 OK`, without its end of line.
    pub(super) line: String,
    /// In lower case, one per line.
    pub(super) head: String,
    pub(super) body: String,
}

impl RawAnswer {
    #[track_caller]
    pub(super) fn expect(self, status: u16) -> Self {
        assert!(self.line.contains(&format!(" {status} ")), "{self:#?}");
        self
    }

    #[track_caller]
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
    }
}

/// How a read ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Came {
    Bytes,
    /// The other end closed the connection.
    End,
    /// Nothing within the limit.
    Nothing,
}

impl Wire {
    pub(super) fn to(addr: SocketAddr) -> Self {
        let stream = TcpStream::connect_timeout(&addr, LIMIT).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_write_timeout(Some(LIMIT)).unwrap();
        Self {
            stream,
            rest: Vec::new(),
        }
    }

    /// Sends.
    pub(super) fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        self.stream.write_all(bytes.as_ref()).unwrap();
        self
    }

    /// Sends, unless the other end has gone.
    pub(super) fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// Sends nothing more, but goes on reading.
    pub(super) fn finish_sending(&mut self) {
        // The other end may have gone already.
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Waits for more bytes.
    pub(super) fn wait(&mut self, limit: Duration) -> Came {
        let mut buffer = [0; 16 * 1024];
        self.stream
            .set_read_timeout(Some(limit.max(Duration::from_millis(1))))
            .unwrap();
        match self.stream.read(&mut buffer) {
            Ok(0) => Came::End,
            Ok(count) => {
                self.rest.extend_from_slice(&buffer[..count]);
                Came::Bytes
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Came::Nothing,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => Came::End,
            Err(error) => panic!("{error}"),
        }
    }

    /// Reads one reply whose length is announced.
    #[track_caller]
    pub(super) fn answer(&mut self) -> RawAnswer {
        let head = self.head();
        let length = head
            .header("content-length")
            .map_or(0, |length| length.parse::<usize>().unwrap());
        self.fill(|rest| rest.len() >= length);
        let body = self.rest.drain(..length).collect::<Vec<_>>();
        RawAnswer {
            body: String::from_utf8(body).unwrap(),
            ..head
        }
    }

    /// Reads the head of a reply, and nothing of what follows.
    #[track_caller]
    pub(super) fn head(&mut self) -> RawAnswer {
        const END: &[u8] = b"\r\n\r\n";
        let end = |rest: &[u8]| rest.windows(END.len()).position(|window| window == END);
        self.fill(|rest| end(rest).is_some());
        let at = end(&self.rest).unwrap();
        let head = self.rest.drain(..at + END.len()).collect::<Vec<_>>();
        let text = String::from_utf8(head).unwrap();
        let (line, head) = text.split_once("\r\n").unwrap();
        RawAnswer {
            line: line.to_owned(),
            head: head.to_ascii_lowercase(),
            body: String::new(),
        }
    }

    #[track_caller]
    fn fill(&mut self, enough: impl Fn(&[u8]) -> bool) {
        let start = Instant::now();
        while !enough(&self.rest) {
            let came = self.wait(LIMIT.saturating_sub(start.elapsed()));
            let rest = String::from_utf8_lossy(&self.rest);
            assert_eq!(came, Came::Bytes, "after {rest:?}");
        }
    }

    /// Reads until the other end closes; everything that came.
    #[track_caller]
    pub(super) fn rest(&mut self) -> String {
        let start = Instant::now();
        loop {
            match self.wait(LIMIT.saturating_sub(start.elapsed())) {
                Came::Bytes => {}
                Came::End => return String::from_utf8_lossy(&self.rest).into_owned(),
                Came::Nothing => panic!("the connection stays open after {} bytes", self.rest.len()),
            }
        }
    }

    /// What came and was not asked for.
    pub(super) fn unread(&self) -> &[u8] {
        &self.rest
    }
}
