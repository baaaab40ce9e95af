# Frame
skip = Skip to the content
search = Search
search-placeholder = Search products, ingredients or makers
menu = Menu
menu-waiting = unread
language = Language
foot = Balai: where makers, sellers and buyers meet.
for-developers = For developers
about = About this server
reference = API reference
health = Health of the server
home-go = To the first page
back = Back
save = Save
close = Close

# Logging in and registering
login = Log in
login-do = Log in
login-name = Username or email
login-new = No account yet?
logout = Log out
register = Register
register-do = Create an account
register-lead = Free, and done in a minute.
register-known = Already have an account?
fullname = Full name
username = Username
username-hint = Letters, digits and underscores. You log in with it.
email = Email
email-hint = Not shown to others.
password = Password
password-hint = At least 6 characters. A short sentence is easy to remember and hard to guess.
password-current = Current password
password-new = New password
password-change = Change password

# Forms
form-faulty = Something needs another look
resend = What you typed is still here
resend-login = Your session has ended. Log in again to send it; nothing is lost.
resend-lead = Have a look, then send it once more.
resend-do = Send again
upload-sending = Sending pictures
upload-saving = They have arrived and are being saved
upload-broken = The connection broke off. What you typed and chose is still here; send it again.
upload-stopped = Stopped. Nothing was saved.
upload-stop = Stop

# Account
account = Account
account-since = Here since { $day }
profile = Profile
sessions = Your devices
sessions-lead = Logged in at a café or on somebody else's phone? End all sessions at once.
sessions-end = Log out everywhere
deletion = Delete account
deletion-lead = Your business, products and ads are deleted with it.
deletion-ask = Delete my account …
deletion-warning = This cannot be undone. Your business, products, ingredients, pictures and ads are deleted with it. Enter your password to make sure.
deletion-do = Delete the account for good

# What was just done
done-keluar = You are logged out.
done-keluar-semua = You are logged out everywhere.
done-profil = The profile is saved.
done-sandi = The password is changed. Other devices are logged out.
done-akun-hapus = Your account is deleted.

# What did not work
failure-invalid = The request cannot be read
failure-invalid-advice = Go back to the page before and try again.
failure-conflict = That cannot be done
failure-conflict-advice = Something may have changed meanwhile. Reload the page before and try again.
failure-login = Please log in first
failure-login-advice = This page is for people who are logged in.
failure-forbidden = Not for you
failure-forbidden-advice = You may not open or change this. If that is wrong, ask whoever runs this place.
failure-missing = There is no such page
failure-missing-advice = The address may be misspelt, or what was there is deleted. Try a search from the first page.
failure-unavailable = The server is busy
failure-unavailable-advice = Try again in a moment. What was saved is safe.
failure-away = We will be back shortly
failure-away-advice = The server cannot reach its data at the moment. What was saved is safe. Wait a moment, then try again.
away-again = Try again
away-typed = What you typed is not saved yet, but it is still here. Send it again in a moment.
away-pictures = Pictures have to be chosen again afterwards.
failure-large = Too large
failure-large-advice = Make the file smaller or the text shorter, then try again.
failure-slow = Too often
failure-slow-advice = Wait a moment, then try again.
failure-internal = Something broke on our side
failure-internal-advice = It has been noted. Try again, or ask whoever runs this place if it goes on.

# What runs here
landing = Your community’s server is up
landing-lead = This is what it serves.
module-trackmate-name = TrackMate
module-trackmate = Products of small makers that can be traced: ingredients, makers and what they change.
module-assessment-name = Exams
module-assessment = Supervised exams online, from the bank of questions to the results.
module-classifieds-name = Classifieds
module-classifieds = Ads by category and place.
module-conversations-name = Conversations
module-conversations = Talks between sellers and buyers.

offline = No connection
offline-lead = This page cannot be reached. Your signal may be gone, or the server is being restarted.
offline-advice = What was saved is safe. Check your connection, wait a moment, then reload the page.
# Maps
map-away = { $km } km
map-near = less than 1 km
map-more = and { $count } more
map-chosen = The place is chosen.
map-in = Zoom in
map-out = Zoom out
map-here = Here, where I am now
pages = Pages
page-before = Back
page-after = Next
order = Order
chosen = What you chose
choice-remove = Remove { $choice }
choices-remove = Remove all
crumbs = Where you are
page-of = Page { $page } of { $last }

