//! What TrackMate's dialect looks like on the wire, and what it takes.

use testkit::dialect::{Asking, get, kept, standard_table, table};

use super::{DIALECT, ROWS};

#[tokio::test]
async fn trackmate_answers_in_its_own_envelope() {
    insta::assert_snapshot!(table(DIALECT, Asking::ForNothing).await, @r#"
    object: 200
      {"error":false,"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    named item with a message: 200
      {"error":false,"status":"success","message":"found it","data":{"thing":{"id":"thing-1","name":"Kopi \"Gayo\""}}}
    created: 201
      {"error":false,"status":"success","message":"made it","data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    whole list: 200
      {"error":false,"status":"success","count":3,"data":{"things":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}]}}
    page of a list: 200; link: </things?sort=name&page=2&per_page=2>; rel="next"
      {"error":false,"status":"success","count":3,"data":{"things":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"}]}}
    last page of a list: 200
      {"error":false,"status":"success","count":3,"data":{"things":[{"id":"thing-3","name":"Gula"}]}}
    nonsense page: 400
      {"error":true,"status":"fail","message":"Data tidak valid: page harus antara 1 dan 10000000; per_page harus berupa bilangan bulat","data":null}
    done: 200
      {"error":false,"status":"success","message":"gone"}
    two wrong fields: 400
      {"error":true,"status":"fail","message":"Data tidak valid: name tidak boleh kosong; price harus antara 0 dan 9; name wajib diisi","data":null}
    missing field: 400
      {"error":true,"status":"fail","message":"Data tidak valid: name wajib diisi","data":null}
    broken JSON: 400
      {"error":true,"status":"fail","message":"Isi permintaan bukan JSON yang benar (1:1).","data":null}
    conflict: 400
      {"error":true,"status":"fail","message":"tidak bisa","data":null}
    401: 401
      {"error":true,"status":"fail","message":"tidak bisa","data":null}
    403: 403
      {"error":true,"status":"fail","message":"tidak bisa","data":null}
    404: 404
      {"error":true,"status":"fail","message":"tidak bisa","data":null}
    404 of no route: 404
      {"error":true,"status":"fail","message":"Alamat ini tidak ditemukan.","data":null}
    405: 405; allow: GET,HEAD,POST
      {"error":true,"status":"fail","message":"Metode ini tidak didukung di alamat ini.","data":null}
    413: 413
      {"error":true,"status":"fail","message":"Isi permintaan terlalu besar (maksimal 32 byte).","data":null}
    415: 415
      {"error":true,"status":"fail","message":"Kirim JSON dengan header Content-Type: application/json.","data":null}
    429: 429; retry-after: 7
      {"error":true,"status":"fail","message":"Terlalu banyak permintaan. Coba lagi dalam 7 detik.","data":null}
    500: 500
      {"error":true,"status":"error","message":"terjadi kegagalan pada server kami","stack":"request-1","data":null}
    500 of a panic: 500
      {"error":true,"status":"error","message":"terjadi kegagalan pada server kami","stack":"request-1","data":null}
    503: 503; retry-after: 3
      {"error":true,"status":"error","message":"tidak bisa","stack":"request-1","data":null}
    503 of a time-out: 503; retry-after: 2
      {"error":true,"status":"error","message":"Server terlalu lama menjawab. Coba lagi.","stack":"request-1","data":null}
    "#);
}

#[tokio::test]
async fn trackmate_answers_in_the_standard_response_when_asked() {
    insta::assert_snapshot!(standard_table(DIALECT).await, @r#"
    object: 200
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    named item with a message: 200
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""},"message":"found it"}
    created: 201
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""},"message":"made it"}
    whole list: 200
      {"status":"success","data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}],"pagination":{"total_count":3,"current_page":1,"total_pages":1}}
    page of a list: 200; link: </things?sort=name&page=2&per_page=2>; rel="next"
      {"status":"success","data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"}],"pagination":{"total_count":3,"current_page":1,"total_pages":2}}
    last page of a list: 200
      {"status":"success","data":[{"id":"thing-3","name":"Gula"}],"pagination":{"total_count":3,"current_page":2,"total_pages":2}}
    nonsense page: 422
      {"status":"failure","data":{"page":["harus antara 1 dan 10000000"],"per_page":["harus berupa bilangan bulat"]},"message":"Data tidak valid: page harus antara 1 dan 10000000; per_page harus berupa bilangan bulat","errors":[{"attribute_name":"page","messages":["harus antara 1 dan 10000000"]},{"attribute_name":"per_page","messages":["harus berupa bilangan bulat"]}],"code":"request.invalid"}
    done: 200
      {"status":"success","data":null,"message":"gone"}
    two wrong fields: 422
      {"status":"failure","data":{"name":["tidak boleh kosong","wajib diisi"],"price":["harus antara 0 dan 9"]},"message":"Data tidak valid: name tidak boleh kosong; price harus antara 0 dan 9; name wajib diisi","errors":[{"attribute_name":"name","messages":["tidak boleh kosong","wajib diisi"]},{"attribute_name":"price","messages":["harus antara 0 dan 9"]}],"code":"request.invalid"}
    missing field: 422
      {"status":"failure","data":{"name":["wajib diisi"]},"message":"Data tidak valid: name wajib diisi","errors":[{"attribute_name":"name","messages":["wajib diisi"]}],"code":"request.invalid"}
    broken JSON: 422
      {"status":"failure","data":{},"message":"Isi permintaan bukan JSON yang benar (1:1).","errors":[],"code":"request.broken_json"}
    conflict: 422
      {"status":"failure","data":{"name":["sudah ada"]},"message":"tidak bisa","errors":[{"attribute_name":"name","messages":["sudah ada"]}],"code":"sample.taken"}
    401: 401
      {"status":"error","message":"tidak bisa","errors":[],"code":"sample.login_required"}
    403: 403
      {"status":"error","message":"tidak bisa","errors":[],"code":"sample.forbidden"}
    404: 404
      {"status":"error","message":"tidak bisa","errors":[],"code":"sample.not_found"}
    404 of no route: 404
      {"status":"error","message":"Alamat ini tidak ditemukan.","errors":[],"code":"request.no_route"}
    405: 405; allow: GET,HEAD,POST
      {"status":"error","message":"Metode ini tidak didukung di alamat ini.","errors":[],"code":"request.method_not_allowed"}
    413: 413
      {"status":"error","message":"Isi permintaan terlalu besar (maksimal 32 byte).","errors":[],"code":"request.too_large"}
    415: 415
      {"status":"error","message":"Kirim JSON dengan header Content-Type: application/json.","errors":[],"code":"request.not_json"}
    429: 429; retry-after: 7
      {"status":"error","message":"Terlalu banyak permintaan. Coba lagi dalam 7 detik.","errors":[],"code":"sample.throttled"}
    500: 500
      {"status":"error","message":"terjadi kegagalan pada server kami","errors":[],"code":"server.internal"}
    500 of a panic: 500
      {"status":"error","message":"terjadi kegagalan pada server kami","errors":[],"code":"server.internal"}
    503: 503; retry-after: 3
      {"status":"error","message":"tidak bisa","errors":[],"code":"sample.away"}
    503 of a time-out: 503; retry-after: 2
      {"status":"error","message":"Server terlalu lama menjawab. Coba lagi.","errors":[],"code":"server.timeout"}
    "#);
}

