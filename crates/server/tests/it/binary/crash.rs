//! Killed in the middle of writing, again and again: what was acknowledged is there, and nothing is there by half.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::mpsc,
    time::Duration,
};

use serde_json::{Value, json};

use super::process::{Api, Home, LIMIT, Server, random};

const ROUNDS: usize = 20;
const WRITERS: usize = 4;

/// Something that the server said it has stored.
enum Stored {
    /// A product's id, and the word that only its name has.
    Product(String, String),
    /// An account's id.
    Account(String),
}

/// A product with parts in tables of their own. Its first word is its own; the second one is that of its round.
fn product(word: &str, round: usize) -> Value {
    json!({
        "name": format!("{word} putaran{round}x"),
        "price": 12_500,
        "resources": [{"name": "cabai rawit"}, {"name": "terasi"}],
        "production": [{"name": "diulek"}, {"name": "digoreng"}],
    })
}

/// Adds products until the server is gone.
fn add_products(client: &Api, writer: usize, round: usize, stored: &mpsc::Sender<Stored>) {
    for number in 0.. {
        let word = format!("r{round}w{writer}n{number}q");
        let Ok(answer) = client.try_call("POST", "/products", Some(&product(&word, round))) else {
            return;
        };
        let id = answer.expect(201).json()["data"]["productId"]
            .as_str()
            .unwrap()
            .to_owned();
        stored.send(Stored::Product(id, word)).unwrap();
    }
}

fn register_people(client: &Api, round: usize, stored: &mpsc::Sender<Stored>) {
    for number in 0.. {
        let username = format!("orang{round}.{number}");
        let body = json!({"username": username, "email": format!("{username}@example.com"), "password": "123user", "fullname": "Orang"});
        let Ok(answer) = client.try_call("POST", "/users", Some(&body)) else {
            return;
        };
        let id = answer.expect(201).json()["data"]["userId"].as_str().unwrap().to_owned();
        stored.send(Stored::Account(id)).unwrap();
    }
}

/// Lets many write at once, kills the server at some moment, and answers what it had acknowledged by then.
fn killed_while_writing(mut server: Server, token: &str, round: usize) -> Vec<Stored> {
    let (sender, receiver) = mpsc::channel();
    let mut stored = Vec::new();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (client, sender) = (server.with(token), sender.clone());
            scope.spawn(move || add_products(&client, writer, round, &sender));
        }
        let client = server.anyone();
        scope.spawn(move || register_people(&client, round, &sender));
        for _ in 0..1 + random(80) {
            stored.push(receiver.recv_timeout(LIMIT).unwrap());
        }
        // Somewhere within the next writes.
        let within = Duration::from_micros(random(8_000));
        stored.extend(receiver.recv_timeout(within));
        server.process.0.kill().unwrap();
        server.process.ended(LIMIT);
    });
    stored.extend(receiver);
    stored
}

fn list(client: &Api, path: &str) -> Vec<(String, String)> {
    let answer = client.get(path).expect(200).json();
    let products = answer["data"]["products"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    products
        .iter()
        .map(|product| (text(&product["id"]), text(&product["name"])))
        .collect()
}

/// Every product of a round that is listed is whole and found by search, and search finds no others.
fn nothing_is_half_done(client: &Api, round: usize) -> BTreeMap<String, String> {
    let last = format!(" putaran{round}x");
    let (mut listed, mut all) = (BTreeMap::new(), 0);
    for page in 1.. {
        let rows = list(client, &format!("/products?per_page=500&page={page}"));
        all += rows.len();
        let done = rows.len() < 500;
        listed.extend(rows.into_iter().filter(|(_, name)| name.ends_with(&last)));
        if done {
            break;
        }
    }
    assert_eq!(client.get("/products?per_page=1").json()["count"], all);
    let found: BTreeSet<_> = list(client, &format!("/products/search/putaran{round}x"))
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(found, listed.keys().cloned().collect(), "search and list differ");
    for id in listed.keys() {
        let shown = client.get(&format!("/products/{id}")).expect(200).json();
        let product = &shown["data"]["product"];
        let parts = |name: &str| product[name].as_array().map_or(0, Vec::len);
        assert_eq!((parts("resources"), parts("production")), (2, 2), "{product}");
    }
    listed
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_done_when_killed_twenty_times() {
    let home = Home::new();
    let settings = ["--access-minutes", "600", "--log-level", "warn"];
    let mut server = home.serve(&settings);
    let (_, token) = server.producer("tumini");
    let mut everything = BTreeSet::new();
    let mut people = Vec::new();
    for round in 0..ROUNDS {
        let stored = killed_while_writing(server, &token, round);
        if round % 4 == 0 {
            // The folder as the kill left it, before any server has mended it.
            home.run(&["doctor"]).says("answers, whole and up to date");
        }
        server = home.serve(&settings);
        let client = server.anyone();
        let listed = nothing_is_half_done(&client, round);
        for one in stored {
            match one {
                Stored::Product(id, word) => {
                    let name = listed.get(&id).map(String::as_str);
                    assert_eq!(name, Some(format!("{word} putaran{round}x").as_str()), "{id} is lost");
                    assert_eq!(list(&client, &format!("/products/search/{word}")).len(), 1, "{word}");
                }
                Stored::Account(id) => people.push(id),
            }
        }
        everything.extend(listed.into_keys());
    }
    let client = server.anyone();
    for id in people {
        client.get(&format!("/users/{id}")).expect(200);
    }
    assert_eq!(client.get("/products?per_page=1").json()["count"], everything.len());
    for id in everything {
        client.get(&format!("/products/{id}")).expect(200);
    }
    home.run(&["doctor"]).says("answers, whole and up to date");
}
