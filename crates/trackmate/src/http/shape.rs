//! The shapes that products are answered in: the document's at the root, and those that the published clients were built for
//! below [`COMPAT`](super::COMPAT). Both are made from the same use cases by the same handlers; a shape says only what an
//! answer looks like, and how an edit is to be read of which it is an echo.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{
    ListedProduct, ProductBrief, ProductView, ReadAs,
    deployed::{DeployedProductBrief, DeployedProductView},
};

/// How products look.
pub(super) trait Shape: 'static {
    /// A product in a list.
    type Brief: From<ListedProduct> + Serialize + JsonSchema + Send + Sync + 'static;
    /// A product with everything.
    type View: From<ProductView> + Serialize + JsonSchema + Send + Sync + 'static;

    /// What whoever edits a product has read.
    const READ_AS: ReadAs;
    /// Samples of both.
    const BRIEF: &'static str;
    const VIEW: &'static str;
}

/// As the document has them.
pub(super) enum Documented {}

impl Shape for Documented {
    type Brief = ProductBrief;
    type View = ProductView;

    const READ_AS: ReadAs = ReadAs::Documented;
    const BRIEF: &'static str = r#"{"id":"product-3_PabLrYn6okMUwr","name":"Product 1","image":"https://picsum.photos/200","price":10000,"category":1}"#;
    const VIEW: &'static str = r#"{"id":"product-IKqPltKAqIRWSNPw","name":"sambal khas","image":["https://picsum.photos/200"],"price":50000,"description":"sambal enak sekali","resources":[{"id":"resource-7PabLrYn6okMUwr1","name":"cabai","umkm":"Sukamaju","image":"https://picsum.photos/200","location":{"lat":-7.81,"lng":110.92,"name":"Wonogiri, Jawa Tengah"},"description":"pedas"}],"production":[{"id":"step-5rYn6okMUwr1PabL","name":"penumbukan","image":"https://picsum.photos/200","description":"ditumbuk dengan tangan"}],"impact":[{"id":"impact-7PabLrYn6okMUwr1","name":"Water Use","image":"https://picsum.photos/200","description":"hemat air"}],"contribution":[1,2,4],"umkm":{"id":"umkm-VKDhH1FD3QbdzH6s","logo":"https://picsum.photos/200","name":"PT Sambal","location":{"lat":-7.81,"lng":110.92,"name":"Wonogiri, Jawa Tengah"},"employe":1000},"category":1,"createdAt":"2023-11-22T06:58:51.120Z","updatedAt":"2023-11-22T06:58:51.120Z"}"#;
}

/// As the published clients read them.
pub(super) enum Deployed {}

impl Shape for Deployed {
    type Brief = DeployedProductBrief;
    type View = DeployedProductView;

    const READ_AS: ReadAs = ReadAs::Deployed;
    const BRIEF: &'static str = r#"{"id":"product-3_PabLrYn6okMUwr","name":"Product 1","image":["https://picsum.photos/200"],"price":10000,"category":1}"#;
    const VIEW: &'static str = Documented::VIEW;
}
