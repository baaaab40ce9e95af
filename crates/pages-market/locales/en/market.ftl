market = Market
market-heading = Buy and sell nearby
market-lead = Things, homes, work and help from people near you.
market-search = Search the market
market-search-placeholder = Bicycle, flat, moving help …
market-categories = Category
market-cities = Cities
market-newest-heading = Just posted
market-empty = Nothing is offered yet
market-empty-advice = As soon as somebody offers something, it stands here.
market-all = All listings
market-listings = Listings
market-results = Results for “{ $words }”
market-results-in = “{ $words }” in { $category }
market-count = { $count ->
    [one] { $count } listing
   *[other] { $count } listings
}
market-newest = Newest
market-cheapest = Cheapest
market-dearest = Dearest
market-city = City
market-district = District
market-kind = Kind
market-kind-sale = For sale
market-kind-rent = For rent
market-kind-job = Job
market-kind-service = Service
market-condition = Condition
market-condition-new = New
market-condition-used = Used
market-price = Price
market-price-below = Up to { $to }
market-price-between = { $from } to { $to }
market-price-from = From { $from }
market-from = Price from
market-to = to
market-price-set = Show
market-nothing = Nothing was found
market-nothing-advice = Take a choice back, or look in all of the market.
market-everywhere = Look in all of the market
market-free = Free
market-price-asked = Price on request
market-premium = Featured
market-hidden = Not everybody sees this listing: it waits for a moderator, or is sold, expired or put away.
market-pictures = Pictures
market-since = Posted
market-views = Views
market-member-since = Here since { $day }
market-seller-count = { $count ->
    [one] { $count } listing
   *[other] { $count } listings
}
market-answers-hour = Usually answers within an hour
market-answers-day = Usually answers within a day
market-answers-days = Usually answers within a few days
market-own = This is your own listing.
market-contact-login = Log in to reach the seller
market-description = Description
market-yes = Yes
market-no = No
market-attributes = Details
market-where = Where it is
market-map = Map of { $place }
market-safety = Stay safe
market-safety-meet = Meet in a public place, by day, and take somebody along.
market-safety-see = Look at it and try it before you pay.
market-safety-money = Send no deposit to somebody whom you have not met, and tell nobody a code or a password.
market-alike = Similar
market-nearest = Nearest
market-distance = Distance
market-within = Within { $km } km
market-far = { $km } km away
market-near = Near me
market-near-failed = Where you are could not be found out. Choose a city instead.
market-as-list = List
market-as-map = Map
market-views-of = How to see it
market-map-found = Map of what was found
market-no-map = Nothing here has a place on the map
market-unplaced = { $count ->
    [one] One listing says no place that is on the map.
   *[other] { $count } listings say no place that is on the map.
}
market-favorites = Saved listings
market-favorites-none = Nothing is saved yet
market-favorites-advice = Save a listing on its page, and you find it here.
market-keep = Save for later
market-unkeep = Saved: remove
market-favorite-count = Saved by
done-tersimpan = The listing is saved.
done-batal-simpan = The listing is no longer saved.
searches = Saved searches
searches-none = No saved searches yet
searches-advice = Search or choose a category, narrow it down, and save that search: you will see here what is new in it.
search-save = Save this search
search-name = Name
search-mail = Write to me about new listings
search-mail-hint = One letter at a time about all of your searches, to your confirmed email address.
search-mailed = New listings are told by email
search-words = “{ $words }”
search-more = and more that a program asked for
search-filters = What it looks for
search-list = Narrow further
search-change = Name and emails
search-delete-sure = Delete this saved search?
search-nothing-advice = Whatever is offered from now on and fits appears here.
search-new = New
search-news = { $count } new
search-new-ones = new listings
kept = What I keep
kept-listings = Listings
kept-searches = Searches
done-pencarian = The search is saved. What is new in it will be marked.
done-pencarian-ada = You have saved this search before: here it is.
done-pencarian-diubah = The search is changed.
done-pencarian-dihapus = The search is deleted.
search-letter = { $count ->
    [one] One new listing in your saved searches
   *[other] { $count } new listings in your saved searches
}
search-letter-one = { $name }: { $count } new
search-letter-lead = { $count ->
    [one] There is one new listing that you may be looking for.
   *[other] There are { $count } new listings that you may be looking for.
}
search-letter-more = { $count ->
    [one] And in one more search.
   *[other] And in { $count } more searches.
}
search-letter-way = See what is new
search-letter-foot = You get this letter because you asked to be written to about searches that you saved. No more of them: { $way }
sell = My listings
sell-new = Offer something
sell-none = You offer nothing yet
sell-none-advice = A listing takes two minutes: what it is, where it is, a price and pictures.
sell-title = Title
sell-title-hint = What somebody would search for.
sell-price-hint = Digits, with or without decimals; 0 if it is free.
sell-currency = Currency
sell-condition-none = Does not apply
sell-description-hint = Its age, what is with it, what is wrong with it.
sell-phone = Telephone
sell-contact-hint = Only people who are logged in see it.
sell-email = Email address
sell-make = Post it
sell-save = Save
sell-change = Change
sell-see = See it as others do
sell-choose-category = What is it?
sell-search-category = Search categories
sell-this-category = It is simply “{ $category }”
sell-choose-place = Where is it?
sell-search-place = City or district
sell-no-place = Without a place
sell-status = Status
sell-until = Ends
sell-pictures = Add pictures
sell-pictures-hint = Up to ten. They are turned upright and made smaller; where they were taken is not kept.
sell-pictures-send = Send pictures
sell-cover = Shown first
sell-make-cover = Show first
sell-remove-picture = Remove
sell-actions = What becomes of it
sell-mark-sold = Mark as sold
sell-put-away = Put away
sell-offer-again = Offer again
sell-delete = Delete
sell-delete-sure = Delete this listing?
sell-delete-more = Its page and its pictures go. That cannot be undone.
sell-status-pending = Waits for a moderator
sell-status-active = Active
sell-status-rejected = Refused
sell-status-sold = Sold
sell-status-expired = Expired
sell-status-archived = Put away
sell-about-pending = Nobody else sees it until a moderator has looked at it.
sell-about-active = Everybody sees it.
sell-about-rejected = Change what is wrong with it, and offer it again.
sell-about-sold = It is out of the lists.
sell-about-expired = Offer it again, if you still have it.
sell-about-archived = Only you see it.
done-iklan = The listing is there. Add pictures: they sell it.
done-iklan-diubah = The listing was changed.
done-iklan-dihapus = The listing was deleted.
done-foto = The pictures were changed.
moderate = Moderation
moderate-none = Nothing waits
moderate-approve = Approve
moderate-reject = Refuse
done-disetujui = The listing is active.
done-ditolak = The listing was refused.
moderate-waiting = { $count ->
    [one] { $count } listing waits
   *[other] { $count } listings wait
}
market-write = Write to the seller
market-report = Report this listing
market-report-person = Report this person
market-report-told = Moderators look at it. Whoever you report is not told who did.
market-report-reason = What is wrong?
market-report-text = Tell more
market-report-hint = Needed if you choose “Something else”.
market-report-send = Send the report
done-lapor-pasar = Thank you. Moderators have your report.
reason-fraud = Fraud
reason-prohibited = May not be offered
reason-spam = Spam or advertising
reason-offensive = Offensive
reason-misplaced = Wrong category or place
reason-duplicate = There already
reason-contact-details = Contact details in the text
reason-pictures = Pictures that do not fit
reason-other = Something else
moderate-rooms = Rooms of moderation
moderate-queue = Queue
moderate-listings = Listings
moderate-people = People
moderate-messages = Messages
moderate-rules = Rules
moderate-log = Log
moderate-reported = Reported
moderate-undo = Take that back
moderate-undone = taken back
moderate-take = Take the next 10
moderate-give-back = Give them back
moderate-mine = yours
moderate-keys = By keys
moderate-keys-told = j and k: next and previous · a: approve · r: choose a reason · x: tick · u: take back
moderate-chosen = Those ticked:
moderate-choose = Choose
moderate-reason = Reason …
moderate-keep = Leave it
moderate-hide = Hide for now
moderate-more = Message and note
moderate-message = Message to its owner
moderate-note-new = Note for moderators only
moderate-note = Moderators’ note
moderate-dismiss = Nothing is wrong
moderate-uphold = The reports are right
moderate-suspend = Suspend the account
moderate-person = All about this person
moderate-days = { $count ->
    [one] One day
   *[other] { $count } days
  }
