roster = Participants from a file
roster-about = For many participants at once. The file is checked first and you see what comes of it; nothing is stored before you press the button that stores it.
roster-first = Prepare the file
roster-first-about = A list that you have already will do: the columns of the number (NRP, NIS, No. Ujian) and the name are known by their heads. Or fill in this sheet. Type numbers as text, so that no leading zero is lost.
roster-template = Download the sheet to fill in (XLSX)
roster-second = Send it to be checked
roster-second-about = All or nothing: with a single error in it, nothing is stored.
roster-file = File
roster-file-hint = XLSX, ODS or CSV, 10 MB at most.
roster-columns = Heads that are not known?
roster-columns-about = Say where the number and the name stand: by the letter of the column, like B, or by its head.
roster-number-column = Column of the number
roster-name-column = Column of the name
roster-try = Check the file
roster-result = What comes of it
roster-ready = This file can be stored. Participants who are registered already do not change.
roster-nothing-new = Everybody in this file is registered already; there is nothing to store.
roster-refused = { $count ->
    [one] This cannot be stored yet: there is one error. Correct it in the file and send it again.
   *[other] This cannot be stored yet: there are { $count } errors. Correct them in the file and send it again.
 }
roster-added = To be added
roster-strangers = New people among them
roster-unchanged = Registered already
roster-row = Row { $row }
roster-event = Sitting
roster-more = And { $count } findings more.
roster-again = The same file once more
roster-again-hint = This file is too large to be kept in the page. If you choose another one, it is checked first.
roster-store = { $count ->
    [one] Store one participant
   *[other] Store { $count } participants
 }
participants-about = Choose a name to correct somebody’s data, to give more time, or to take somebody off the list.
participants-roster = Add many at once from a file
participant-about = Changes are for this sitting alone. Participants log in with the name and the registration number that stand here.
participant-data = Data
participant-rank = Rank
participant-unit = Unit or class
participant-position = Position
participant-factor = Time factor
participant-factor-hint = 1 is the usual time, 1.25 a quarter more, 5 the most. Only before the participant begins.
participant-save = Save
participant-exam = In this sitting
participant-source = Came by
participant-source-admin = Added by the committee
participant-source-file = From a file
participant-source-link = Registered by a link
participant-extra = Time that supervisors gave
participant-extend = Give more time
participant-story = See how the exam goes
participant-changed = Somebody else changed this while you typed. Compare, and save again: what stands in the form is stored.
participant-differs = What differs
participant-field = Data
participant-stored = Stored now
participant-typed = What you typed
participant-remove = Remove the participant
participant-remove-lead = Once removed, { $name } is not registered for this sitting any more, and their exam card is not good.
participant-remove-about = Only somebody who has answered nothing can be removed. They can be added again, with a new exam number.
participant-remove-do = Remove from this sitting
participant-keep = Back without removing
done-daftar-berkas = The list of the file was stored.
done-peserta-ubah = The participant was saved.
done-peserta-hapus = The participant was removed from this sitting.