# Letters, addresses and forgotten passwords
forgotten = Forgotten your password?
forgotten-lead = Enter the email address of your account. We send you a link with which you set a new password.
forgotten-do = Send the link
forgotten-known = Remembered it after all?
forgotten-again = Ask for a new link
reset = Set a new password
reset-lead = Once it is saved, all devices are logged out and you log in with the new one.
reset-late = Does the link no longer work?
verify = Your email address
verify-lead = One more step, and we know that this address is yours.
verify-do = Yes, this is my address
verify-late = Does the link no longer work? Ask for a new one in your
verify-ask = Send a link to this address
address-verified = Your email address is confirmed.
address-unverified = Your email address is not confirmed yet. With the right address you get back in if you forget your password.
letter-greeting = Hello { $name },
letter-end = No more letters of this kind
letter-verify = Confirm your email address
letter-verify-lead = This address was given for an account with us. Confirm that it is yours:
letter-verify-foot = The link works for 24 hours. If you made no account, you can ignore this letter.
letter-reset = A new password
letter-reset-lead = Somebody asked for a new password for your account. If it was you, set it here:
letter-reset-foot = The link works for an hour, and once. If it was not you, you can ignore this letter; your password stays as it is.
letter-address = Your account has another email address
letter-address-lead = From now on letters about your account go to { $address }.
letter-address-foot = If it was not you who changed it, change your password at once and tell whoever runs this place.
letter-password = The password of your account was changed
letter-password-lead = The password of your account was changed just now, and every other device was logged out.
letter-password-foot = If it was you, there is nothing to do. If not, set a new password at once and tell whoever runs this place.
letter-factor-on = Two-step verification is on
letter-factor-on-lead = From now on, logging in to your account asks for a code of your authenticator app. Other devices were logged out.
letter-factor-off = Two-step verification was switched off
letter-factor-off-lead = Logging in to your account asks for no code any more.
done-alamat = Your email address is confirmed.
done-surat-alamat = A letter with the link is on its way. Look into your inbox.
done-surat-sandi = If there is an account with that address, a letter with a link is on its way. Look into your inbox.
done-sandi-baru = The new password is saved. Please log in.
session-device = Device
session-since = Since
session-here = This device
session-end = Log out
device-unknown = Unknown device
sign-in-letters = Write to me when somebody logs in from a new device
letter-sign-in = A new device logged in to your account
letter-sign-in-lead = Somebody logged in to your account with { $device } on { $at }.
letter-sign-in-way = See my devices
letter-sign-in-foot = If it was you, there is nothing to do. If not, log that device out and change your password. On the same page you can stop letters like this one.
done-sesi = That device is logged out.
done-surat = Your choice is saved.
wanted-letters = Notices by mail
wanted-letters-lead = Choose which letters you want. They are sent only to an address that you have confirmed.
wanted-letters-all = Everything else is in
wanted-letters-messages = Messages that I have not read
wanted-letters-searches = New listings that match my saved searches
wanted-letters-listings = My own listings, such as one that is about to expire

# Two-step verification
factor = Two-step verification
factor-lead = Your password is right. The code of your authenticator app is left.
factor-lost = Lost the app? Enter one of your recovery codes, or ask whoever runs this place. Start over:
factor-code = Code
factor-code-hint = Six digits from your authenticator app, or one of your recovery codes.
factor-about = Beside the password, logging in asks for a code of an app on your phone. Somebody who knows your password still does not get in.
factor-go = Set up two-step verification
factor-needed = Your role needs two-step verification. Once it is on, the pages of your role open again.
factor-begin = Set it up
factor-password-hint = So that nobody else switches it on and locks you out.
factor-scan = Scan this code with an authenticator app, such as Aegis, Google Authenticator or FreeOTP.
factor-qr = Code for authenticator apps
factor-secret = Cannot scan it? Type this key into the app:
factor-confirm-hint = The six digits that the app shows now.
factor-on-do = Switch it on
factor-done = Two-step verification is on.
factor-recovery = Recovery codes
factor-recovery-lead = Print these codes or write them down, and keep them in a safe place. If you lose your phone, one of them gets you in; each works once. They are not shown again.
factor-kept = I have kept them
factor-is-on = Two-step verification is on.
factor-left = Recovery codes left: { $count }.
factor-off = Switch it off
factor-off-do = Switch off two-step verification
done-dua-langkah-hapus = Two-step verification is off.
done-terlambat = That took too long. Please log in once more.

# What waits for moderators
desk = Everything that waits
desk-rooms = Rooms
desk-none = Nothing waits
desk-none-advice = Whatever somebody reports, or has to be looked at first, turns up here.
desk-since = since { $day }
desk-reports = { $count ->
    [one] reported once
   *[other] reported { $count } times
  }
desk-more = { $count ->
    [one] One more waits in its room.
   *[other] { $count } more wait in their rooms.
  }
