schedule-new = New sitting
schedule-new-about = Choose a test package, then say on which day and when. Other settings may stay as they usually are, and all of it can still be changed before the sitting begins.
schedule-edit = Change the sitting
schedule-edit-about = Until somebody has come, everything can be changed. Once the sitting has begun, its end can only be moved to a later time.
schedule-plan = Plan the sitting
schedule-save = Save the changes
schedule-back = Cancel
schedule-no-packages = There is no test package yet
schedule-no-packages-advice = A sitting is held with a test package. Ask an author to make one, then come back.
schedule-title = Title
schedule-description = Description
schedule-choose = Choose a test package
schedule-package-hint = The sitting is held with the version of the package that was published last.
schedule-package-draft = { $title } (draft)
schedule-package-archived = { $title } (put away)
schedule-date = Date
schedule-start = Begins at
schedule-end = Ends at
schedule-zone = Time zone
schedule-zone-hint = An end that is earlier than the beginning is on the next day.
schedule-part-entry = Entry and time limits
schedule-part-watching = Recording and browser
schedule-part-scoring = Scoring
schedule-part-results = Results for participants
schedule-part-names = Names in other systems
schedule-code-hint = 4 to 32 characters; empty: no code. Write it down, as it is not shown again.
schedule-code-kept = This sitting has a code, which is not shown again. Fill this in only to replace it: 4 to 32 characters.
schedule-no-code = Remove the entry code
schedule-late-hint = Minutes after the beginning, such as 30, or minutes and seconds, such as 1:40; empty: as long as the sitting lasts.
schedule-grace = Grace for answers
schedule-grace-hint = Seconds after a deadline in which an answer still counts as being in time; usually 10.
schedule-offline-hint = Minutes after a deadline in which answers that were made in time may still arrive, if the network was down for example; usually 5.
schedule-video = Record participants’ cameras
schedule-screen = Record participants’ screens
schedule-browser = Only with Safe Exam Browser
schedule-unit = The numbers below are
schedule-percent = per cent of what the question is worth
schedule-points = points, whatever the question is worth
schedule-right = A right answer
schedule-wrong = A wrong answer
schedule-wrong-hint = A negative number takes points away, such as -25.
schedule-blank = No answer
schedule-release = Results are shown
schedule-together = once the committee releases them
schedule-at-once = as soon as they are scored
schedule-shows-score = Show the total
schedule-shows-sections = Show the score of each section
schedule-shows-scale = Show the score on the scale
schedule-shows-answers = Show participants’ answers and what each brought
schedule-shows-keys = Show what was right
schedule-other-id = Study programme code (prodikId)
schedule-other-id-hint = What another system calls this sitting, if there is one.
schedule-slug = Name in addresses
schedule-slug-hint = Small letters, digits and hyphens; empty: made of the title.
schedule-outrun = Somebody else has changed this sitting first
schedule-outrun-about = Nothing was saved yet. Compare, adjust the form below if need be, and save again: what you typed will replace what is stored.
schedule-setting = Setting
schedule-stored = Stored now
schedule-typed = What you typed
schedule-copy = Copy to the next week
schedule-copy-about = A copy has the same package and settings, but no participants and no entry code.
schedule-remove = Delete the sitting
schedule-remove-about = A sitting that was deleted cannot be brought back. Its test package stays.
schedule-remove-do = Delete this sitting
schedule-remove-registered = { $count ->
    [one] One participant is registered
   *[other] { $count } participants are registered
 }
schedule-remove-cannot = A sitting that has participants cannot be deleted. Remove its participants first.
steps = Five steps of a sitting
steps-about = From questions to results: what is done, and what is still missing.
steps-done = Done
steps-missing = To be mended
steps-not-yet = Not yet
steps-questions = Questions
steps-schedule = Schedule
steps-supervision = Supervision
steps-published = The test package is published.
steps-published-before = The test package is not published now; the sitting is held with the version that was published last.
steps-unpublished = The test package is not published yet.
steps-no-questions = The test package has no questions yet.
steps-past = Its time is over, and there are no participants.
steps-nobody = There are no participants yet.
steps-registered = { $count ->
    [one] One participant is registered.
   *[other] { $count } participants are registered.
 }
steps-unitless = { $count ->
    [one] One participant has no unit.
   *[other] { $count } participants have no unit.
 }
steps-begins = Begins { $moment }.
steps-present = { $present } of { $all } participants are present.
steps-over = The sitting is over.
steps-nobody-came = There is nobody to supervise.
steps-awaiting = { $count ->
    [one] One participant waits to be rated.
   *[other] { $count } participants wait to be rated.
 }
steps-results-later = Once the sitting is over.
steps-results-none = Nobody has sat it yet.
steps-unreleased = The results are not released yet.
steps-released = Participants are shown their results.
steps-to-package = Open the test package
steps-to-packages = Open the list of test packages
steps-to-schedule = Change the schedule
steps-to-participants = Open the list of participants
steps-to-supervision = Supervise
steps-to-rating = Rate answers
steps-to-results = See the results
steps-to-release = Release the results
done-ujian-baru = The sitting is planned. What comes next is shown below.
done-ujian-ubah = The changes are saved.
done-ujian-hapus = The sitting was deleted.
done-ujian-salin = The copy is made. Check its date and times.
done-ujian-salin-kode = The copy is made. Check its date and times, and type a new entry code: that of the other sitting was not copied.