moderate-suspend-how-long = For how long
moderate-suspend-why = Why
moderate-suspend-hint = It is noted. Whoever tries to log in learns that the account is suspended.
moderate-suspend-do = Suspend
done-orang-ditangguhkan = The account is suspended, and what was reported of it is closed.
moderate-sender-listings = { $count ->
    [one] { $count } listing
   *[other] { $count } listings
}
moderate-sender-rejected = { $count } refused
moderate-sender-upheld = { $count ->
    [one] { $count } report upheld
   *[other] { $count } reports upheld
}
moderate-held-words = Held for the word “{ $found }”
moderate-held-contact = Held for contact details in the text: { $found }
moderate-held-deposit = Held for asking for money in advance: “{ $found }”
moderate-held-new = Held: listing number { $found } today of a new account
moderate-rules-told = A listing that one of these finds waits for a moderator, even where others are seen at once. They count from the next listing on.
moderate-rules-set = Save the rules
moderate-rules-admin = Only administrators change the rules; you can try them.
moderate-rule-words = Words and phrases
moderate-rule-words-hint = One a line, whatever their case and accents. A star at the end stands for any ending: weapon*
moderate-rule-contact = Hold telephone numbers, mail addresses and messengers in texts
moderate-rule-deposit = Hold requests for money in advance
moderate-rule-days = An account is new for … days
moderate-rule-days-hint = 0: no limit for new accounts.
moderate-rule-listings = Listings a day that a new account may offer
moderate-trial = Try on a text
moderate-trial-hint = This text is not stored.
moderate-trial-passes = This text would be let through.
moderate-trial-holds = This text would be held:
moderate-try = Try
moderate-week = The last seven days
moderate-figure-approved = Approved
moderate-figure-rejected = Refused
moderate-figure-undone = Taken back
moderate-log-none = Nothing was decided yet.
moderate-gone = A listing that was deleted
sell-refused = What a moderator says:
sell-preview = Preview
sell-preview-title = This is how others will see it
sell-preview-note = Nobody sees it yet. Pictures follow once it is posted.
sell-keep-draft = Keep as a draft
sell-other-category = Other category
sell-other-place = Other place
sell-drafts = Drafts
sell-draft-untitled = Without a title
sell-draft-remove = Throw away
sell-draft-kept = Kept as a draft.
sell-drag = Drag to another place
sell-earlier = Earlier
sell-later = Later
sell-ends-soon = It ends within days. If you still have it, give it time anew; nobody has to look at it again.
sell-ends-soon-mark = soon
sell-renew = Give it 60 more days
sell-views-chart = Looks in the last four weeks
sell-statistics = How it does
sell-meanwhile = It was changed elsewhere meanwhile. Saved there:
done-draf = The draft is kept. Go on with it whenever you like.
done-draf-hapus = The draft is gone.
done-iklan-diperpanjang = It has time anew.
market-letter-ending = { $count ->
    [one] One of your listings ends soon
   *[other] { $count } of your listings end soon
  }
