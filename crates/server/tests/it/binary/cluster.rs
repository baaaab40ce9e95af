//! Three servers on one database with a message broker: one dies, the broker is away for a while, the database's standby takes
//! over, and nothing that was acknowledged is lost, told twice, or left out of a stream.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use accounts::Role;
use async_nats::jetstream;
use platform::db::Location;
use serde_json::{Value, json};
use testkit::{DatabasePair, Nats, TestDb};

use super::process::{Api, Home, LIMIT, Server, until};
use crate::support::{PASSWORD, TestApp};

const BUYERS: usize = 5;
/// Messages that each of them sends.
const MESSAGES: usize = 40;

/// Servers that share everything but their sockets.
struct Cluster {
    servers: Vec<Server>,
    _home: Home,
}

impl Cluster {
    fn start(database: &str, nats: &str) -> Self {
        let home = Home::new();
        let keys = home.path().join("keys.json");
        let start = |number: usize| {
            let data = home.path().join(number.to_string());
            let (data, keys) = (data.to_str().unwrap(), keys.to_str().unwrap());
            home.serve(&[
                "--database",
                database,
                "--nats",
                nats,
                "--data",
                data,
                "--keys",
                keys,
                "--moderate-listings=false",
                "--postgres-connections",
                "6",
            ])
        };
        Self {
            servers: (1..=3).map(start).collect(),
            _home: home,
        }
    }

    fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(|server| server.addr).collect()
    }
}

fn token(server: &Server, name: &str) -> String {
    let session = server
        .anyone()
        .post("/login", &json!({"username": name, "password": PASSWORD}));
    session.expect(200).json()["accessToken"].as_str().unwrap().to_owned()
}

/// Asks one server after the other until one does it.
fn insist(addresses: &[SocketAddr], first: usize, token: &str, path: &str, body: &Value) -> Value {
    let next = AtomicUsize::new(first);
    until("an acknowledgement", LIMIT, || {
        let address = addresses[next.fetch_add(1, Ordering::Relaxed) % addresses.len()];
        let api = Api::new(address, Some(token.to_owned()));
        let answer = api.try_call("POST", path, Some(body)).ok()?;
        // A server that is about to be gone, or whose database is busy, says so; anything else is wrong.
        (answer.status < 500).then(|| answer.expect(201).json())
    })
}

/// Ids of the messages that a stream told, in order.
type Told = Arc<Mutex<Vec<String>>>;

/// Listens at one server after the other, each time from where it was, until so many messages were told.
fn listen(addresses: &[SocketAddr], first: usize, token: &str, told: &Told, count: usize) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(2)))
        .build()
        .into();
    let mut last = String::from("0");
    for turn in first.. {
        let address = addresses[turn % addresses.len()];
        let asked = agent
            .get(format!("http://{address}/v1/conversationthreads/stream"))
            .header("authorization", format!("Bearer {token}"))
            .header("last-event-id", &last)
            .call();
        let Ok(mut answer) = asked else { continue };
        let mut event = String::new();
        for line in BufReader::new(answer.body_mut().as_reader()).lines() {
            let Ok(line) = line else { break };
            if let Some(id) = line.strip_prefix("id: ") {
                id.clone_into(&mut last);
            } else if let Some(name) = line.strip_prefix("event: ") {
                name.clone_into(&mut event);
            } else if let Some(data) = line.strip_prefix("data: ")
                && event == "message-created"
            {
                let message: Value = serde_json::from_str(data).unwrap();
                let mut told = told.lock().unwrap();
                told.push(message["id"].as_str().unwrap().to_owned());
                if told.len() == count {
                    return;
                }
            }
        }
    }
}

/// Sends all messages of a buyer; answers their ids.
fn talk(addresses: &[SocketAddr], buyer: usize, token: &str, thread: &Value, sent: &AtomicUsize) -> Vec<String> {
    let send = |number: usize| {
        let body = json!({
            "conversationThreadId": thread,
            "content": format!("{buyer}/{number}"),
            // Whoever repeats says so.
            "clientMessageId": format!("{buyer}-{number}"),
        });
        let made = insist(addresses, buyer + number, token, "/v1/conversationmessages", &body);
        sent.fetch_add(1, Ordering::Relaxed);
        made["conversationMessage"]["id"].as_str().unwrap().to_owned()
    };
    (0..MESSAGES).map(send).collect()
}

