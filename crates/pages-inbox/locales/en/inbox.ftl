inbox = Messages
inbox-all = All messages
inbox-all-read = Everything is read
inbox-unread = { $messages ->
    [one] One unread message
   *[other] { $messages } unread messages
} in { $threads ->
    [one] one conversation
   *[other] { $threads } conversations
}
inbox-unread-here = unread
inbox-none = No conversations yet
inbox-none-advice = Ask a seller something on the page of their ad; the conversation will be shown here.
inbox-departed = A deleted account
inbox-listing-gone = An ad that is gone
inbox-clocks = Times are those of western Indonesia (WIB).
inbox-today = Today
inbox-yesterday = Yesterday

# Search
inbox-search = Search messages
inbox-search-do = Search
inbox-found = Messages with “{ $words }”
inbox-found-count = { $count ->
    [0] No messages
    [one] One message
   *[other] { $count } messages
}
inbox-nothing-found = Nothing matches
inbox-nothing-found-advice = Try a shorter or a more general word.
inbox-you = You:

# A conversation
inbox-about = About the ad
inbox-messages = The conversation
inbox-no-message = No messages yet.
inbox-older = Older messages
inbox-newest = Newest messages
inbox-sent = Sent
inbox-delivered = Delivered
inbox-read = Read
inbox-typing = { $name } is writing …
inbox-text = Your message
inbox-send = Send
inbox-ask = Ask the seller
inbox-sending = Sending …
inbox-waiting = Waiting for the network; it is sent as soon as there is one.
inbox-failed = Not sent.
inbox-again = Send again
inbox-drop = Discard
inbox-over = Your session has ended. Reload the page to log in again; what you wrote is kept.

# Pictures
inbox-pictures = Pictures
inbox-camera = Take a photo
inbox-picture = A picture
inbox-picture-of = Picture { $number } of { $count }; opens large
inbox-pictures-chosen = Pictures to be sent
inbox-picture-leave = Leave out
inbox-picture-remove = Remove the picture
inbox-picture-waiting = On its way …
inbox-picture-pending = Your pictures are still on their way. Send the message when they have arrived.
inbox-picture-away = This picture did not arrive: pictures need the network. What you wrote is kept.
inbox-picture-many = A message has at most { $most } pictures.
inbox-picture-large = This picture is too large: at most 20 MB and 50 megapixels.
inbox-picture-heic = Many browsers cannot show HEIC pictures. Send it as JPEG; on an iPhone: Settings > Camera > Formats > Most Compatible.
inbox-picture-kind = This file is no picture that can be shown here. Choose a JPEG, PNG, WebP or GIF.
inbox-picture-broken = This picture cannot be read; the file may be damaged.
inbox-picture-busy = Many pictures are arriving just now. Try again in a moment.
inbox-picture-unsent = Too many of your pictures wait for their messages. Send some of them first, or remove them.
inbox-picture-throttled = You are sending too many pictures. Wait a moment, then try again.
inbox-picture-gone = A picture is not there any more. Choose it once more.

# Quick answers
inbox-quick = Quick answers
inbox-quick-own = My quick answers
inbox-quick-lead = Short texts that you send often, up to { $most }. One press puts one into the message that you are writing; nothing is sent by it.
inbox-quick-none = You have saved no quick answers yet.
inbox-quick-new = A new quick answer
inbox-quick-hint = At most { $most } characters.
inbox-quick-save = Save
inbox-quick-one = Quick answer { $number }
inbox-quick-change = Save the change
inbox-quick-delete = Delete
inbox-quick-full = There is no room for more; delete one first.
inbox-ready-there = Is it still available?
inbox-ready-price = Is the price negotiable?
inbox-ready-see = When and where can I see it?
inbox-ready-send = Can you send it?
inbox-ready-yes = Yes, it is still available.
inbox-ready-sold = Sorry, it is sold already.
inbox-ready-firm = The price is fixed.
inbox-ready-when = When would you like to see it?

# Changing what one wrote
inbox-edit = Change a message
inbox-edit-short = Change
inbox-edit-do = Save the change
inbox-edited = changed
inbox-retract-lead = A message that you take back is gone for both of you; all that stays is a line saying that it was taken back.
inbox-retract-do = Take this message back
inbox-retracted = The sender took this message back.
inbox-retracted-own = You took this message back.
inbox-too-late = This message was sent too long ago to be changed or taken back.

