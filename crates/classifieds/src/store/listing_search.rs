//! What is asked of listings by words: the same statements on both engines, which differ in the condition alone.

/// Declares the statements of a full-text index, with those that store its rows. `found` is the macro of its condition;
/// `sign` stands before it where the list's order leads and not the search.
macro_rules! searches {
    ($engine:ident by $found:ident, not leading with $sign:literal; $($own:tt)*) => {
        platform::statements! {
            $($own)*

            @$engine COUNT = count!(concat!(public!(), " and ", $found!("$13")));
            @$engine NEWEST = walk!(concat!(public!(), " and ", $sign, $found!("$13")), newest, "$14", "$15", "$16", "$17");
            @$engine CHEAPEST = walk!(concat!(public!(), " and ", $sign, $found!("$13")), cheapest, "$14", "$15", "$16", "$17");
            @$engine DEAREST = walk!(concat!(public!(), " and ", $sign, $found!("$13")), dearest, "$14", "$15", "$16", "$17");
            @$engine NEWEST_FEW = gather!(concat!(public!(), " and ", $found!("$13")), newest, "$14", "$15", "$16", "$17");
            @$engine CHEAPEST_FEW = gather!(concat!(public!(), " and ", $found!("$13")), cheapest, "$14", "$15", "$16", "$17");
            @$engine DEAREST_FEW = gather!(concat!(public!(), " and ", $found!("$13")), dearest, "$14", "$15", "$16", "$17");

            @$engine PRIVATE_COUNT = count!(concat!(private!(), " and ", $found!("$14")));
            @$engine PRIVATE_NEWEST = gather!(concat!(private!(), " and ", $found!("$14")), newest, "$15", "$16", "$17", "$18");
            @$engine PRIVATE_CHEAPEST = gather!(concat!(private!(), " and ", $found!("$14")), cheapest, "$15", "$16", "$17", "$18");
            @$engine PRIVATE_DEAREST = gather!(concat!(private!(), " and ", $found!("$14")), dearest, "$15", "$16", "$17", "$18");

            @$engine CHOICES = count_choices!(concat!(public!(), " and ", $found!("$13")));
            @$engine CATEGORIES = count_categories!(concat!(public!(), " and ", $found!("$13")));
            @$engine CITIES = count_cities!(concat!(public!(), " and ", $found!("$13")), "$14");
        }

        const PRIVATE_ORDERS: Orders = Orders {
            newest: PRIVATE_NEWEST,
            cheapest: PRIVATE_CHEAPEST,
            dearest: PRIVATE_DEAREST,
        };

        /// The way by words to what everybody may see.
        pub(super) const PUBLIC: Way = Way {
            count: COUNT,
            many: Orders {
                newest: NEWEST,
                cheapest: CHEAPEST,
                dearest: DEAREST,
            },
            few: Orders {
                newest: NEWEST_FEW,
                cheapest: CHEAPEST_FEW,
                dearest: DEAREST_FEW,
            },
        };

        /// The way by words to what owners and staff may see.
        pub(super) const PRIVATE: Way = Way {
            count: PRIVATE_COUNT,
            many: PRIVATE_ORDERS,
            few: PRIVATE_ORDERS,
        };

        /// Counts of what has the words.
        pub(super) const COUNTS: Counts = Counts {
            choices: CHOICES,
            categories: CATEGORIES,
            cities: CITIES,
        };
    };
}

pub(super) use searches;
