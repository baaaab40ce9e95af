//! Administration by another process, on the database of a server that is running.

use std::time::Duration;

use serde_json::json;

use super::process::{Home, PASSWORD, until};

/// How soon a running server goes by what another process did.
const SOON: Duration = Duration::from_secs(2);

#[test]
fn an_administrator_made_while_the_server_runs_can_log_in() {
    let home = Home::new();
    let server = home.serve(&[]);
    let create = [
        "admin",
        "create",
        "--username",
        "kepala",
        "--email",
        "kepala@example.com",
        "--role",
        "admin",
    ];
    home.run_with(&create, "pendek\n").expect(0).says("Made kepala (user-");
    server.login("/admin/authentications", "kepala", "pendek").expect(201);

    home.run_with(&create, "lainnya-77\n")
        .expect(1)
        .complains("Username sudah digunakan");
    let mut short = create;
    (short[3], short[5]) = ("lain", "lain@example.com");
    home.run_with(&short, "x\n").expect(1).complains("password");
    home.run_with(&short, "").expect(1).complains("password");
    // A line end of another system is no part of the password; blanks are.
    home.run_with(&short, " spasi di tepi \r\n").expect(0);
    server
        .login("/admin/authentications", "lain", " spasi di tepi ")
        .expect(201);
    server
        .login("/admin/authentications", "lain", "spasi di tepi")
        .expect(401);
}

#[test]
fn a_password_set_by_another_process_ends_the_sessions_of_the_running_server() {
    let home = Home::new();
    let server = home.serve(&[]);
    let (client, _) = server.producer("tumini");
    let refresh =
        server.login("/authentications", "tumini", PASSWORD).expect(201).json()["data"]["refreshToken"].clone();
    client.get("/users/profile").expect(200);

    home.run_with(&["admin", "set-password", "--username", "tumini"], "kata-sandi-baru\n")
        .expect(0)
        .says("every session has ended");
    until("the end of the session", SOON, || {
        let answer = client.get("/users/profile");
        assert!([200, 401].contains(&answer.status), "{answer:#?}");
        (answer.status == 401).then_some(())
    });
    let refreshed = server
        .anyone()
        .try_call("PUT", "/authentications", Some(&json!({"refreshToken": refresh})));
    refreshed.unwrap().expect(400);
    server.login("/authentications", "tumini", PASSWORD).expect(401);
    let token = server.login("/authentications", "tumini", "kata-sandi-baru").token();
    server.with(&token).get("/users/profile").expect(200);
    home.run_with(&["admin", "set-password", "--username", "nobody"], "kata-sandi-baru\n")
        .expect(1)
        .complains("no account named nobody");
}

#[test]
fn a_role_given_by_another_process_counts_for_sessions_that_are_open() {
    let home = Home::new();
    let server = home.serve(&[]);
    let (client, _) = server.producer("tumini");
    let colleague = |name: &str| json!({"username": name, "email": format!("{name}@example.com"), "password": PASSWORD, "fullname": "Rekan"});
    client.post("/admin", &colleague("rekan")).expect(403);

    home.run(&["admin", "set-role", "--username", "tumini", "--role", "admin"])
        .expect(0)
        .says("tumini is now admin");
    until("the new role", SOON, || {
        (client.post("/admin", &colleague("rekan")).status == 201).then_some(())
    });
    server.login("/admin/authentications", "tumini", PASSWORD).expect(201);

    home.run(&["admin", "set-role", "--username", "tumini", "--role", "user"])
        .expect(0);
    until("the old role", SOON, || {
        (client.post("/admin", &colleague("lain")).status == 403).then_some(())
    });
    home.run(&["admin", "set-role", "--username", "tumini", "--role", "king"])
        .expect(2)
        .complains("superAdmin");
}

