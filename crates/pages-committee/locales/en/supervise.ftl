supervise-title = Supervise
supervise-filters = Filter participants
supervise-filter-semua = All
supervise-filter-hadir = Present
supervise-filter-mengerjakan = Answering
supervise-filter-dijeda = Paused
supervise-filter-senyap = Silent
supervise-filter-ditandai = Flagged
supervise-filter-selesai = Done
supervise-filter-belum-hadir = Not here yet
supervise-order = Order
supervise-order-perhatian = Who needs a look
supervise-order-nama = Name
supervise-order-nomor = Number
supervise-look = View
supervise-list = List
supervise-tiles = Tiles
supervise-again = Refresh
supervise-lost = Not connected to the server. What you see is old; it keeps trying.
supervise-over = Your session has ended.
supervise-held = The order is held while you choose.
supervise-as-of = as of { $time }
supervise-found = { $count ->
    [one] { $count } participant
   *[other] { $count } participants
 }
supervise-nobody = No such participants
supervise-nobody-advice = Choose another filter, or clear the search.
supervise-pick = Choose
supervise-pick-page = Choose everybody on this page
supervise-pick-all = All that the filter finds
supervise-picked = chosen
supervise-acts = Actions
supervise-place = Place
supervise-saved = Last save
supervise-connection = Connection
supervise-recording = Recording
supervise-flags = Flags
supervise-left = Time left
supervise-left-still = { $clock }, stopped
supervise-extra = +{ $minutes } min
supervise-section = Section { $section } of { $sections }
supervise-answered = { $answered } of { $questions } answered
supervise-ago-now = just now
supervise-ago-seconds = { $count } s ago
supervise-ago-minutes = { $count } min ago
supervise-ago-hours = { $count } h ago
supervise-connection-live = Connected
supervise-connection-seen = Just seen
supervise-connection-silent = Silent
supervise-connection-since = Last { $since }
supervise-camera = Camera
supervise-screen = Screen
supervise-recording-running = runs, { $since }
supervise-recording-stalled = stalled, { $since }
supervise-recording-ended = ended
supervise-recording-missing = none
supervise-look-silent = Silent
supervise-look-unrecorded = Not recorded
supervise-look-flagged = Flagged just now
supervise-kind-focus-lost = Left the page
supervise-kind-focus-gained = Came back to the page
supervise-kind-fullscreen-left = Left full screen
supervise-kind-copy = Copied
supervise-kind-paste = Pasted
supervise-kind-cut = Cut text
supervise-kind-context-menu = Opened the context menu
supervise-kind-offline = Network lost
supervise-kind-online = Network back
supervise-kind-device-changed = Device changed
supervise-kind-recording-stopped = Recording stopped
supervise-kind-other = Other
supervise-microphone = Microphone
supervise-pasted = { $count } characters
supervise-device-lost = { $device }: the device was lost
supervise-device-refused = { $device }: not allowed on this device
supervise-device-missing = { $device }: there is none
supervise-piece-lost = { $device }: a piece of the recording was given up
supervise-server-full = { $device }: the server has no room for recordings
supervise-do-message = Send a message
supervise-do-pause = Pause
supervise-do-resume = Resume
supervise-do-extend = Give time
supervise-do-terminate = End
supervise-about-message = It appears on the participant's page within two seconds.
supervise-about-pause = The section's clock stops and answers are locked until you resume. The end of the exam stays.
supervise-about-resume = The clock goes on from where it stopped.
supervise-about-extend = The open section and the end of the exam move by this much.
supervise-about-terminate = Their exam ends now and cannot be opened again. What was saved stays.
supervise-submit-message = Send to { $count ->
    [1] { $name }
   *[other] { $count } participants
 }
supervise-submit-pause = Pause { $count ->
    [1] { $name }
   *[other] { $count } participants
 }
supervise-submit-resume = Resume { $count ->
    [1] { $name }
   *[other] { $count } participants
 }
supervise-submit-extend = Give time to { $count ->
    [1] { $name }
   *[other] { $count } participants
 }
supervise-submit-terminate = End the exam of { $count ->
    [1] { $name }
   *[other] { $count } participants
 }
supervise-reason = Reason
supervise-reason-hint = Noted with your name; participants do not see it.
supervise-text = Message
supervise-minutes = How many minutes
supervise-and-others = and { $count } more
supervise-none-chosen = Nobody was chosen. Tick somebody in the list first.
supervise-back = Back
supervise-done = { $count ->
    [one] Done for { $count } participant.
   *[other] Done for { $count } participants.
 }
supervise-not-done = Not for { $count }:
supervise-gone = no participant of this exam any more
supervise-everybody = Everybody
supervise-sections = Sections
supervise-not-opened = not opened
supervise-saves = { $minutes ->
    [one] Answers saved per minute
   *[other] Answers saved per { $minutes } minutes
 }
supervise-story = How the exam went
supervise-story-empty = Nothing has happened yet.
supervise-logged-in = Logged in
supervise-taken-over = Another device took over
supervise-checked-in = Checked in
supervise-started = Began
supervise-opened = Section { $section } opened
supervise-closed = Section { $section } closed
supervise-closed-timeout = Section { $section } closed because time was up
supervise-closed-terminated = Section { $section } closed by a supervisor
supervise-did-message = A supervisor sent a message
supervise-did-pause = A supervisor paused
supervise-did-resume = A supervisor resumed
supervise-did-extend = A supervisor gave { $minutes } min
supervise-did-terminate = A supervisor ended the exam
supervise-by = by { $name }
supervise-recording-began = Recording began: { $stream }
supervise-ended-participant = Handed in
supervise-ended-timeout = Handed in because time was up
supervise-ended-proctor = Ended by a supervisor
supervise-recordings = Recordings
supervise-video-recording = running
supervise-video-complete = being made ready
supervise-video-final = complete
supervise-video-partial = parts are missing
supervise-video-failed = raw only
supervise-gap = interrupted for { $clock }
supervise-pieces = { $times }: { $count } pieces
supervise-missing = { $count } missing
supervise-latest = The last seconds
supervise-latest-again = Look now
supervise-latest-none = There is no picture to show yet.
supervise-watch-all = Watch from the beginning
done-awasi-message = Message sent.
done-awasi-pause = Participant paused.
done-awasi-resume = Participant resumed.
done-awasi-extend = Time was given.
done-awasi-terminate = The participant's exam was ended.
supervise-recordings-about = All recordings of cameras and screens of this sitting. Open a name to watch one beside what else happened.
supervise-recordings-none = Nothing was recorded at this sitting
supervise-recordings-said = { $count ->
    [one] { $count } recording
   *[other] { $count } recordings
}, { $size } in all.
supervise-recordings-stream = What was recorded
supervise-recordings-begun = Begun
