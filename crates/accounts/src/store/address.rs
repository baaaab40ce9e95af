//! Stored addresses of pictures, when the server gets another one.

platform::statements! {
    ACCOUNT = "update account set image = replace(image, $1, $2) where image like $3 escape '\\'";
}