#[tokio::test]
async fn a_kept_answer_is_given_again_without_running_its_handler() {
    let (router, _, board) = kept(DIALECT);
    let first = get(&router, "/boards/a").await;
    let again = get(&router, "/boards/a").await;
    assert_eq!(
        (board.runs(), &again.body, &again.headers),
        (1, &first.body, &first.headers)
    );
    let mut headers: Vec<_> = first
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    insta::assert_snapshot!(format!("{}\n{}", headers.join("\n"), first.body), @r#"
    cache-control: no-cache
    content-length: 59
    content-type: application/json; charset=utf-8
    etag: "eb024f6d465c89ed8e1ea2874fd72088"
    vary: accept
    {"error":false,"status":"success","data":{"board":"first"}}
    "#);
    // Another address is another answer.
    get(&router, "/boards/b").await;
    get(&router, "/boards/a?x=1").await;
    assert_eq!(board.runs(), 3);
}

#[test]
fn a_list_is_whole_unless_a_page_is_asked_for() {
    let of = |query: &str, standard| {
        let pages = DIALECT.pages(query, standard).unwrap();
        (pages.limit(), pages.offset())
    };
    assert_eq!(of("", false), (ROWS, 0));
    assert_eq!(of("", true), (25, 0));
    assert_eq!(of("page=3&per_page=10", false), (10, 20));
}

#[test]
fn nonsense_is_refused_by_name() {
    for query in [
        "page=0",
        "page=-1",
        "page=x",
        "per_page=0",
        "per_page=1001",
        "page=99999999999999999999",
        "page=",
    ] {
        assert!(DIALECT.pages(query, false).is_err(), "{query}");
    }
    assert!(DIALECT.pages("per_page=501", true).is_err());
}
