//! Products (sections Get All Product to Delete Product).

use accounts::{Actor, MaybeActor};
use axum::extract::{Extension, State};
use platform::{
    Error, Rule,
    cache::Tags,
    http::{
        Body, Outcome, Pages, Paging, Path, Peer, Posted, Query, Reply,
        routes::{Access, Endpoint, delete, get, post, put},
    },
};
use serde::{Deserialize, Serialize};

use super::shape::Shape;
use crate::{
    Trackmate,
    events::{PRODUCTS, RATINGS, TASTE, tag},
    input::{ProductIn, RatingIn},
    model::{ListedProduct, ProductFilter, ProductId, RatingView, Recommended, UmkmId},
    service::{
        NOT_YOURS, not_yours,
        product::{no_such_product, no_umkm_yet},
        recommend::RecommendFor,
        umkm::no_such_umkm,
    },
};

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ProductIdView {
    product_id: ProductId,
}

const ALL: &str = "Menampilkan semua produk";

/// `POST /products` — add.
async fn create(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Posted { input, once }: Posted<ProductIn>,
) -> Outcome<ProductIdView> {
    let product_id = trackmate.create_product(&actor, &input, once).await?;
    Ok(Reply::created(ProductIdView { product_id }).message("Produk berhasil ditambahkan"))
}

/// `PUT /products` — edit the product that the body names.
async fn edit<S: Shape>(State(trackmate): State<Trackmate>, actor: Actor, Body(input): Body<ProductIn>) -> Outcome<()> {
    let id = input
        .id
        .clone()
        .ok_or_else(|| Error::invalid_field("id", Rule::Required))?;
    trackmate.edit_product(&actor, id, &input, S::READ_AS).await?;
    Ok(Reply::done("Produk berhasil diperbrui"))
}

/// `PUT /products/{id}` — the same with the id in the address.
async fn edit_by_id<S: Shape>(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Path(id): Path<String>,
    Body(input): Body<ProductIn>,
) -> Outcome<()> {
    trackmate.edit_product(&actor, id, &input, S::READ_AS).await?;
    Ok(Reply::done("Produk berhasil diperbrui"))
}

/// `DELETE /products/{id}`.
async fn remove(State(trackmate): State<Trackmate>, actor: Actor, Path(id): Path<String>) -> Outcome<()> {
    trackmate.delete_product(&actor, id).await?;
    Ok(Reply::done("Produk berhasil dihapus"))
}

/// `GET /products/{id}` — a product with everything that can be traced.
async fn show<S: Shape>(State(trackmate): State<Trackmate>, Path(id): Path<String>) -> Outcome<S::View> {
    let shown = trackmate.show_product(&id).await?;
    let mut tags = Tags::of([tag(&id), tag(shown.view.umkm.id.as_str())]);
    for id in &shown.refers_to {
        tags.add(tag(id));
    }
    Ok(Reply::item("product", S::View::from(shown.view)).keep(tags))
}

fn reply_with_rows<S: Shape>(rows: Vec<ListedProduct>, paging: Paging) -> Reply<Vec<S::Brief>> {
    let shown: Vec<S::Brief> = rows.into_iter().map(S::Brief::from).collect();
    Reply::list("products", shown, paging).keep(Tags::of([PRODUCTS.to_owned()]))
}

async fn reply_with_list<S: Shape>(
    trackmate: &Trackmate,
    of: ProductFilter,
    pages: Pages,
    message: &'static str,
) -> Outcome<Vec<S::Brief>> {
    let (rows, paging) = trackmate.list_products(of, pages).await?;
    Ok(reply_with_rows::<S>(rows, paging).message(message))
}

/// `GET /products` — newest first.
async fn list<S: Shape>(State(trackmate): State<Trackmate>, pages: Pages) -> Outcome<Vec<S::Brief>> {
    reply_with_list::<S>(&trackmate, ProductFilter::All, pages, ALL).await
}

