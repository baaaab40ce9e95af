//! A believable data set for trying the program: small producers from many provinces, with drawings of our own.

mod drawing;

use accounts::{Actor, Role, demo::Person};
use futures_util::future::LocalBoxFuture;
use platform::{Conn, Error, Kind};
use serde::Deserialize;

use self::drawing::{Part, Subject, key_of_part};
use crate::{
    Trackmate,
    input::{IdOr, Images, ImpactIn, ProductIn, UmkmIn},
    store,
};

/// The data set: `demo/catalogue.toml`, written for this program.
const CATALOGUE: &str = include_str!("../demo/catalogue.toml");

#[derive(Deserialize)]
struct Catalogue {
    user: Vec<Person>,
    umkm: Vec<Shop>,
    rating: Vec<Stars>,
}

#[derive(Deserialize)]
struct Shop {
    owner: String,
    product: Vec<toml::Table>,
    /// Everything else is what `POST /umkm` takes.
    #[serde(flatten)]
    profile: toml::Table,
}

#[derive(Deserialize)]
struct Stars {
    user: String,
    product: String,
    #[serde(rename = "stars")]
    count: i64,
}

/// The administrator's username.
const ADMINISTRATOR: &str = "demo.admin";

/// Whom a filled database has accounts of, by username.
///
/// # Errors
/// None but a fault of ours.
pub fn usernames() -> Result<Vec<String>, Error> {
    let catalogue: Catalogue = toml::from_str(CATALOGUE).map_err(Error::internal)?;
    let people = catalogue.user.into_iter().map(|person| person.username);
    Ok(people.chain([ADMINISTRATOR.to_owned()]).collect())
}

/// What was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// Usernames, UMKM owners first.
    pub users: Vec<String>,
    /// The administrator's username.
    pub administrator: String,
    pub umkm: usize,
    pub products: usize,
    pub ratings: usize,
}

/// Fills an empty database. Every account gets `password`. `progress` hears of each step as (done, all).
///
/// # Errors
/// If the database has accounts or products already.
pub fn fill<'a>(
    trackmate: &'a Trackmate,
    password: &'a str,
    progress: &'a (dyn Fn(usize, usize) + Send + Sync),
) -> LocalBoxFuture<'a, Result<Filled, Error>> {
    Box::pin(fill_in(trackmate, password, progress))
}

async fn fill_in(
    trackmate: &Trackmate,
    password: &str,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<Filled, Error> {
    refuse_unless_empty(trackmate).await?;
    let catalogue: Catalogue = toml::from_str(CATALOGUE).map_err(Error::internal)?;
    let products: usize = catalogue.umkm.iter().map(|shop| shop.product.len()).sum();
    let all = catalogue.user.len() + 1 + catalogue.umkm.len() + products + catalogue.rating.len();
    let steps = Steps {
        done: std::sync::atomic::AtomicUsize::new(0),
        all,
        progress,
    };
    let mut filled = Filled {
        administrator: ADMINISTRATOR.to_owned(),
        ..Filled::default()
    };
    let accounts = &trackmate.0.accounts;
    let mut people = std::collections::HashMap::new();
    for person in catalogue.user {
        filled.users.push(person.username.clone());
        people.insert(
            person.username.clone(),
            person.join(accounts, password, Role::User).await?,
        );
        steps.step();
    }
    let admin = Person {
        username: filled.administrator.clone(),
        email: "demo.admin@example.com".to_owned(),
        fullname: "Pengelola Balai".to_owned(),
    };
    let admin = admin.join(accounts, password, Role::Admin).await?;
    steps.step();
    let mut gallery = Gallery {
        trackmate,
        keeper: &admin,
        parts: std::collections::HashMap::new(),
    };
    let mut shelf = std::collections::HashMap::new();
    for shop in catalogue.umkm {
        let owner = people
            .get(&shop.owner)
            .ok_or_else(|| Error::internal(format!("nobody is called {}", shop.owner)))?;
        filled.umkm += 1;
        filled.products += open_shop(&mut gallery, owner, shop, &mut shelf, || steps.step()).await?;
        steps.step();
    }
    for stars in catalogue.rating {
        let (Some(person), Some(product)) = (people.get(&stars.user), shelf.get(&stars.product)) else {
            return Err(Error::internal(format!(
                "{} rates {}, and one of them does not exist",
                stars.user, stars.product
            )));
        };
        trackmate
            .rate_product(person, product.clone(), stars.count, None)
            .await?;
        filled.ratings += 1;
        steps.step();
    }
    Ok(filled)
}

struct Steps<'a> {
    done: std::sync::atomic::AtomicUsize,
    all: usize,
    progress: &'a (dyn Fn(usize, usize) + Send + Sync),
}

impl Steps<'_> {
    fn step(&self) {
        let done = self.done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        (self.progress)(done, self.all);
    }
}

