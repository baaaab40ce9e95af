results = Results
results-places = Pages of results
results-list = Participants
results-statistics = Questions and statistics
results-release = Release
results-regrade = Mark again

# The list
results-everybody = Everybody
results-any = Any
results-unit = Unit
results-rank = Rank
results-titles = Rank · unit
results-order = Order
results-order-nama = Name
results-order-nilai = Highest total first
results-order-nilai-naik = Lowest total first
results-order-satuan = Unit
results-show = Show
results-xlsx = Save as Excel
results-csv = Save as CSV
results-table = Table of results
results-total = Total
results-scaled = Scaled
results-awaits = Awaits rating
results-nobody = Nobody matches
results-nobody-advice = Change what you search for, or the filters.

# Statistics
results-basis = Worked out from { $count } participants whose answers are all scored, of { $all }.
results-mean = Mean
results-deviation = Standard deviation
results-lowest = Lowest
results-highest = Highest
results-most = Maximum
results-alpha = Reliability (alpha)
results-error = Standard error
results-alpha-high = Reliability { $alpha }: very dependable. If a similar exam were sat again, the order of participants would hardly change.
results-alpha-good = Reliability { $alpha }: good. The scores can be used to decide about participants.
results-alpha-fair = Reliability { $alpha }: fair. Be careful when you compare two participants whose scores lie close together.
results-alpha-low = Reliability { $alpha }: weak. Chance has a large part in the scores; look at the questions marked below.
results-alpha-none = Reliability cannot be worked out: there are too few participants, all scores are alike, there are fewer than two questions, or participants were asked different ones.
results-error-says = Standard error { $error }: the true ability of about two in three participants lies within { $error } points of their score.
results-distribution = How totals are spread
results-bar = { $range }: { $count } participants
results-chart-facility = Facility of each question, beside the easiest
results-chart-discrimination = Discrimination of each question, beside the highest (zero and below does not show)
results-questions = Questions
results-too-few = Fewer than ten answers are scored, so questions cannot be judged yet.
results-concerning =
    { $count ->
        [one] One question deserves a look. The reason stands below it.
       *[other] { $count } questions deserve a look. The reasons stand below them.
    }
results-concerning-none = No question stands out.
results-figures-say = A facility of 0.5 means that participants got half of the points on average. A discrimination near 1 means that the able ones got it right; near 0, that the question tells nobody apart.
results-facility = Facility
results-discrimination = Discrimination
results-scored-answers = Scored answers
results-blank = Blank
results-concern-discrimination = Discrimination below 0.1: those with high totals are not right more often here. Check key and wording.
results-concern-hard = Facility below 0.2: hardly anybody is right. Check the key.
results-concern-easy = Facility above 0.95: nearly everybody is right, so the question tells nobody apart.
results-concern-distractor = The best third chose a wrong answer more often than the key. The key may be mistaken.
results-who-chose = Who chose what
results-option = Option
results-all = All
results-upper = Best third
results-lower = Last third
results-key = Key
results-third-upper = Best third: { $count } participants with a total of { $points } or more.
results-third-lower = Last third: { $count } participants with a total of { $points } or less.
results-thirds-none = The best and the last third cannot be told apart yet.

# One question
results-question-number = Question { $number }
results-most-says = Maximum { $most }.
results-kind-multiple-choice = multiple choice
results-kind-multiple-answer = several answers
results-kind-true-false = true or false
results-kind-short-answer = short answer
results-kind-matching = matching
results-kind-essay = essay
results-kind-speaking = speaking
results-void = Void this question
results-void-about = A faulty question can be voided for this exam alone. You first see whose scores change, before anything does.
results-credit = What participants get
results-credit-all = Full points for everybody
results-credit-answered = Full points for those who answered
results-credit-none = Not counted: out of the sum and out of the maximum
results-reason = Reason
results-void-reason = Shown to everybody who sees the results.
results-look-first = See first what changes
results-void-do = Void this question
results-is-void = This question is void
results-void-because = Voided:
results-void-fixed = This question was voided at this exam, so its answers have no scores of their own.
results-unvoid = Count this question again
results-unvoid-deed = The question is marked by its key again; what raters had given comes back.
results-unvoid-reason = For the log; may be left empty.
results-unvoid-do = Count this question again
results-back-unchanged = Back without a change
results-would-change = What would change
results-more = Scores rise
results-less = Scores fall
results-same = As before
results-before = Now
results-after = Then
results-difference = Difference
results-cut = This list has only the first of them.