# Why a message was not sent
inbox-empty-text = Write the message first.
inbox-blocked = This person does not take messages from you.
inbox-receiver-gone = This person's account is deleted; nobody reads messages here any more.
inbox-throttled = You are sending too many messages. Wait a moment, then send again; what you wrote is still here.
inbox-threads-throttled = You have begun many conversations today. Try again tomorrow.
inbox-sent-before = This form has already sent another message. If this is a new one, send it once more.
inbox-not-offered = This ad is not offered any more.
inbox-own-listing = This is your own ad.

# Putting away and muting
inbox-archive = Archive
inbox-archive-none = Nothing is archived
inbox-archive-do = Archive
inbox-unarchive-do = Take out of the archive
inbox-mute-do = Mute
inbox-unmute-do = Unmute
inbox-muted = muted
inbox-muting = This conversation is muted: its new messages are not counted, and once archived it stays there.

# Keeping somebody away
inbox-block = Block this person
inbox-block-ask = This person will not be able to write to you any more. Messages that are there stay, and you can lift the block again.
inbox-block-do = Yes, block
inbox-blocking = You block this person: they cannot write to you.
inbox-unblock = Lift the block
inbox-unblock-ask = This person will be able to write to you again.
inbox-unblock-do = Yes, lift it
inbox-report = Report a message
inbox-report-short = Report
inbox-report-lead = Moderators will read this message and your reason. Its sender is not told who reported it.
inbox-report-reason = What is wrong with this message? (optional)
inbox-report-hint = At most 500 characters.
inbox-report-do = Send the report
inbox-report-back = Back to the conversation

# Reported messages, for moderators, and kinds of reasons
inbox-desk = Moderation
inbox-cases = Reported messages
inbox-cases-none = Nothing is reported
inbox-case-order = Order
inbox-case-oldest = Oldest first
inbox-case-most = Most reported first
inbox-case = A reported message
inbox-case-said = What was reported
inbox-case-context = What was said before and after
inbox-case-this = reported
inbox-case-gone = deleted
inbox-case-earlier = Before it was changed:
inbox-case-decide = Decision
inbox-case-note = A note for other moderators
inbox-case-dismiss = Nothing is wrong
inbox-case-uphold = Report is right, message stays
inbox-case-delete = Delete the message
inbox-case-manage = Suspend this person
inbox-case-resolved = Decided: the report was right.
inbox-case-dismissed = Decided: nothing was wrong.
inbox-case-open = { $count } open reports about this person
inbox-record-since = Member since { $day }
inbox-record-threads = Conversations begun: { $count }
inbox-record-open = Open reports: { $count }
inbox-record-upheld = Reports that were right: { $count }
inbox-record-dismissed = Reports that were not: { $count }
inbox-record-blocked = Blocked by { $count } people
inbox-reason-spam = Spam or advertising
inbox-reason-fraud = Fraud
inbox-reason-insult = Insult or threat
inbox-reason-payment = Wants payment outside the usual way
inbox-reason-other = Something else
inbox-report-category = What is it about?
inbox-block-reason = Why? Only moderators see it.
inbox-block-no-reason = No reason

# The letter to whoever is away
inbox-letter = { $count ->
    [one] One unread message
   *[other] { $count } unread messages
}
inbox-letter-lead = { $messages ->
    [one] One message waits
   *[other] { $messages } messages wait
} for you in { $threads ->
    [one] one conversation
   *[other] { $threads } conversations
}:
inbox-letter-waits = { $count ->
    [one] one message
   *[other] { $count } messages
}
inbox-letter-more = And in { $count } more.
inbox-letter-way = Read the messages
inbox-letter-foot = This letter comes once; there is no other until you have looked.
inbox-letter-end = No letters about unread messages any more: { $way }

# What was just done
done-blokir = This person is blocked.
done-buka-blokir = The block is lifted.
done-lapor-pesan = Thank you, your report is sent.
done-tarik-pesan = The message is taken back.
done-arsip = The conversation is archived; it comes back with a new message.
done-buka-arsip = The conversation is out of the archive.
done-bisu = The conversation is muted.
done-buka-bisu = The conversation is not muted any more.
done-jawaban = Your quick answers are saved.
done-laporan-diputus = The report is decided.