market-letter-ending-lead = If you still have it, give it time anew with one press. Otherwise nothing is left to do: it leaves the lists by itself.
market-letter-ending-line = { $title } – until { $day }
market-letter-ending-way = See my listings
done-disembunyikan = The listing is hidden until somebody decides.
done-banyak = Those ticked are decided.
done-tak-ada = Nothing was ticked.
done-putusan-batal = The decision was taken back.
done-ambil = For 20 minutes other moderators are not shown them.
done-lepas = Other moderators see them again.
done-laporan-ditutup = The reports of that person are closed.
done-aturan = The rules are saved.
done-tanpa-alasan = Nothing was decided yet: choose a reason, or write its owner a message.

# Categories, for administrators
catalog = Categories
catalog-up-there = Administration
catalog-about = Drag a category to another place, or open it.
catalog-count = { $count ->
    [one] One category
   *[other] { $count } categories
  }
catalog-add = Add a category
catalog-add-below = Add one below
catalog-last = Done last
catalog-undo = Take back
catalog-undo-edit = “{ $name }” changed
catalog-undo-move = “{ $name }” moved
catalog-undo-order = Order of “{ $name }” changed
catalog-undo-order-roots = Order of the uppermost changed
catalog-search = Search categories
catalog-up = Move { $name } up
catalog-down = Move { $name } down
catalog-below = { $count ->
    [one] one below it
   *[other] { $count } below it
  }