# Releasing
results-at-once = Participants see the results of this exam as soon as all of their answers are scored.
results-seen = See their results
results-unseen = Scored, do not see them
results-waiting = Await a rater
results-shows = What participants see:
results-shows-score = the total
results-shows-sections = the score of each section
results-shows-scale = the score on the scale
results-shows-answers = their answers and what each brought
results-shows-keys = what was right
results-shows-nothing = nothing
results-release-says =
    { $count ->
        [one] One participant will see their results now.
       *[other] { $count } participants will see their results now.
    }
results-withdraw-says =
    { $count ->
        [one] One participant will not see their results any more.
       *[other] { $count } participants will not see their results any more.
    }
results-release-reason = For the log; may be left empty.
results-release-do = Release now
results-withdraw-do = Withdraw the release
results-waiting-who = Those who still wait
results-waiting-says = They see their results by themselves once they are rated, unless the release is withdrawn.

# Marking again
results-regrade-about = Once the key of a question was put right in the question bank, all answers to this package can be marked again. What raters gave stays.
results-examined = Answers examined
results-changing = Scores change
results-people-changing = Participants affected
results-kept = Given by raters, kept
results-other-sittings = { $count } of them sat other exams with the same package; their scores change as well.
results-unmatched = These keys cannot be carried over to the version that was sat:
results-nothing-changes = No score changes.
results-regrade-do = Mark again now
results-done-so-far = What was done so far
results-never-regraded = This package was never marked again.
results-regrading = Number
results-by = By
results-changed = Scores changed
results-deed = Action
results-revert = Take back
results-would-revert = What taking number { $no } back would change
results-revert-do = Take back now
results-reverted = Taken back { $moment }
results-somebody = an administrator who was deleted

# One participant
results-began = Began
results-handed-in = Handed in
results-ended-participant = by the participant
results-ended-timeout = time was up
results-ended-proctor = by a supervisor
results-of = { $points } of { $most }
results-receipt = Receipt
results-receipt-verify = Anybody can verify it at
results-not-begun = This participant has not begun
results-passage = Text
results-right = Right
results-partly = Partly right
results-wrong = Wrong
results-unanswered = Not answered
results-chosen = Chosen
results-answer = Answer
results-ratings = Ratings
results-round-first = First rater
results-round-second = Second rater
results-round-adjudication = Third rater
results-changes = Changes of the score
results-cause-auto = Marked by the key
results-cause-manual = Corrected
results-cause-rating = Rated
results-cause-regrade = Marked again
results-cause-revert = Marking again taken back
results-cause-void = Question voided
results-cause-unvoid = Question counted again
results-correct = Correct the score
results-correct-number = Correct the score of question { $number }
results-score-new = New score
results-score-hint = From 0 to { $most }, with at most two decimals.
results-score-reason = Noted with the old score and your name.
results-correct-do = Save the score
results-appeals = Appeal
results-appeal-raised = Appeal undecided
results-appeal-granted = Appeal granted
results-appeal-dismissed = Appeal dismissed
results-appeal-gone = A question that is gone
results-appeal-add = Note an appeal
results-appeal-advice = Note what the participant objects to, and later what was decided. A note changes no score: correct the answer, void the question or mark again for that. Participants do not see notes.
results-appeal-state = How the appeal stands
results-appeal-text = Note
results-appeal-text-hint = What is objected to, what was looked at, or what was decided and why.
results-appeal-all = All of the result
results-appeal-about = About
results-appeal-do = Add the note

done-sanggahan-catat = The note was added.
done-soal-batal = The question is void. All scores follow.
done-soal-pulih = The question counts again. All scores follow.
done-hasil-umum = Results are released. Participants who are scored see them now.
done-hasil-tarik = The release is withdrawn. Participants do not see their results any more.
done-nilai-ulang = The answers were marked again.
done-nilai-batal = Marking again was taken back.
done-nilai-koreksi = The score was corrected.
