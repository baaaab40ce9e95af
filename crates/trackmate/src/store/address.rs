//! Stored addresses of pictures, when the server gets another one.

platform::statements! {
    UMKM = "update umkm set image = replace(image, $1, $2), logo = replace(logo, $1, $2), history = replace(history, $1, $2),
            impact = replace(impact, $1, $2)
        where image like $3 escape '\\' or logo like $3 escape '\\' or history like $3 escape '\\' or impact like $3 escape '\\'";
    PRODUCT = "update product set images = replace(images, $1, $2), resources = replace(resources, $1, $2),
            production = replace(production, $1, $2), impact = replace(impact, $1, $2),
            contribution = replace(contribution, $1, $2)
        where images like $3 escape '\\' or resources like $3 escape '\\' or production like $3 escape '\\'
            or impact like $3 escape '\\' or contribution like $3 escape '\\'";
    RESOURCE = "update resource set image = replace(image, $1, $2) where image like $3 escape '\\'";
    IMPACT = "update impact set image = replace(image, $1, $2), icon = replace(icon, $1, $2)
        where image like $3 escape '\\' or icon like $3 escape '\\'";
}
