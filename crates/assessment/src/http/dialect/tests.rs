//! What the exam system's dialect looks like on the wire, and what it takes.

use platform::http::{
    STANDARD,
    page::{EVERYTHING, FURTHEST},
};
use testkit::dialect::{Asking, same_lines, standard_table, table};

use super::DIALECT;

#[tokio::test]
async fn the_exam_system_answers_in_its_own_envelope() {
    insta::assert_snapshot!(table(DIALECT, Asking::ForNothing).await, @r#"
    object: 200
      {"id":"thing-1","name":"Kopi \"Gayo\""}
    named item with a message: 200
      {"id":"thing-1","name":"Kopi \"Gayo\""}
    created: 201
      {"id":"thing-1","name":"Kopi \"Gayo\""}
    whole list: 200
      {"metadata":{"totalItems":3,"currentPage":1,"itemsPerPage":10},"data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}]}
    page of a list: 200; link: </things?sort=name&page=2&per_page=2>; rel="next"
      {"metadata":{"totalItems":3,"currentPage":1,"itemsPerPage":2},"data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"}]}
    last page of a list: 200
      {"metadata":{"totalItems":3,"currentPage":2,"itemsPerPage":2},"data":[{"id":"thing-3","name":"Gula"}]}
    nonsense page: 400
      {"message":"The input is not valid: page must be between 1 and 10000000; per_page must be an integer","errors":[{"attribute_name":"page","messages":["must be between 1 and 10000000"]},{"attribute_name":"per_page","messages":["must be an integer"]}]}
    done: 200
      {"message":"gone"}
    two wrong fields: 400
      {"message":"The input is not valid: name must not be empty; price must be between 0 and 9; name is required","errors":[{"attribute_name":"name","messages":["must not be empty","is required"]},{"attribute_name":"price","messages":["must be between 0 and 9"]}]}
    missing field: 400
      {"message":"The input is not valid: name is required","errors":[{"attribute_name":"name","messages":["is required"]}]}
    broken JSON: 400
      {"message":"The request's body is not valid JSON (1:1)."}
    conflict: 409
      {"message":"cannot","errors":[{"attribute_name":"name","messages":["is taken"]}]}
    401: 401
      {"message":"cannot"}
    403: 403
      {"message":"cannot"}
    404: 404
      {"message":"cannot"}
    404 of no route: 404
      {"message":"There is nothing at this address."}
    405: 405; allow: GET,HEAD,POST
      {"message":"This address does not take this method."}
    413: 413
      {"message":"The request's body is too large (at most 32 bytes)."}
    415: 415
      {"message":"Send JSON with the header Content-Type: application/json."}
    429: 429; retry-after: 7
      {"message":"Too many requests. Try again in 7 seconds."}
    500: 500
      {"message":"something went wrong on our side"}
    500 of a panic: 500
      {"message":"something went wrong on our side"}
    503: 503; retry-after: 3
      {"message":"cannot"}
    503 of a time-out: 503; retry-after: 2
      {"message":"The server took too long to answer. Try again."}
    "#);
}

#[tokio::test]
async fn the_standard_response_is_the_same_as_of_any_module_that_speaks_english() {
    same_lines(
        &standard_table(DIALECT).await,
        &table(STANDARD, Asking::ForNothing).await,
    );
}

#[test]
fn an_exam_list_goes_by_limit_and_offset() {
    let of = |query: &str| {
        let pages = DIALECT.pages(query, false).unwrap();
        (pages.limit(), pages.offset(), pages.of(200).page)
    };
    assert_eq!(of(""), (10, 0, 1));
    assert_eq!(of("limit=20&offset=45"), (20, 45, 3));
    assert_eq!(of("limit=1000&offset=10"), (100, 10, 1));
    assert_eq!(of("limit=5&page=3"), (5, 10, 3));
    assert!(of("offset=99999999999999999999").1 <= FURTHEST);
    for nonsense in ["limit=0", "limit=-1", "limit=x", "limit=", "offset=-1", "offset=1.5"] {
        assert!(DIALECT.pages(nonsense, false).is_err(), "{nonsense}");
    }
    let whole = DIALECT.pages("", false).unwrap().or_whole();
    assert_eq!(whole.limit(), EVERYTHING);
}
