//! A body of two pieces: what is made for one request, and what is shared by all.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

/// Below this size, copying the shared piece is cheaper than sending two.
const COPIED: usize = 16 * 1024;

/// The first piece, then the second.
pub(super) fn joined(mut first: Vec<u8>, second: &Bytes) -> Body {
    if first.is_empty() {
        return Body::from(second.clone());
    }
    if second.len() <= COPIED {
        first.extend_from_slice(second);
        return Body::from(first);
    }
    Body::new(Joined([Some(first.into()), Some(second.clone())]))
}

struct Joined([Option<Bytes>; 2]);

impl hyper::body::Body for Joined {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.0.iter_mut().find_map(Option::take);
        Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.0.iter().flatten().map(Bytes::len).sum::<usize>();
        SizeHint::with_exact(u64::try_from(left).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn both_pieces_arrive_in_order_with_their_length() {
        for size in [0, 10, COPIED, COPIED + 1] {
            let second = Bytes::from(vec![b'x'; size]);
            let body = joined(b"head".to_vec(), &second);
            let told = hyper::body::Body::size_hint(&body).exact();
            let all = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            assert_eq!(told, u64::try_from(all.len()).ok());
            assert!(all.starts_with(b"head") && all.len() == size + 4);
        }
    }
}