/// `GET /products/category/{id}`.
async fn of_category<S: Shape>(
    State(trackmate): State<Trackmate>,
    Path(id): Path<String>,
    pages: Pages,
) -> Outcome<Vec<S::Brief>> {
    let category = id
        .parse()
        .map_err(|_| Error::invalid_field("id", Rule::Type("an integer".into())))?;
    reply_with_list::<S>(&trackmate, ProductFilter::Category(category), pages, ALL).await
}

/// `GET /products/umkm/{idumkm}`.
async fn of_umkm<S: Shape>(
    State(trackmate): State<Trackmate>,
    Path(id): Path<String>,
    pages: Pages,
) -> Outcome<Vec<S::Brief>> {
    reply_with_list::<S>(
        &trackmate,
        ProductFilter::Umkm(id),
        pages,
        "Menampilkan semua produk umkm",
    )
    .await
}

/// `GET /products/search/{keyword}` — best match first.
async fn search<S: Shape>(
    State(trackmate): State<Trackmate>,
    Extension(peer): Extension<Peer>,
    Path(keyword): Path<String>,
    pages: Pages,
) -> Outcome<Vec<S::Brief>> {
    trackmate.allow_search(peer)?;
    let (rows, paging) = trackmate.search_products(&keyword, pages).await?;
    let message = format!("Menampilkan hasil pencarian untuk '{keyword}'");
    Ok(reply_with_rows::<S>(rows, paging).message(message))
}

/// What recommendations are asked for.
#[derive(Deserialize)]
struct RecommendIn {
    product: Option<String>,
}

/// `GET /recomendation` — at most five: for anybody, for whoever says who they are, or like a product.
async fn recommend(
    State(trackmate): State<Trackmate>,
    MaybeActor { actor, .. }: MaybeActor,
    Query(RecommendIn { product }): Query<RecommendIn>,
    pages: Pages,
) -> Outcome<Vec<Recommended>> {
    let of = RecommendFor {
        asker: actor.map(|actor| actor.id),
        like: product.filter(|id| !id.trim().is_empty()),
    };
    let mut tags = Tags::of([PRODUCTS.to_owned(), RATINGS.to_owned(), TASTE.to_owned()]);
    if let Some(id) = &of.like {
        tags.add(tag(id));
    }
    let is_for_anybody = of.asker.is_none();
    let (rows, paging) = trackmate.recommend_products(of, pages).await?;
    let reply = Reply::list("recommended_products", rows, paging).message(ALL);
    Ok(if is_for_anybody { reply.keep(tags) } else { reply })
}

/// Both spellings of the route, which are the same but for what is said of them.
fn recommending(path: &'static str, says: &'static str) -> Endpoint<Trackmate> {
    get(path, recommend)
        .says(says)
        .query_of::<ProductId>(
            "product",
            "Like this product; without it, for the caller",
            "product-IKqPltKAqIRWSNPw",
        )
        .gives_list::<Recommended>("recommended_products", RECOMMENDED)
        .message(ALL)
        .kept()
        .personal()
        .fails(no_such_product)
}

/// `POST /products/{id}/rating` — 1 to 5 stars, one rating per account.
async fn rate(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Path(id): Path<String>,
    Posted { input, once }: Posted<RatingIn>,
) -> Outcome<RatingView> {
    let view = trackmate.rate_product(&actor, id, input.rating, once).await?;
    Ok(Reply::created(view).message("Rating berhasil disimpan"))
}

const RECOMMENDED: &str = r#"{"product_id":"product-3_PabLrYn6okMUwr","product_name":"Sambal goreng","rating_x":4.2,"product_link":"http://127.0.0.1:8080/products/product-3_PabLrYn6okMUwr"}"#;
const ADD: &str = r#"{"name":"sambal khas","image":"https://picsum.photos/200","price":50000,"description":"sambal enak sekali","umkm":{"name":"Sambal Mantu","employe":1000,"location":{"name":"Denpasar, Bali","lat ":-8.65,"lng  ":115.21}},"resources":[{"name":"cabai","image":"https://picsum.photos/200","description":"pedas","location":{"name":"Wonogiri, Jawa Tengah","lat":-7.81,"lng":110.92},"umkm":"Sukamaju"}],"production":[{"name":"penumbukan","image":"https://picsum.photos/200","description":"ditumbuk dengan tangan"}],"impact":[{"name":"Water Use","icon":1,"description":"hemat air"}],"contribution":[{"icon":1,"description":"lapangan kerja"}],"category":null}"#;
const EDIT: &str = r#"{"id":"product-IKqPltKAqIRWSNPw","name":"sambal kuning","image":"http://a.jpg","price":13000,"description":"dengan kunyit"}"#;