#[test]
fn permissions_granted_by_another_process_count_at_once() {
    let home = Home::new();
    let server = home.serve(&[]);
    let (client, _) = server.producer("tumini");
    let may = || client.get("/permissions/orders.manage").expect(200).json();
    assert_eq!(may(), json!({"canDo": false, "exceptions": []}));
    let object = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";
    let grant = |more: &[&str]| {
        let start = ["admin", "grant", "--permission", "orders.manage"];
        home.run(&[&start, more].concat())
    };
    grant(&["--role", "user"])
        .expect(0)
        .says("orders.manage is allowed for the role user");
    grant(&["--username", "tumini", "--object", object, "--deny"])
        .expect(0)
        .says("is forbidden for tumini, with object 018f3c1e");
    assert_eq!(may(), json!({"canDo": true, "exceptions": [object]}));

    grant(&["--role", "user", "--deny"])
        .expect(1)
        .complains("a grant about the same already");
    grant(&["--username", "nobody"])
        .expect(1)
        .complains("no account named nobody");
    grant(&["--role", "user", "--object", "1"])
        .expect(1)
        .complains("is not a valid ID");
    grant(&[]).expect(2).complains("--username");
    grant(&["--role", "user", "--username", "tumini"])
        .expect(2)
        .complains("cannot be used with");

    let listed = home.run(&["admin", "grants"]).expect(0).out;
    assert_eq!(listed.lines().count(), 2, "{listed}");
    let role = listed.lines().find(|line| line.contains("the role user")).unwrap();
    let revoke = || home.run(&["admin", "revoke", "--id", role.split(':').next().unwrap()]);
    revoke()
        .expect(0)
        .says("Took back")
        .says("is allowed for the role user");
    revoke().expect(1).complains("no such grant");
    assert_eq!(may(), json!({"canDo": false, "exceptions": []}));
    home.run(&["admin", "revoke", "--id", "1"]).expect(1);
}

#[test]
fn keys_rotated_by_another_process_sign_new_logins_and_old_tokens_stay_good() {
    let home = Home::new();
    let server = home.serve(&[]);
    let (client, token) = server.producer("tumini");
    // The token's head names the key that signed it.
    let head = |token: &str| token.split('.').next().unwrap().to_owned();
    let again = || server.login("/authentications", "tumini", PASSWORD).token();
    assert_eq!(head(&again()), head(&token));

    home.run(&["admin", "rotate-keys"])
        .expect(0)
        .says("older ones stay good");
    let fresh = until("signing with the new key", Duration::from_secs(20), || {
        let fresh = again();
        (head(&fresh) != head(&token)).then_some(fresh)
    });
    server.with(&fresh).get("/users/profile").expect(200);
    client.get("/users/profile").expect(200);
    drop(server);

    let server = home.serve(&[]);
    for token in [&token, &fresh] {
        server.with(token).get("/users/profile").expect(200);
    }
    assert_eq!(
        head(&server.login("/authentications", "tumini", PASSWORD).token()),
        head(&fresh)
    );
}

#[test]
fn an_account_suspended_by_another_process_is_out_within_a_moment() {
    let home = Home::new();
    let server = home.serve(&[]);
    let (client, _) = server.producer("tumini");
    let admin = ["admin", "create", "--realm", "assessment", "--role", "1", "--username"];
    for name in ["panitia", "tumini"] {
        home.run_with(&[&admin[..], &[name]].concat(), &format!("{PASSWORD}\n"))
            .expect(0);
    }
    let user = |arguments: &[&str]| home.run(&[&["user"], arguments].concat());
    let listed = user(&["list"]).expect(0).out;
    let rows: Vec<Vec<&str>> = listed.lines().map(|line| line.split('\t').collect()).collect();
    let shown: Vec<_> = rows.iter().map(|row| (row[0], row[2], row[6])).collect();
    let active = |realm, name| (realm, name, "active");
    assert_eq!(
        shown,
        [
            active("accounts", "tumini"),
            active("assessment", "panitia"),
            active("assessment", "tumini")
        ]
    );

    user(&["suspend", "tumini"]).expect(1).complains("--realm accounts");
    user(&["suspend", "nobody"]).expect(1).complains("balai user list");
    user(&["suspend", "tumini@example.com", "--reason", "spam"])
        .expect(0)
        .says("tumini is suspended; every session has ended.");
    until("the end of the session", SOON, || {
        let answer = client.get("/users/profile");
        assert!([200, 401].contains(&answer.status), "{answer:#?}");
        (answer.status == 401).then_some(())
    });
    let refused = server.login("/authentications", "tumini", PASSWORD).expect(403);
    assert!(refused.text.contains("ditangguhkan"), "{refused:#?}");
    // What the account has stays.
    assert!(server.anyone().get("/umkm").expect(200).text.contains("UMKM tumini"));
    user(&["list", "--suspended"]).expect(0).says(": spam\n");
    user(&["suspend", rows[0][1]]).expect(0).says("already");

    user(&["unsuspend", "tumini@example.com"])
        .expect(0)
        .says("may log in again");
    server.login("/authentications", "tumini", PASSWORD).expect(201);
    user(&["suspend", "panitia"]).expect(0);
    let own = ["suspend", "tumini", "--realm", "assessment"];
    user(&own).expect(1).complains("last administrator");
}
