//! Closures of `read` and `write` with their types put aside.
//!
//! Each call of `read` and `write` brings types of its own. What an engine does with a closure does not depend on them, so
//! it is compiled once, in this crate: a call adds to its own crate only what turns the closure into one of these and its
//! answer back.

use std::{any::Any, marker::PhantomData, panic::AssertUnwindSafe, pin::Pin};

use futures_util::FutureExt as _;

use super::{Conn, Tx, panicked};
use crate::{
    ctx::current_request,
    error::{Error, Result},
    id::RequestId,
};

/// What a closure answered. Which of the two it is decides over commit and roll-back.
pub(super) type Answer = std::result::Result<Erased, Erased>;
/// A value whose type only the caller knows.
pub(super) type Erased = Box<dyn Any + Send>;
/// A closure at work. Not `Send`: nobody can say of a closure's future whether it is, and it need not be, since each runs
/// to its end on one thread.
pub(super) type Running<'a> = Pin<Box<dyn Future<Output = Answer> + 'a>>;

/// A closure that reads.
pub(super) trait Read: Send {
    fn run<'a>(self: Box<Self>, conn: &'a mut Conn<'_>) -> Running<'a>;
}

/// A closure that writes.
pub(super) trait Write: Send {
    fn run<'a>(self: Box<Self>, tx: &'a mut Tx<'_>) -> Running<'a>;
    /// A fresh copy, for another try.
    fn copy(&self) -> Box<dyn Write>;
}

struct Typed<F, T, E> {
    work: F,
    /// The request that a write follows from.
    request: Option<RequestId>,
    answers: PhantomData<fn() -> (T, E)>,
}

pub(super) fn reading<T, E, F>(work: F) -> Box<dyn Read>
where
    T: Send + 'static,
    E: Send + 'static,
    F: AsyncFnOnce(&mut Conn<'_>) -> Result<T, E> + Send + 'static,
{
    Box::new(Typed {
        work,
        request: None,
        answers: PhantomData,
    })
}

pub(super) fn writing<T, E, F>(work: F) -> Box<dyn Write>
where
    T: Send + 'static,
    E: Send + 'static,
    F: AsyncFnOnce(&mut Tx<'_>) -> Result<T, E> + Clone + Send + 'static,
{
    writing_for(current_request(), work)
}

fn writing_for<T, E, F>(request: Option<RequestId>, work: F) -> Box<dyn Write>
where
    T: Send + 'static,
    E: Send + 'static,
    F: AsyncFnOnce(&mut Tx<'_>) -> Result<T, E> + Clone + Send + 'static,
{
    Box::new(Typed {
        work,
        request,
        answers: PhantomData,
    })
}

impl<T, E, F> Read for Typed<F, T, E>
where
    T: Send + 'static,
    E: Send + 'static,
    F: AsyncFnOnce(&mut Conn<'_>) -> Result<T, E> + Send + 'static,
{
    fn run<'a>(self: Box<Self>, conn: &'a mut Conn<'_>) -> Running<'a> {
        Box::pin(async move { erase((self.work)(conn).await) })
    }
}

impl<T, E, F> Write for Typed<F, T, E>
where
    T: Send + 'static,
    E: Send + 'static,
    F: AsyncFnOnce(&mut Tx<'_>) -> Result<T, E> + Clone + Send + 'static,
{
    fn run<'a>(self: Box<Self>, tx: &'a mut Tx<'_>) -> Running<'a> {
        tx.request = self.request;
        Box::pin(async move { erase((self.work)(tx).await) })
    }

    fn copy(&self) -> Box<dyn Write> {
        writing_for(self.request, self.work.clone())
    }
}

fn erase<T: Send + 'static, E: Send + 'static>(out: Result<T, E>) -> Answer {
    match out {
        Ok(value) => Ok(Box::new(value)),
        Err(error) => Err(Box::new(error)),
    }
}

/// What the closure answered, or why it could not be run or stored.
pub(super) fn regain<T: 'static, E: From<Error> + 'static>(out: Result<Answer>) -> Result<T, E> {
    match out? {
        Ok(value) => match value.downcast() {
            Ok(value) => Ok(*value),
            Err(_other) => Err(mixed_up().into()),
        },
        Err(error) => match error.downcast() {
            Ok(error) => Err(*error),
            Err(_other) => Err(mixed_up().into()),
        },
    }
}

fn mixed_up() -> Error {
    Error::internal("a database closure was answered with another one's value")
}

/// Turns a panic in a database closure into an error of that closure alone.
pub(super) async fn guarded(running: Running<'_>) -> Result<Answer> {
    AssertUnwindSafe(running)
        .catch_unwind()
        .await
        .map_err(|panic| panicked(&*panic))
}
