//! Request bodies. Fields that clients echo back from what they read (`id`, `createdAt` …) are taken and ignored.

use platform::input::nullable;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{
    EchoedId, IdOr, Images, Object, PlaceIn,
    number::{nullable_whole, whole},
};
use crate::model::{Contribution, History, Icon, Price};

/// Declares a body that clients may send back as they read it: what is `echoed` is taken and ignored.
macro_rules! body {
    ($(#[$meta:meta])* pub struct $name:ident {
        echoed: $($echoed:ident $key:literal),+;
        $($fields:tt)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "camelCase")]
        pub struct $name {
            $(
                #[serde(default, rename = $key)]
                #[schemars(skip)]
                $echoed: IgnoredAny,
            )+
            $($fields)*
        }
    };
}

body! {
    /// An ingredient.
    pub struct ResourceIn {
        echoed: _created_at "createdAt", _updated_at "updatedAt",
            _created "created_at", _updated "updated_at";
        /// Which one it was, within a product that is edited.
        #[serde(default)]
        pub id: EchoedId,
        pub name: String,
        /// Who supplies it.
        #[serde(default)]
        pub umkm: Option<String>,
        /// Picture.
        #[serde(default)]
        pub image: Option<String>,
        /// Where it comes from.
        #[serde(default)]
        pub location: Option<PlaceIn>,
        #[serde(default)]
        pub description: Option<String>,
    }
}

/// A step of production.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepIn {
    /// Which one it was, within a product that is edited.
    #[serde(default)]
    pub id: EchoedId,
    pub name: String,
    /// Picture.
    #[serde(default)]
    pub image: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
}

body! {
    /// An impact.
    pub struct ImpactIn {
        echoed: _owner "owner", _is_approve "isApprove", _created_at "createdAt", _updated_at "updatedAt",
            _is_approved "is_approve", _created "created_at", _updated "updated_at";
        /// Which one it was, within a product or UMKM that is edited.
        #[serde(default)]
        pub id: EchoedId,
        pub name: String,
        /// Picture.
        #[serde(default)]
        pub image: Option<String>,
        /// Drawing.
        #[serde(default)]
        pub icon: Option<Icon>,
        #[serde(default)]
        pub description: Option<String>,
    }
}

body! {
    /// A product: everything optional here; what a new one needs is checked with the rest.
    pub struct ProductIn {
        echoed: _created_at "createdAt", _updated_at "updatedAt",
            _created "created_at", _updated "updated_at";
        /// Which product, where the address does not say it.
        #[serde(default)]
        pub id: Option<String>,
        /// Taken, but the stored UMKM stays as it is.
        #[serde(default, rename = "umkm")]
        #[schemars(with = "Option<serde_json::Value>")]
        _umkm: IgnoredAny,
        #[serde(default)]
        pub name: Option<String>,
        /// One picture, or several.
        #[serde(default)]
        pub image: Option<Images>,
        /// Price: at least 0, at most two decimals.
        #[serde(default)]
        pub price: Option<Price>,
        #[serde(default, deserialize_with = "nullable")]
        pub description: Option<Option<String>>,
        /// Ingredients: ids of stored resources, or the ingredients themselves.
        #[serde(default)]
        pub resources: Option<Vec<IdOr<ResourceIn>>>,
        /// Steps, in order.
        #[serde(default)]
        pub production: Option<Vec<Object<StepIn>>>,
        /// Impacts: ids of stored impacts, or the impacts themselves.
        #[serde(default)]
        pub impact: Option<Vec<IdOr<ImpactIn>>>,
        /// Contributions, echoed as sent.
        #[serde(default)]
        pub contribution: Option<Vec<Contribution>>,
        #[serde(default, deserialize_with = "nullable_whole")]
        pub category: Option<Option<i64>>,
        /// The trade number as it was written, and whether labels say it. The documented body has no such field, so only
        /// pages give it.
        #[serde(skip)]
        pub number: Option<Option<(String, bool)>>,
    }
}

body! {
    /// A UMKM: everything optional here; a new one needs a name.
    pub struct UmkmIn {
        echoed: _id "id", _owner "owner", _created_at "createdAt", _updated_at "updatedAt",
            _created "created_at", _updated "updated_at";
        #[serde(default)]
        pub name: Option<String>,
        /// Picture.
        #[serde(default, deserialize_with = "nullable")]
        pub image: Option<Option<String>>,
        #[serde(default, deserialize_with = "nullable")]
        pub logo: Option<Option<String>>,
        #[serde(default, deserialize_with = "nullable")]
        pub description: Option<Option<String>>,
        /// Where it is.
        #[serde(default, deserialize_with = "nullable")]
        pub location: Option<Option<PlaceIn>>,
        /// Its story.
        #[serde(default, deserialize_with = "nullable")]
        pub history: Option<Option<Object<History>>>,
        /// What it changes: ids of impacts that its owner keeps, or the impacts themselves.
        #[serde(default)]
        pub impact: Option<Vec<IdOr<ImpactIn>>>,
        /// How to reach it: objects of any shape, kept as sent; `null` is nothing.
        #[serde(default, deserialize_with = "nullable")]
        #[schemars(with = "Option<Vec<serde_json::Value>>")]
        pub contact: Option<Option<Vec<Box<RawValue>>>>,
        /// How many people work there.
        #[serde(default, deserialize_with = "nullable_whole")]
        pub employe: Option<Option<i64>>,
    }
}

/// Stars for a product.
#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingIn {
    /// 1 to 5.
    #[serde(deserialize_with = "whole")]
    pub rating: i64,
}
