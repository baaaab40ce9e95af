papers = Question packages
papers-about = A package is the paper of an exam: its sections, passages and questions. Participants sit it once it is published.
papers-all = All packages
papers-find = Find a package by title
papers-none = There are no packages yet
papers-none-advice = Make the first one below.
papers-none-wait = Authors make them; they appear here then.
papers-not-found = No package matches
papers-title = Title
papers-title-hint = Each package has another title, such as “Final exam, mathematics X”.
papers-changed = Last changed (WIB)
papers-add = New package
papers-add-about = A new package is empty and a draft.
papers-add-do = Make package
papers-draft = Draft
papers-published = Published
papers-archived = Archived
papers-package-about = “Sections” shows the package as it is now; participants sit the version that was published.
papers-section = Section
papers-sections = Sections
papers-passages = Passages
papers-duration = Time
papers-empty = This package is still empty
papers-empty-advice = Sections appear here once there are questions in them.
papers-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
papers-linear = one after the other
papers-shuffled = in shuffled order
papers-drawn = questions drawn
papers-publish = Publish the package
papers-publish-about = Its questions, options, keys and their order are frozen as they are now, as a new version. Sittings that have not begun use that version; those that have begun keep theirs. Later changes count once you publish again. The same content is not frozen twice.
papers-publish-do = Publish
papers-unfit = The package was not published
papers-versions = Published versions
papers-no-versions = It was never published.
papers-version = Version { $no }
papers-questions = Questions of the newest version
papers-no-questions = No questions are published yet
papers-no-questions-advice = Once the package is published, its questions appear here as participants see them.
papers-points = { $points } points
papers-page = Page { $page } of { $pages }
papers-audio = Heard with this question
papers-remove = Delete the draft
papers-remove-about = The package is deleted with all of its questions, passages and versions. This cannot be undone.
papers-remove-do = Delete package
papers-remove-not = Keep it
done-paket-baru = The package was made.
done-paket-terbit = The package was published.
done-paket-hapus = The package was deleted.
papers-export = Download as a Word document (with keys)
papers-import = Import from a file
papers-import-about = A document becomes one new package: all of it, or nothing. What is in it is checked and shown first; nothing is stored yet.
papers-import-found = In the file
papers-import-ready = The file can be read and is ready to be saved.
papers-import-refused = { $count ->
    [one] The file cannot be saved yet: { $count } thing has to be corrected.
   *[other] The file cannot be saved yet: { $count } things have to be corrected.
}
papers-import-stored = The file has become a package.
papers-import-clean = There is nothing to look at.
papers-preview = The questions as they will be
papers-preview-about = With the keys as they were read. Only authors and administrators see them here.
papers-preview-more = { $count ->
    [one] One more question is in the file.
   *[other] { $count } more questions are in the file.
}
papers-import-more = { $count ->
    [one] There is { $count } more remark.
   *[other] There are { $count } more remarks.
}
papers-import-unread = Columns that are not read:
papers-import-again = Choose the same file once more
papers-import-again-hint = It is too large to be kept in the page.
papers-import-store = Save
papers-import-write = Write questions
papers-import-write-about = Fill in one of these examples. PDF, numbered text, GIFT and CSV tables can be read as well.
papers-template-word = Example as a Word document
papers-template-workbook = Example as a workbook (Excel)
papers-import-send = Check the file
papers-import-send-about = You then see what is in it, and what has to be corrected.
papers-import-title = Title of the package
papers-import-title-hint = Used only if the file has no title (a line PACKAGE).
papers-import-file = File with questions
papers-import-file-hint = DOCX, ODT, PDF, XLSX, ODS, CSV, TXT, GIFT, Moodle XML, or QTI (ZIP); at most 50 MB.
papers-import-existing = See that package
papers-import-try = Check
papers-imported = What was imported
papers-imported-about = Imported { $moment } WIB. This page can be opened again at any time.
papers-imported-open = Open the package
papers-imported-gone = Its package was deleted.
papers-questions-count = Questions
papers-pictures = Pictures
papers-finding-error = To be corrected
papers-finding-warning = Look at this
papers-finding-open = Open the question
papers-page-of-file = page { $number }
papers-table = table { $number }
papers-row = row { $number }
papers-paragraph = paragraph { $number }
done-paket-impor = The file was imported.
paper-print = Print the paper
paper-print-about = Print it, or save it as a PDF from your browser’s print window. It holds the questions as they are now, published or not.
paper-wanted = What to print
paper-cover = Cover
paper-columns = Two columns
paper-sheet = Answer sheet
paper-keys = Answer key
paper-choose = Apply
paper-drawn = In the online exam some of these questions are drawn for each participant. On paper all of them are printed.
paper-questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
 }
paper-worth = Full marks
paper-rules = Instructions
paper-rule-who = Write your name and exam number on the cover and on the answer sheet.
paper-rule-check = Check that every page is there and can be read.
paper-rule-answer = Write all answers on the answer sheet.
paper-spoken = Answered by speaking.
paper-rated = marked by raters
papers-export-handout = Download for Word, without keys
papers-export-moodle = Download Moodle XML (with keys)
papers-export-qti = Download QTI 3.0 (with keys)
papers-import-since = Since the last try
papers-import-since-nothing = Nothing changed.
papers-import-since-gone = Settled
papers-import-since-new = New
papers-columns = Columns of the table
papers-columns-about = Check what each column holds. What is not chosen is not read.
papers-columns-table = Table
papers-columns-head = Row with the headings
papers-columns-head-hint = Its number in the spreadsheet program. Write 0 if there are no headings; questions are read from the next row on.
papers-columns-column = Column
papers-columns-rows = First rows
papers-columns-use = What it holds
papers-columns-do = Check with these columns
column-nothing = (not read)
column-number = Number
column-question = Question
column-type = Type of question
column-key = Key
column-points = Points
column-section = Section
column-passage = Passage
column-audio = Audio
column-tags = Tags
column-difficulty = Difficulty
column-duration = Duration of the section
column-minutes = Duration of the section (minutes)
column-picture = Name of a picture
column-scoring = Way of scoring
column-preparation = Time to prepare
column-response = Time to answer
column-label = Letter of an option (one row per option)
column-answer = Text of an option (one row per option)
column-option = Option { $sign }
column-premise = Statement { $sign } (matching)
papers-sounds = Sounds of the package
papers-sounds-about = A file that is called as a question writes it is joined with that question at once.
papers-sounds-file = Sound files
papers-sounds-file-hint = Several MP3 or WAV files at once (at most 20 MB each), or one ZIP.
papers-sounds-send = Upload
papers-sounds-refused = Some files were not stored
papers-sounds-stored = { $count ->
    [one] { $count } other file was stored.
   *[other] { $count } other files were stored.
 }
papers-sounds-needed = What the questions need
papers-sounds-none = No question of this package plays a sound.
papers-sounds-complete = All sounds are there.
papers-sounds-missing = { $count ->
    [one] { $count } sound is missing.
   *[other] { $count } sounds are missing.
 }
papers-sounds-questions = Questions
papers-sounds-there = There
papers-sounds-not-there = Missing
papers-sounds-superfluous = Played by no question
papers-sounds-superfluous-about = These files are in the package’s folder, but no question of it names them. See whether a name is mistyped.
done-paket-suara = The sounds were stored.
papers-columns-unknown = The headings of this table are not known. Choose what each column holds, then check again.
