//! The rpcs that there are, found by their paths.

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use http::Request;
use prost_reflect::{DescriptorPool, MessageDescriptor, MethodDescriptor, ServiceDescriptor};
use tower::util::BoxCloneSyncService;

use super::{Body, DESCRIPTORS};
use crate::Service;

/// The service by which clients learn what there is.
pub(super) const REFLECTION: &str = "grpc.reflection.v1.ServerReflection";
/// The same as older clients ask for it.
pub(super) const REFLECTION_ALPHA: &str = "grpc.reflection.v1alpha.ServerReflection";

type Reflection = BoxCloneSyncService<Request<Body>, http::Response<Body>, Infallible>;

/// How an rpc answers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Answers {
    /// By one message.
    Once,
    /// By the rows of all pages of a list, one by one.
    Rows(&'static Rows),
    /// By what happens, until one of both sides ends.
    Events,
}

/// How a list is walked through.
#[derive(Debug)]
pub(super) struct Rows {
    /// The rpc.
    rpc: &'static str,
    /// The documented call of a page.
    pub(super) api: &'static str,
    /// The member of its answer with the rows.
    pub(super) name: &'static str,
    /// Where the answer says where the next page begins, as a JSON pointer.
    pub(super) next: &'static str,
    /// The parameter that takes it.
    pub(super) cursor: &'static str,
}

const ROWS: &[Rows] = &[
    Rows {
        rpc: "StreamListings",
        api: "listListings",
        name: "listings",
        next: "/nextCursor",
        cursor: "cursor",
    },
    Rows {
        rpc: "StreamInbox",
        api: "listConversationThreads",
        name: "conversationThreads",
        next: "/cursor/before",
        cursor: "before",
    },
];

/// One rpc.
pub(super) struct Method {
    pub(super) service: Arc<Service>,
    /// The documented name of the call.
    pub(super) api: String,
    pub(super) input: MessageDescriptor,
    pub(super) output: MessageDescriptor,
    pub(super) answers: Answers,
}

impl Method {
    fn of(service: &Arc<Service>, described: &MethodDescriptor) -> Self {
        let rows = ROWS.iter().find(|rows| rows.rpc == described.name());
        let answers = match rows {
            Some(rows) => Answers::Rows(rows),
            None if described.is_server_streaming() => Answers::Events,
            None => Answers::Once,
        };
        Self {
            service: Arc::clone(service),
            api: rows.map_or_else(
                || documented_name(service, described.name()),
                |rows| rows.api.to_owned(),
            ),
            input: described.input(),
            output: described.output(),
            answers,
        }
    }
}

/// The documented name of an rpc: it begins with a small letter, or with an underscore before a small letter.
fn documented_name(service: &Service, rpc: &str) -> String {
    let mut letters = rpc.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    let name: String = first.into_iter().chain(letters).collect();
    let inner = format!("_{name}");
    if service.route(&inner).is_some() { inner } else { name }
}

/// All rpcs, and who describes them.
pub(super) struct Methods {
    by_path: HashMap<String, Arc<Method>>,
    reflection: Option<Reflection>,
    reflection_alpha: Option<Reflection>,
}

impl Methods {
    pub(super) fn of(services: &[Arc<Service>]) -> Self {
        let pool = DescriptorPool::decode(DESCRIPTORS).unwrap_or_else(|cause| {
            tracing::error!(%cause, "the descriptors cannot be read");
            DescriptorPool::new()
        });
        let mut by_path = HashMap::new();
        for service in services {
            let described = pool.get_service_by_name(service.full_name);
            let methods = described.iter().flat_map(ServiceDescriptor::methods);
            by_path.extend(methods.map(|method| {
                let path = format!("/{}/{}", service.full_name, method.name());
                (path, Arc::new(Method::of(service, &method)))
            }));
        }
        let names: Vec<&'static str> = services.iter().map(|service| service.full_name).collect();
        Self {
            by_path,
            reflection: described(&names).build_v1().ok().map(boxed),
            reflection_alpha: described(&names).build_v1alpha().ok().map(boxed),
        }
    }

    pub(super) fn find(&self, path: &str) -> Option<&Arc<Method>> {
        self.by_path.get(path)
    }

    /// Who answers for a service that describes the others.
    pub(super) fn reflection(&self, service: &str) -> Option<Reflection> {
        match service {
            REFLECTION => self.reflection.clone(),
            REFLECTION_ALPHA => self.reflection_alpha.clone(),
            _ => None,
        }
    }
}

fn described<'a>(names: &[&'static str]) -> tonic_reflection::server::Builder<'a> {
    let builder = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET);
    let builder = names
        .iter()
        .fold(builder, |builder, name| builder.with_service_name(*name));
    [super::health::NAME, REFLECTION]
        .iter()
        .fold(builder, |builder, name| builder.with_service_name(*name))
}

fn boxed<S>(service: S) -> Reflection
where
    S: tower::Service<Request<Body>, Response = http::Response<Body>, Error = Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
{
    BoxCloneSyncService::new(service)
}
