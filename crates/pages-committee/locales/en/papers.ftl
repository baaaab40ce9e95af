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
papers-import-file-hint = DOCX, ODT, PDF, XLSX, ODS, CSV, TXT or GIFT; 50 MB at most.
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
papers-page-of-file = page { $number }
papers-table = table { $number }
papers-row = row { $number }
papers-paragraph = paragraph { $number }
done-paket-impor = The file was imported.
