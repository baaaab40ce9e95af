producer = My business
producer-sell = Sell your products
producer-save = Save
done-usaha = Your business is saved.
done-usaha-mulai = Your business is saved. Where is it?
done-produk = The product is saved.
done-produk-hapus = The product is deleted.

# The business
producer-begin = Introduce your business
producer-begin-lead = A name is enough to begin.
producer-profile = Edit the profile
producer-profile-lead = This is what buyers read about your business.
producer-steps = Complete it step by step
producer-step = Step { $step } of { $count }. Each is saved by itself.
producer-step-next = Save and go on
producer-step-last = Save and finish
producer-stage-about = Name
producer-stage-place = Place
producer-stage-story = Story
producer-stage-ways = Contact
producer-stage-done = (done)
producer-later = Finish later
producer-public = See it as buyers do
producer-waiting = Your business waits for approval. You can add products and print labels already; searches show them once it is approved.
producer-section-about = About the business
producer-section-about-lead = Who you are, and what you make.
producer-name = Name of the business
producer-about = Description
producer-about-hint = One or two sentences.
producer-people = How many people work there
producer-section-place = Place
producer-section-place-lead = Buyers like to know where a product comes from.
producer-place = Name of the place
producer-place-hint = For example: Ubud, Bali
producer-lat = Latitude
producer-lng = Longitude
producer-map-hint = Optional. A map shows these numbers when you press on a place for long, for example −8.5069 and 115.2625.
producer-section-ways = How to reach you
producer-section-ways-lead = Shown to everybody on the page of your business.
producer-whatsapp = WhatsApp
producer-phone = Telephone
producer-email = Email
producer-section-story = Story
producer-section-story-lead = How did it begin?
producer-story = Story of the business
producer-story-hint = Write as you would tell a neighbour.
producer-section-pictures = Pictures
producer-section-pictures-lead = A new picture replaces the one before.
producer-logo = Logo
producer-picture = Photo of the business
producer-picture-hint = JPEG, PNG, WebP or GIF, at most 20 MB.
producer-picture-remove = Remove this picture

# The list of products
producer-empty = No products yet
producer-empty-advice = Add your first product, and then print its label.
producer-column-product = Product
producer-column-do = What you can do
producer-edit = Edit
producer-remove-ask = Delete

# A product
producer-product-new = New product
producer-product-new-lead = A name and a price are enough. The more you tell, the more people trust it.
producer-product-edit-lead = Change what you need to, and save.
producer-product-add = Add a product
producer-section-facts = Product
producer-product-name = Name of the product
producer-price = Price
producer-price-hint = In rupiah, for example 25,000
producer-category = Category
producer-category-none = No category
producer-category-other = Category { $number }
producer-product-about = Description
producer-product-about-hint = Taste, size, how to store it, or whatever buyers ask.
producer-section-photos = Photos
producer-pictures = Add photos
producer-pictures-hint = Several at once if you like. Lists show the first. At most 20 MB each.
producer-more = More rows
producer-part-remove = Remove this one
producer-part-picture = Picture
producer-part-picture-hint = Optional. At most 20 MB.
producer-resources-all = Ingredients
producer-resources-lead = What is it made of, and where does that come from? Empty rows are ignored.
producer-resources-one = Ingredient
producer-resources-name = Name of the ingredient
producer-resources-umkm = Maker or supplier
producer-resources-location-name = Where it comes from
producer-resources-map = Place on the map (optional)
producer-resources-map-lead = The place is shown on the map of the product.
producer-resources-province = Province
producer-resources-province-none = Choose a province
producer-resources-province-hint = If nothing is chosen on the map or typed below, its capital stands for it.
producer-resources-location-lat = Latitude
producer-resources-location-lng = Longitude
producer-resources-description = About the ingredient
producer-production-all = How it is made
producer-production-lead = Step by step, in order. Empty rows are ignored.
producer-production-one = Step
producer-production-name = Name of the step
producer-production-description = About the step
producer-impact-all = What it changes
producer-impact-lead = What does it do for people and nature around? Empty rows are ignored.
producer-impact-one = Impact
producer-impact-name = Name of the impact
producer-impact-description = About the impact
producer-section-helps = Buying this helps
producer-section-helps-lead = Tick what is really so.
producer-remove = Delete a product
producer-remove-lead = Buyers stop seeing “{ $name }” at once, and labels that are printed already lead nowhere. You can bring it back for 15 minutes; then it is gone for good, with its ratings.
producer-remove-do = Delete this product
producer-keep = Keep it

