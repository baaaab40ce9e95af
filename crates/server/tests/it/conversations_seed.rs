//! The documented samples, key by key and in their order. What differs from run to run is replaced: ids (`ID`), times
//! (`Date`), the request's own id (`HEX`) and durations (0).

use accounts::Role;
use http::Method;
use serde_json::json;
use testkit::{Answer, both_engines};

use crate::conversations_support::{NOWHERE, Talk, patch, say, send, text};

/// An answer's text, comparable.
fn told(answer: &Answer) -> String {
    let text = answer.text();
    let plain = text.split('"').map(replaced).collect::<Vec<_>>().join("\"");
    let plain = without_number(&plain, "\"elapsedMs\":");
    without_number(&plain, "\"ssoTime\":")
}

fn replaced(text: &str) -> &str {
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    match text.len() {
        36 if hex(text) => "ID",
        32 if hex(text) => "HEX",
        24 if text.ends_with('Z') && text.as_bytes()[10] == b'T' => "Date",
        _ => text,
    }
}

fn without_number(text: &str, before: &str) -> String {
    let Some(start) = text.find(before).map(|start| start + before.len()) else {
        return text.to_owned();
    };
    let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
    format!("{}0{}", &text[..start], &text[start + digits..])
}

/// The beginning of every success.
fn head(code: u16, name: &str, method: &str, action: &str, rows: usize) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        r#"{{"status":"OK","statusCode":{code},"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"userId":"ID","sessionId":"ID","requestId":"HEX","dataName":"{name}","method":"{method}","action":"{action}","appVersion":"{version}","rowCount":{rows}"#
    )
}

const THREAD: &str = r#""id":"ID","lastMessageAt":"Date","listingId":"ID","receiverId":"ID","senderId":"ID","isActive":true,"recordVersion":1,"createdAt":"Date","updatedAt":"Date","_owner":"ID""#;
const USERS: &str = r#""receiverUser":{"fullname":"satici Lengkap"},"senderUser":{"fullname":"alici Lengkap"}"#;
const LISTING: &str = r#""listing":{"status":"active","status_idx":1,"title":"Temiz bisiklet","userId":"ID"}"#;
const PAGING: &str =
    r#""paging":{"pageNumber":1,"pageRowCount":25,"totalRowCount":1,"pageCount":1},"filters":[],"uiPermissions":[]"#;

/// A message's members.
fn message(read: bool, active: bool, version: u32) -> String {
    let at = if read { "\"Date\"" } else { "null" };
    format!(
        r#""id":"ID","content":"Merhaba!","conversationThreadId":"ID","isRead":{read},"readAt":{at},"receiverId":"ID","senderId":"ID","sentAt":"Date","isActive":{active},"recordVersion":{version},"createdAt":"Date","updatedAt":"Date","_owner":"ID""#
    )
}