pub(super) fn endpoints<S: Shape>() -> Vec<Endpoint<Trackmate>> {
    vec![
        get("/products", list::<S>)
            .says("List products, newest first")
            .gives_list::<S::Brief>("products", S::BRIEF)
            .message(ALL)
            .kept(),
        post("/products", create)
            .says("Add a product")
            .access(Access::Account)
            .takes::<ProductIn>(ADD)
            .gives::<ProductIdView>(r#"{"productId":"product-IKqPltKAqIRWSNPw"}"#)
            .creates()
            .message("Produk berhasil ditambahkan")
            .fails(no_umkm_yet),
        put("/products", edit::<S>)
            .says("Edit the product that the body names; what is left out stays")
            .access(Access::Account)
            .takes::<ProductIn>(EDIT)
            .message("Produk berhasil diperbrui")
            .fails(|| not_yours(NOT_YOURS))
            .fails(no_such_product),
        put("/products/{id}", edit_by_id::<S>)
            .says("Edit a product; what is left out stays")
            .part::<ProductId>("id", "The product", "product-IKqPltKAqIRWSNPw")
            .access(Access::Account)
            .takes::<ProductIn>(EDIT)
            .message("Produk berhasil diperbrui")
            .fails(|| not_yours(NOT_YOURS))
            .fails(no_such_product),
        delete("/products/{id}", remove)
            .says("Delete a product")
            .part::<ProductId>("id", "The product", "product-IKqPltKAqIRWSNPw")
            .access(Access::Account)
            .message("Produk berhasil dihapus")
            .fails(|| not_yours(NOT_YOURS))
            .fails(no_such_product),
        get("/products/{id}", show::<S>)
            .says("Trace a product")
            .part::<ProductId>("id", "The product", "product-IKqPltKAqIRWSNPw")
            .gives_item::<S::View>("product", S::VIEW)
            .kept()
            .fails(no_such_product),
        get("/products/search/{keyword}", search::<S>)
            .says("Search names, descriptions, UMKM and resources; beginnings of words match, what stands within a name, words made of the same one, and, if nothing is found otherwise, words with one wrong letter; accents and case do not matter")
            .part::<String>("keyword", "What to look for", "sambal")
            .gives_list::<S::Brief>("products", S::BRIEF)
            .message("Menampilkan hasil pencarian untuk 'sambal'")
            .kept()
            .fails(crate::service::search::throttled),
        get("/products/category/{id}", of_category::<S>)
            .says("List the products of a category")
            .part::<i64>("id", "The category", "1")
            .gives_list::<S::Brief>("products", S::BRIEF)
            .message(ALL)
            .kept(),
        get("/products/umkm/{idumkm}", of_umkm::<S>)
            .says("List the products of a UMKM")
            .part::<UmkmId>("idumkm", "The UMKM", "umkm-VKDhH1FD3QbdzH6s")
            .gives_list::<S::Brief>("products", S::BRIEF)
            .message("Menampilkan semua produk umkm")
            .kept()
            .fails(no_such_umkm),
        recommending("/recomendation", "Recommend at most five products: to whoever sends a token, by what they looked at and rated"),
        recommending("/recommendation", "The same under its usual spelling"),
        post("/products/{id}/rating", rate)
            .says("Rate a product with 1 to 5 stars; rating again replaces the first rating")
            .part::<ProductId>("id", "The product", "product-IKqPltKAqIRWSNPw")
            .access(Access::Account)
            .takes::<RatingIn>(r#"{"rating":5}"#)
            .gives::<RatingView>(r#"{"rating":4.5,"count":2}"#)
            .creates()
            .message("Rating berhasil disimpan")
            .fails(no_such_product),
    ]
}
