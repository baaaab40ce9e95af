//! Tables as shops publish them, and broken ones.

use platform::Lang;
use proptest::prelude::*;

use super::*;

const SHOP: &str = "\u{feff}product_id,product_name,category,discounted_price,rating,rating_count,about_product,product_link\r\n\
B1,\"Kettle, 1.8L\",Home|Kitchen|Kettles,\"\u{20b9}1,099\",4.2,\"24,269\",\"Boils\nfast\",https://example.com/B1\r\n\
B2,Heater,Home|Heating,\u{20b9}999,|,\"12\",warm,https://example.com/B2\r\n\
B1,Kettle again,Home,,5,1,,https://example.com/again\r\n";

#[test]
fn a_shops_table_is_read_with_what_was_odd_about_it() {
    let found = read(SHOP.as_bytes()).unwrap();
    let kettle = &found.products[0];
    assert_eq!(
        (kettle.name.as_str(), kettle.rating, kettle.rating_count),
        ("Kettle, 1.8L", Some(420), 24_269)
    );
    assert_eq!(
        (kettle.category.as_str(), kettle.about.as_str()),
        ("Home|Kitchen|Kettles", "Boilsfast")
    );
    assert_eq!((found.products[1].rating, found.products[1].rating_count), (None, 0));
    assert_eq!(found.products.len(), 2);
    let told = [
        "line 4: rating \"|\" cannot be read and counts as none",
        "line 5: B1 was there already; the first one counts",
    ];
    assert_eq!(found.told, told);
}

#[test]
fn columns_may_stand_in_any_order_and_with_semicolons() {
    let text = "rating;PRODUCT_LINK; product_name;extra;product_id\n4,1;http://a.example/1;Teh;x;1\n";
    let found = read(text.as_bytes()).unwrap();
    assert_eq!(
        (found.products[0].name.as_str(), found.products[0].rating),
        ("Teh", Some(410))
    );
}

#[test]
fn one_line_without_a_link_refuses_all_and_is_named() {
    let text =
        "product_id,product_name,product_link\n1,a,https://a.example\n2,b,javascript:alert(1)\n,c,https://c.example\n";
    let error = read(text.as_bytes()).err().unwrap();
    let said = error.message().text(Lang::En);
    assert!(
        said.contains("line 3: product_link") && said.contains("line 4: product_id is empty"),
        "{said}"
    );
}

#[test]
fn a_missing_column_and_another_encoding_are_said() {
    let said = |bytes: &[u8]| read(bytes).err().unwrap().message().text(Lang::En).to_owned();
    assert!(said(b"product_id,product_name\n").contains("product_link is missing"));
    assert!(said(b"").contains("product_id is missing"));
    assert!(said(b"product_id\xff\n").contains("UTF-8"));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    assert_eq!(
        ["4.1", "4,1", "5", "4.25", "5.1", "|", "", "-1", "4.x"].map(stars),
        [Some(410), Some(410), Some(500), Some(425), None, None, None, None, None]
    );
    assert_eq!(
        ["24,269", "24.269", "7", "", "x", "-3"].map(whole),
        [Some(24_269), Some(24_269), Some(7), None, None, None]
    );
}

proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[a-z,;\"\n\r|]{0,200}") {
        drop(read(&bytes));
        drop(read(format!("product_id,product_name,product_link\n{text}").as_bytes()));
    }
}