both_engines! {
    async fn threads_look_as_documented(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer) = (talk.person("satici").await, talk.person("alici").await);
        let listing = talk.shop.offer(&seller.id);
        let body = json!({"lastMessageAt": "2024-03-19T12:13:54.124Z", "listingId": listing, "receiverId": seller.id, "senderId": buyer.id});
        let made = buyer.post("/v1/conversationthreads", &body).await.expect(201);
        let thread = text(&made.json()["conversationThread"]["id"]);
        assert_eq!(told(&made), format!("{},\"conversationThread\":{{{THREAD}}}}}", head(201, "conversationThread", "POST", "create", 1)));
        let again = seller.post("/v1/conversationthreads", &json!({"listingId": listing, "receiverId": buyer.id})).await.expect(201);
        assert_eq!(again.json()["conversationThread"], made.json()["conversationThread"]);
        assert_eq!(told(&again), format!("{},\"reused\":true,\"conversationThread\":{{{THREAD}}}}}", head(201, "conversationThread", "POST", "create", 1)));

        let inbox = format!(r#"{{{THREAD},"lastMessage":null,"unreadCount":0,{LISTING},{USERS}}}"#);
        let shown = buyer.get(&format!("/v1/conversationthreads/{thread}")).await.expect(200);
        assert_eq!(told(&shown), format!("{},\"conversationThread\":{inbox}}}", head(200, "conversationThread", "GET", "get", 1)));
        let list = buyer.get("/v1/conversationthreads").await.expect(200);
        assert_eq!(told(&list), format!("{},\"conversationThreads\":[{inbox}],{PAGING}}}", head(200, "conversationThreads", "GET", "list", 1)));
        let bare = buyer.get("/v1/conversationthreads?getJoins=false").await.expect(200);
        assert_eq!(bare.json()["conversationThreads"][0].get("listing"), None);

        let staff = talk.somebody("moderator", Role::Moderator).await;
        let full = r#""listing":{"contactPhone":"+90 555 000 00 00","status":"active","status_idx":1,"title":"Temiz bisiklet"}"#;
        let fetched = staff.get("/v1/_fetchlistconversationthread").await.expect(200);
        assert_eq!(told(&fetched), format!("{},\"conversationThreads\":[{{{THREAD},{full},{USERS}}}],{PAGING}}}", head(200, "conversationThreads", "GET", "list", 1)));
    }

    async fn messages_look_as_documented(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let body = json!({
            "content": "Merhaba!", "conversationThreadId": thread, "isRead": false, "readAt": null, "receiverId": seller.id,
            "senderId": buyer.id, "sentAt": "2024-03-19T12:13:54.124Z",
        });
        let sent = buyer.post("/v1/conversationmessages", &body).await.expect(201);
        let id = text(&sent.json()["conversationMessage"]["id"]);
        assert_eq!(told(&sent), format!("{},\"conversationMessage\":{{{}}}}}", head(201, "conversationMessage", "POST", "create", 1), message(false, true, 1)));
        let shown = seller.get(&format!("/v1/conversationmessages/{id}")).await.expect(200);
        assert_eq!(told(&shown), format!("{},\"conversationMessage\":{{{}}}}}", head(200, "conversationMessage", "GET", "get", 1), message(false, true, 1)));
        let list = seller.get(&format!("/v1/listconversationmessages/{thread}?conversationThreadId={thread}")).await.expect(200);
        assert_eq!(told(&list), format!("{},\"conversationMessages\":[{{{}}}],{PAGING}}}", head(200, "conversationMessages", "GET", "list", 1), message(false, true, 1)));

        talk.app.clock.advance(std::time::Duration::from_secs(5));
        let read = send(&seller, Method::PATCH, &format!("/v1/markmessageasread/{id}"), &[], &json!({"isRead": true, "readAt": "2024-03-19T12:13:54.124Z"})).await.expect(200);
        let changed = r#""oldDataValues":{"isRead":false,"readAt":null,"recordVersion":1,"updatedAt":"Date"},"newDataValues":{"isRead":true,"readAt":"Date","recordVersion":2,"updatedAt":"Date"}"#;
        assert_eq!(told(&read), format!("{},\"conversationMessage\":{{{}}},{changed}}}", head(200, "conversationMessage", "PATCH", "update", 1), message(true, true, 2)));

        let staff = talk.somebody("moderator", Role::Moderator).await;
        let joins = format!(r#""thread":{{"lastMessageAt":"Date","listingId":"ID","receiverId":"ID","senderId":"ID"}},{USERS}"#);
        // The names are those of the message, not of the thread: here they are the same.
        let fetched = staff.get("/v1/_fetchlistconversationmessage").await.expect(200);
        assert_eq!(told(&fetched), format!("{},\"conversationMessages\":[{{{},{joins}}}],{PAGING}}}", head(200, "conversationMessages", "GET", "list", 1), message(true, true, 2)));
        let gone = staff.delete(&format!("/v1/conversationmessages/{id}")).await.expect(200);
        assert_eq!(told(&gone), format!("{},\"conversationMessage\":{{{}}}}}", head(200, "conversationMessage", "DELETE", "delete", 1), message(true, false, 3)));
    }

    async fn refusals_look_as_documented(test: TestDb) {
        let talk = Talk::new(test).await;
        let person = talk.person("sari").await;
        let answer = person.get("/v1/conversationthreads/17").await.expect(400);
        let body = answer.json();
        assert_eq!(told(&answer), format!(r#"{{"result":"ERR","status":400,"message":"errMsg_conversationThreadIdisNotAValidID","errCode":400,"date":"Date","detail":"{}"}}"#, text(&body["detail"])));
        let missing = person.get(&format!("/v1/conversationthreads/{NOWHERE}")).await.expect(404).json();
        assert_eq!((&missing["message"], &missing["errCode"]), (&json!("errMsg_RecordNotFound"), &json!(404)));
    }

    async fn nobody_gets_anything_without_a_login(test: TestDb) {
        let talk = Talk::new(test).await;
        let apis: [(Method, &str, &str); 18] = [
            (Method::POST, "/v1/conversationmessages", "createConversationMessage"),
            (Method::GET, "/v1/conversationmessages/ID", "getConversationMessage"),
            (Method::DELETE, "/v1/conversationmessages/ID", "deleteConversationMessage"),
            (Method::GET, "/v1/listconversationmessages/ID", "listConversationMessages"),
            (Method::PATCH, "/v1/markmessageasread/ID", "markMessageAsRead"),
            (Method::POST, "/v1/conversationthreads", "createConversationThread"),
            (Method::GET, "/v1/conversationthreads/ID", "getConversationThread"),
            (Method::GET, "/v1/conversationthreads", "listConversationThreads"),
            (Method::GET, "/v1/_fetchlistconversationmessage", "_fetchListConversationMessage"),
            (Method::GET, "/v1/_fetchlistconversationthread", "_fetchListConversationThread"),
            (Method::GET, "/v1/conversationthreads/stream", "streamConversationThreads"),
            (Method::GET, "/v1/conversationthreads/socket", "connectConversationThreads"),
            (Method::GET, "/v1/unreadcount", "getUnreadCount"),
            (Method::GET, "/v1/searchmessages?q=a", "searchConversationMessages"),
            (Method::GET, "/v1/blocks", "listBlocks"),
            (Method::POST, "/v1/blocks/ID", "createBlock"),
            (Method::GET, "/v1/reports", "listReports"),
            (Method::PATCH, "/v1/reports/ID", "updateReport"),
        ];
        for (method, path, api) in apis {
            // Nobody hears what else is wrong with the request.
            let answer = talk.anyone().call(method, path).await.expect(401);
            let body = answer.json();
            assert_eq!((&body["message"], &body["errCode"]), (&json!(format!("errMsg_{api}RequiresLogin")), &json!("LoginRequired")), "{path}");
        }
    }

    async fn a_listing_that_is_gone_and_a_thread_without_messages_are_null(test: TestDb) {
        let talk = Talk::new(test).await;
        let (_, buyer, thread) = talk.pair().await;
        say(&buyer, &thread, "Merhaba").await;
        let listing = text(&buyer.get("/v1/conversationthreads").await.expect(200).json()["conversationThreads"][0]["listingId"]);
        talk.shop.remove(&listing);
        let row = buyer.get("/v1/conversationthreads").await.expect(200).json()["conversationThreads"][0].clone();
        assert_eq!((&row["listing"], &row["lastMessage"]), (&json!(null), &json!("Merhaba")));
        // An update that a PATCH without a body asks for.
        let answer = patch(&buyer, &format!("/v1/conversationthreads/{thread}/read"), &json!({})).await.expect(200).json();
        assert_eq!((&answer["markedCount"], &answer["oldDataValues"]), (&json!(0), &json!({})));
    }
}