async fn refuse_unless_empty(trackmate: &Trackmate) -> Result<(), Error> {
    let products = trackmate.0.db.read(async |conn: &mut Conn<'_>| {
        let count = store::product::count(conn).await?;
        Ok::<_, Error>(count + store::umkm::count(conn, true).await? + store::umkm::count(conn, false).await?)
    });
    if products.await? + trackmate.0.accounts.count().await? == 0 {
        return Ok(());
    }
    Err(Error::new(
        Kind::Conflict,
        "demo.not_empty",
        "the database is not empty, so no demo data was added: start without --demo, or name another folder with --data",
    ))
}

/// Where the pictures of the demo come from.
struct Gallery<'a> {
    trackmate: &'a Trackmate,
    /// Whose those pictures are that several makers show.
    keeper: &'a Actor,
    /// Addresses of pictures of parts, which are drawn once.
    parts: std::collections::HashMap<Subject, String>,
}

impl Gallery<'_> {
    async fn hang(&self, owner: &Actor, drawing: Result<Vec<u8>, Error>) -> Result<String, Error> {
        let content = futures_util::stream::iter([Ok(drawing?.into())]);
        self.trackmate.upload_image(owner, content, None).await
    }

    /// The picture of a part by its name.
    async fn of_part(&mut self, part: Part, name: &str) -> Result<Option<String>, Error> {
        let key = key_of_part(part, name);
        if let Some(address) = self.parts.get(&key) {
            return Ok(Some(address.clone()));
        }
        let address = self.hang(self.keeper, drawing::part(key)).await?;
        self.parts.insert(key, address.clone());
        Ok(Some(address))
    }

    async fn illustrate_impacts(&mut self, impacts: Option<&mut Vec<IdOr<ImpactIn>>>) -> Result<(), Error> {
        for impact in impacts.into_iter().flatten() {
            if let IdOr::Inline(impact) = impact {
                impact.image = self.of_part(Part::Impact, &impact.name).await?;
            }
        }
        Ok(())
    }

    async fn illustrate(&mut self, owner: &Actor, product: &mut ProductIn) -> Result<(), Error> {
        let name = product.name.clone().unwrap_or_default();
        product.image = Some(Images(vec![self.hang(owner, drawing::product(&name)).await?]));
        for ingredient in product.resources.iter_mut().flatten() {
            if let IdOr::Inline(ingredient) = ingredient {
                ingredient.image = self.of_part(Part::Ingredient, &ingredient.name).await?;
            }
        }
        for step in product.production.iter_mut().flatten() {
            step.0.image = self.of_part(Part::Step, &step.0.name).await?;
        }
        self.illustrate_impacts(product.impact.as_mut()).await
    }
}

async fn open_shop(
    gallery: &mut Gallery<'_>,
    owner: &Actor,
    shop: Shop,
    shelf: &mut std::collections::HashMap<String, String>,
    step: impl Fn(),
) -> Result<usize, Error> {
    let trackmate = gallery.trackmate;
    let mut profile: UmkmIn = input(shop.profile)?;
    let name = profile.name.clone().unwrap_or_default();
    let products = shop.product.into_iter().map(input::<ProductIn>);
    let products: Vec<ProductIn> = products.collect::<Result<_, _>>()?;
    let known_for = products
        .first()
        .and_then(|product| product.name.clone())
        .unwrap_or_default();
    profile.logo = Some(Some(gallery.hang(owner, drawing::logo(&name, &known_for)).await?));
    profile.image = Some(Some(gallery.hang(owner, drawing::place(&name)).await?));
    gallery.illustrate_impacts(profile.impact.as_mut()).await?;
    trackmate.create_umkm(owner, &profile, None).await?;
    let count = products.len();
    for mut product in products {
        gallery.illustrate(owner, &mut product).await?;
        let name = product.name.clone().unwrap_or_default();
        let id = trackmate.create_product(owner, &product, None).await?;
        shelf.insert(name, id.to_string());
        step();
    }
    Ok(count)
}

/// The same types that the HTTP API reads.
fn input<T: serde::de::DeserializeOwned>(table: toml::Table) -> Result<T, Error> {
    let json = serde_json::to_string(&table).map_err(Error::internal)?;
    serde_json::from_str(&json).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CATEGORIES, Contribution};

    #[test]
    fn products_have_the_numbers_that_clients_know() {
        let catalogue: Catalogue = toml::from_str(CATALOGUE).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for product in catalogue.umkm.into_iter().flat_map(|shop| shop.product) {
            let product: ProductIn = input(product).unwrap();
            if let Some(number) = product.category.flatten() {
                assert!(CATEGORIES.iter().any(|known| known.id == number), "{:?}", product.name);
                seen.insert(number);
            }
            let codes = product.contribution.unwrap_or_default();
            let known = |code: &Contribution| matches!(code, Contribution::Number(1..=9));
            assert!(codes.iter().all(known), "{:?}", product.name);
        }
        assert_eq!(seen.len(), CATEGORIES.len(), "every category has a product");
    }
}