# The table of products
done-produk-sembunyi = The product is hidden from buyers.
done-produk-tampil = Buyers see the product again.
done-produk-salin = This is the copy. It is still hidden: change what you need to, and show it from the list of products.
done-produk-kembali = The product is back.
producer-removed = “{ $name }” is deleted. You can bring it back for 15 minutes.
producer-bring-back = Bring it back
producer-order-name = Name
producer-order-viewed = Most viewed
producer-state-hidden = Hidden
producer-state-banned = Hidden by an administrator
producer-more-do = More
producer-hide = Hide from buyers
producer-show = Show again
producer-duplicate = Make a copy
producer-copy-of = { $name } (copy)
producer-offer = Price and stock
producer-note = Stock note
producer-note-hint = Keep it short, such as “Only 20 packs left”. Buyers read it on the product's page. Leave it empty if there is nothing to say.
producer-note-example = Only 20 packs left

# Views
producer-views = Views
producer-views-week = { $count }× this week
producer-views-lead = { $count ->
    [one] Opened once in the last seven days.
   *[other] Opened { $count } times in the last seven days.
}
producer-views-most = The last twelve weeks. The highest bar: { $count }.
producer-views-numbers = See the numbers
producer-views-week-from = Week from
producer-views-all = All
producer-views-how = Your own visits and search engines do not count, and nothing is kept about who visits. Where in the world people are is not shown: to know it, something about each of them would have to be looked up and kept.
producer-way-page = From this place
producer-way-search = From a search
producer-way-code = From a label's code
producer-way-link = From another site
producer-way-share = From a link that was shared

# Labels
producer-label = Label
producer-label-lead = The code opens this product's page on anybody's phone. It stays the same when the name or the price changes.
producer-label-size = Size of the sheet
producer-label-24 = 24 labels (3 × 8)
producer-label-14 = 14 labels (2 × 7)
producer-label-1 = One label
producer-label-svg = Download the code (SVG)
producer-label-png = Download the code (PNG)
producer-label-print = To print: choose Print in your browser (Ctrl+P), A4 paper, scale 100 %, no margins.
producer-label-local = This address works on this computer only. Before you print labels for others, set --public-url to the address by which they reach this server.
producer-label-logo = Our logo in the middle of the code
producer-label-show = Show

# The sheet of products
producer-listing = Sheet of products
producer-listing-lead = Change or add many products at once with a spreadsheet program.
producer-listing-first = Download the sheet
producer-listing-first-lead = It has the products that you have now, and empty rows for new ones. Removing a row does not delete its product.
producer-listing-xlsx = Sheet to fill in (Excel)
producer-listing-csv = All products (CSV)
producer-listing-second = Send the filled-in sheet
producer-listing-second-lead = It is checked first; nothing is stored yet. Excel, OpenDocument or CSV; at most 2 MB, and 500 changes at once.
producer-listing-file = File
producer-listing-try = Check
producer-listing-none = Choose a file first.
producer-listing-result = What the check says
producer-listing-created = { $count } new
producer-listing-changed = { $count } changed
producer-listing-same = { $count } unchanged
producer-listing-wrong = { $count } wrong
producer-listing-row = Row { $row }
producer-listing-more = { $count } more are wrong.
producer-listing-fix = Mend the sheet and send it again. As long as anything is wrong, nothing is stored.
producer-listing-nothing = There is nothing to store.
producer-listing-store = { $count ->
    [one] Store one product
   *[other] Store { $count } products
}
producer-listing-choose = Choose from the list.
done-lembar = The sheet is stored.
producer-label-pdf = Download the sheet (PDF)
producer-section-number = Trade number (GTIN)
producer-section-number-lead = Only if your package has a barcode of GS1 already.
producer-gtin = Digits below the bars
producer-gtin-hint = 8, 12, 13 or 14 digits, such as 4006381333931.
producer-gtin-label = The QR code of labels uses this number
