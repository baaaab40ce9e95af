//! x
#[tokio::main]
async fn main() {
    let endpoints = trackmate::endpoint_docs();
    let m = [server::openapi::ModuleDoc {
        name: trackmate::NAME,
        about: trackmate::ABOUT,
        dialect: platform::http::Dialect::Trackmate,
        endpoints: &endpoints,
    }];
    let doc = server::openapi::document(&m, "http://127.0.0.1:18080")
        .unwrap()
        .to_json()
        .unwrap();
    std::fs::write("/tmp/openapi.json", &doc).unwrap();
    let parts = [web::Part {
        name: trackmate::NAME,
        about: trackmate::ABOUT,
    }];
    let router = server::pages::router(
        doc,
        "http://127.0.0.1:18080",
        &web::Landing {
            version: "0.1.0",
            parts: &parts,
        },
    )
    .unwrap();
    let l = tokio::net::TcpListener::bind("127.0.0.1:18080").await.unwrap();
    axum::serve(l, router).await.unwrap();
}
