products = Products
home = Good things, straight from their makers
home-heading = Know what you buy
home-lead = Products of small makers that can be traced: where the ingredients come from, who makes them, and what that changes.
home-look = See the products
home-empty = No products yet
home-empty-advice = The first one will be shown here.
newest = New
best = Best rated
see-all = See all
how = How it works
how-scan = Scan the code on the label
how-scan-more = A phone's camera opens the product's page. There is nothing to install.
how-trace = Follow where it comes from
how-trace-more = Ingredients and their places, each step of making it, and what it does for the people around.
how-reach = Reach the maker
how-reach-more = Ask or order directly from whoever makes it.
categories = Categories
all-products = All products
category-1 = Agriculture
category-2 = Food
category-3 = Drinks
order-match = Best match
order-newest = Newest
order-rated = Best rated
order-cheap = Cheapest
order-dear = Dearest
results-for = Results for “{ $words }”
results-count = { $count ->
    [0] No products
    [one] One product
   *[other] { $count } products
}
category = Category
province = Province
price = Price
price-below = Under { $to }
price-between = { $from } – { $to }
price-from = { $from } and more
meant = Did you mean
suggested-product = Product
suggested-maker = Maker
nothing-found = Nothing matches
nothing-found-advice = Try a shorter or a more general word.
stars = Rated { $mean } of 5, { $count ->
    [one] one rating
   *[other] { $count } ratings
}
product-pictures = Pictures of the product
story = About this product
ingredients = Ingredients and where they come from
ingredient-from = From { $maker }
production = How it is made
impacts = What it changes
contributions = Buying this helps
contribution-1 = A smaller carbon footprint
contribution-2 = Saving energy
contribution-3 = Less waste
contribution-4 = Local ingredients
contribution-5 = Saving water
contribution-6 = Recycling
contribution-7 = Fair work
contribution-8 = Health and environment
contribution-9 = Small makers
rating = Ratings
rating-none = Nobody has rated it yet.
rating-give = Rate it:
rating-stars = { $count } of 5 stars
rating-login = Log in to rate it
product-since = Offered since { $day }.
others = From the same maker
history = Their story
maker-people = { $count ->
    [one] One person works here
   *[other] { $count } people work here
}
maker-since = here since { $day }
maker-empty = No products yet.
way-whatsapp = WhatsApp
way-phone = Telephone
way-email = Email
way-map = Open on a street map
done-nilai = Thank you, your rating is saved.
for-you = For you
for-you-why = Why these?
alike = Similar products
seen = What you looked at
seen-lead = The row “For you” follows from the products that you looked at while logged in, and from your ratings. Only the last 200 are kept, and for you alone.
seen-empty = Nothing is noted.
seen-forget = Forget all this
done-dilihat = What you looked at has been forgotten.
product-withheld = This product is not offered at the moment.
product-hidden = This product is hidden; nobody but you sees this page.
report = Report this product
report-lead = Administrators will read it. We do not keep who reports.
report-reason = What is wrong?
report-reason-none = Choose one
report-reason-misleading = What it says is not true
report-reason-forbidden = It may not be sold
report-reason-offensive = It is indecent or offends
report-reason-copied = It copies somebody else's product
report-reason-other = Something else
report-said = Tell us
report-said-hint = Needed if you choose “Something else”. Please write no personal data.
report-do = Send the report
report-back = Back to the product
done-lapor = Thank you. Administrators will look into your report.

# Maps
map-heading = The ingredients' way
map-product = Map: where the ingredients of { $name } come from, and where it is made
map-where = Where it is
map-maker = Map: where { $name } is
map-makers = Makers on the map
map-picker = Map: choose where your business is
map-tap = Tap the map where your business is, then zoom in to be more exact.
map-picker-source = Map: choose where the ingredient comes from
map-tap-source = Tap the map where the ingredient comes from, then zoom in to be more exact.

# Scanning and numbers
scan = Scan a code
scan-lead = Scan the code on a label to open its product's page.
scan-camera = Start the camera
scan-aim = Point the camera at the code.
scan-refused = The camera cannot be used. Allow it in your browser, or send a photograph of the code below.
scan-photograph = Photograph of the code
scan-photograph-hint = Take a photograph of the QR code on the label, from near. It is read and thrown away, not kept.
scan-send = Read the photograph
scan-elsewhere = This code is not one of this place. It says:
scan-unknown-number = No product here has this number yet:
scan-not-followed = We do not open it: only codes that lead to pages of this place are opened.
gtin-several = Several products have this number
gtin-several-lead = The number { $gtin } is given for more than one product. Compare them with your package.
share = Share
share-native = Share…
share-copy = Copy the address
share-copied = The address is copied.