catalog-name = Name
catalog-slug = Part of the address
catalog-slug-hint = Lower-case letters, digits and single hyphens. What it was before leads here as well.
catalog-icon = Drawing
catalog-icon-hint = Name of a drawing, such as car, home or phone; nothing if there is none.
catalog-description = What belongs there
catalog-save = Save
catalog-where = Where it stands
catalog-parent = Below
catalog-root = Nothing: it is one of the uppermost
catalog-place = Place
catalog-place-hint = Among those beside it now. Below another category it comes last.
catalog-first = First
catalog-behind = Behind { $name }
catalog-at-end = Last
catalog-move = Move
catalog-merge = Merge into another category
catalog-merge-about = Its listings and what stands below it go to the other one, and its address leads there. What moves is shown first.
catalog-merge-into = The other category
catalog-merge-look = See what would move
catalog-merge-listings = { $count ->
    [one] One listing moves.
   *[other] { $count } listings move.
  }
catalog-merge-children = These categories stand below the other one from then on:
catalog-merge-address = The address leads on:
catalog-merge-attributes = Listings keep what they say by name; what new ones are asked is what the other category asks.
catalog-merge-final = Merging cannot be taken back.
catalog-merge-do = Merge
catalog-remove = Delete this category
catalog-remove-about = Only one without listings can be deleted; what stands below it becomes uppermost. To move listings, merge it.
done-kategori-urut = The order is changed.
done-kategori-pindah = The category has moved.
done-kategori-batal = It is as it was before.
done-kategori-ubah = The category is changed.
done-kategori-hapus = The category is deleted.
done-kategori-baru = The category is there.
done-kategori-gabung = The categories are one.

# What listings are asked by name
attributes = What listings are asked
attributes-lead = Sellers fill this in, and buyers narrow lists by it. Listings that are there keep what they say; they are asked anew when they are changed.
attributes-inherited = From the categories above
attributes-own = Of this category
attributes-none = Nothing of its own yet.
attributes-add = Ask something more
attributes-remove = Remove
attributes-preview = What sellers will see
attributes-key = Key
attributes-key-hint = For programs: lower-case letters, digits and _. It stays as it is.
attributes-kind = What it takes
attributes-text = Text
attributes-number = Number
attributes-year = Year
attributes-choice = One of several
attributes-several = Any of several
attributes-yes-no = Yes or no
attributes-name-id = Name in Indonesian
attributes-name-en = Name in English
attributes-name-tr = Name in Turkish
attributes-unit = Unit
attributes-unit-hint = Of a number, such as km or m².
attributes-least = At least
attributes-most = At most
attributes-options = To choose from
attributes-options-hint = A line for each: value | Indonesian | English | Turkish. Names may be left out.
attributes-is-required = New listings must have it
attributes-in-facets = Lists can be narrowed by it
attributes-required = required
attributes-facets = narrows lists
done-atribut = What listings are asked is changed.