/// The messages of a thread as a server has them.
fn history(server: &Server, token: &str, thread: &Value) -> Vec<String> {
    let path = format!(
        "/v1/listconversationmessages/{}?pageRowCount=500",
        thread.as_str().unwrap()
    );
    let page = server.with(token).get(&path).expect(200).json();
    let messages = page["conversationMessages"].as_array().unwrap();
    messages
        .iter()
        .map(|message| message["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What the test begins with: who talks, and where.
struct Scene {
    seller: String,
    buyers: Vec<(String, Value)>,
}

fn scene(server: &Server) -> Scene {
    let admin = server.with(&token(server, "boss"));
    let category = json!({"name": "Cars", "slug": "cars", "sortOrder": 1});
    let category = admin.post("/v1/categories", &category).expect(201).json()["category"]["id"].clone();
    let seller = token(server, "seller");
    let listing = json!({"categoryId": category, "title": "Car", "price": 1});
    let listing = server.with(&seller).post("/v1/listings", &listing).expect(201).json()["listing"].clone();
    let begin = |number: usize| {
        let token = token(server, &format!("buyer{number}"));
        let thread = json!({"listingId": listing["id"], "receiverId": listing["userId"]});
        let thread = server
            .with(&token)
            .post("/v1/conversationthreads", &thread)
            .expect(201)
            .json();
        (token, thread["conversationThread"]["id"].clone())
    };
    Scene {
        seller,
        buyers: (0..BUYERS).map(begin).collect(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_servers_lose_nothing_when_one_dies_and_broker_and_database_go_away() {
    let Some(mut databases) = tokio::task::spawn_blocking(DatabasePair::start).await.unwrap() else {
        return;
    };
    let Some(mut nats) = Nats::start().await else { return };
    let database = databases.url();
    let test = TestDb::at(Location::Postgres(database.clone())).await;
    let app = TestApp::new(test).await;
    app.account("boss", Role::Admin).await;
    app.user("seller").await;
    for number in 0..BUYERS {
        app.user(&format!("buyer{number}")).await;
    }
    let url = nats.url();
    let mut cluster = tokio::task::spawn_blocking(move || Cluster::start(&database, &url))
        .await
        .unwrap();
    let scene = tokio::task::block_in_place(|| scene(&cluster.servers[0]));
    let addresses = cluster.addresses();
    let sent = Arc::new(AtomicUsize::new(0));
    let all = BUYERS * MESSAGES;

    let ears: Vec<(Told, _)> = std::iter::once((scene.seller.clone(), all))
        .chain(scene.buyers.iter().map(|(token, _)| (token.clone(), MESSAGES)))
        .enumerate()
        .map(|(index, (token, count))| {
            let (told, addresses) = (Told::default(), addresses.clone());
            let heard = Arc::clone(&told);
            let ear = tokio::task::spawn_blocking(move || listen(&addresses, index, &token, &heard, count));
            (told, ear)
        })
        .collect();
    let talking: Vec<_> = scene
        .buyers
        .iter()
        .cloned()
        .enumerate()
        .map(|(buyer, (token, thread))| {
            let (addresses, sent) = (addresses.clone(), Arc::clone(&sent));
            tokio::task::spawn_blocking(move || talk(&addresses, buyer, &token, &thread, &sent))
        })
        .collect();

    let reached = |count: usize| {
        tokio::task::block_in_place(|| {
            until("messages", LIMIT, || {
                (sent.load(Ordering::Relaxed) >= count).then_some(())
            })
        });
    };
    reached(all / 4);
    cluster.servers[1].process.0.kill().unwrap();
    reached(all / 2);
    nats.kill();
    reached(all * 3 / 4);
    nats.resume().await;
    reached(all * 7 / 8);
    tokio::task::block_in_place(|| databases.fail_over());

    let mut acknowledged = Vec::new();
    for talking in talking {
        acknowledged.push(talking.await.unwrap());
    }
    let mut told = Vec::new();
    for (heard, ear) in ears {
        tokio::time::timeout(LIMIT, ear)
            .await
            .expect("everything is told")
            .unwrap();
        told.push(heard.lock().unwrap().clone());
    }
    // Every server that lives has what was acknowledged, once and in order, and so has every stream.
    for (buyer, (token, thread)) in scene.buyers.iter().enumerate() {
        for server in [&cluster.servers[0], &cluster.servers[2]] {
            let stored = tokio::task::block_in_place(|| history(server, token, thread));
            assert_eq!(stored, acknowledged[buyer], "buyer {buyer}");
        }
        assert_eq!(told[buyer + 1], acknowledged[buyer], "what buyer {buyer} was told");
    }
    let everything: BTreeSet<&String> = acknowledged.iter().flatten().collect();
    assert_eq!(told[0].len(), all);
    assert_eq!(told[0].iter().collect::<BTreeSet<_>>(), everything);
    assert_eq!(announced(&nats, all).await, everything.into_iter().cloned().collect());
}

/// The ids of the messages that the broker keeps an event of, once there are so many.
async fn announced(nats: &Nats, count: usize) -> BTreeSet<String> {
    use futures_util::StreamExt as _;
    let client = async_nats::connect(nats.url()).await.unwrap();
    let stream = jetstream::new(client).get_stream("BALAI_EVENTS").await.unwrap();
    let config = jetstream::consumer::pull::Config {
        filter_subject: "clonesahibinden-conversation-service-dbevent-conversationmessage-created".to_owned(),
        ..jetstream::consumer::pull::Config::default()
    };
    let consumer = stream.create_consumer(config).await.unwrap();
    let told = consumer.messages().await.unwrap().take(count).map(|message| {
        let message: Value = serde_json::from_slice(&message.unwrap().payload).unwrap();
        message["id"].as_str().unwrap().to_owned()
    });
    tokio::time::timeout(LIMIT, told.collect())
        .await
        .expect("every event is announced")
}
