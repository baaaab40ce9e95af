# The page
handbook = Handbook
handbook-about = How to hold, supervise, rate and sit exams here. Choose your part; each can be printed or saved as a PDF.
handbook-contents = Contents
handbook-chapter = Chapter { $no }
handbook-other = Other parts
handbook-help = Handbook of this page:

# Parts
handbook-part-committee = Handbook for the committee
handbook-part-committee-about = From a Word file to released results: for administrators of exams and authors of questions.
handbook-part-supervisor = Handbook for supervisors
handbook-part-supervisor-about = For those who look after the room: the board, what you can do, and what to do when something fails.
handbook-part-rater = Handbook for raters
handbook-part-rater-about = For those who rate essays and spoken answers.
handbook-part-participant = Handbook for participants
handbook-part-participant-about = From what to bring to seeing your result.

# Committee
handbook-way = At a glance: five steps of an exam
handbook-way-about = The page “{ committee-overview }” of each exam shows five steps, which of them are done and what is still missing. The chapters below follow that order.
handbook-way-1 = “{ steps-questions }”: prepare a test package, then publish it.
handbook-way-2 = “{ steps-schedule }”: plan an exam with that package, and try it with “{ rehearsal }”.
handbook-way-3 = “{ committee-participants }”: register people, then hand out their cards.
handbook-way-4 = “{ steps-supervision }”: on the day, supervisors work on the page “{ supervise-title }”. It is told in “{ handbook-part-supervisor }”.
handbook-way-5 = “{ results }”: essays and spoken answers are rated, figures are checked, then results are released.
handbook-way-6 = Everybody sees what their task is: “{ committee-role-administrator }” everything, “{ committee-role-author }” questions, “{ committee-role-proctor }” schedule, participants and supervision, “{ committee-role-rater }” rating and results.

handbook-import = Questions from a Word file
handbook-import-about = A paper that you already have becomes a test package without typing it again. Nothing is stored before you have seen what is in it.
handbook-import-1 = Open “{ papers }”, then “{ papers-import }”.
handbook-import-2 = No paper yet? Download “{ papers-template-word }” or “{ papers-template-workbook }” and fill it in as its samples show: title of the section, time, numbered questions, lettered options, and a line with the key.
handbook-import-3 = Choose “{ papers-import-file }”, write “{ papers-import-title }” if the paper has no title in it, then press “{ papers-import-try }”.
handbook-import-4 = Read what was found. What is marked “{ papers-finding-error }” keeps the file out; what is marked “{ papers-finding-warning }” may stay. Each note names the question and where it is in the file.
handbook-import-5 = Put it right in your file and send it again, until nothing has to be corrected.
handbook-import-6 = Press “{ papers-import-store }”. The file becomes one package, whole, then “{ papers-imported-open }”.

handbook-write = Writing and correcting questions
handbook-write-about = A package can also be written on the pages, question by question.
handbook-write-1 = In “{ papers }”, fill in a title below “{ papers-add }” and press “{ papers-add-do }”.
handbook-write-2 = Add a section with “{ bank-section-add }”: title, time, instruction, and “{ bank-navigation }” (freely, or one by one with no way back).
handbook-write-3 = Press “{ bank-question-add }”. Choose “{ bank-kind }”, write “{ bank-text }”, options, key and points. Pictures and formulas come from “{ bank-tools }”.
handbook-write-4 = Press “{ bank-preview }” to see the question as participants do, then “{ bank-save-next }” or “{ bank-save }”.
handbook-write-5 = Listening questions need a sound file. Upload it in “{ papers-sounds }” on the package's page; all files are listed in “{ sounds }”. In the question, choose “{ bank-audio }” and “{ bank-plays }”.
handbook-write-6 = If “{ bank-outrun }” appears, nothing is lost: compare both, adapt yours, then save again.

handbook-publish = Checking and publishing a package
handbook-publish-about = Participants sit the published version, not what is being written.
handbook-publish-1 = Open the package and read all questions once more. What is missing, such as keys or audio, is named there.
handbook-publish-2 = To check it on paper, open “{ paper-print }”. You choose whether the key is printed as well.
handbook-publish-3 = Press “{ papers-publish-do }”. Questions, options, keys and their order are frozen as a new version.
handbook-publish-4 = Changed something afterwards? Publish again. Exams that have not begun use the new version; those that have begun keep theirs.

handbook-schedule = Planning an exam
handbook-schedule-about = An exam is one sitting: a test package, a day, a time and its rules.
handbook-schedule-1 = In “{ committee-events }” press “{ schedule-new }”. Fill in a title, choose “{ committee-package }”, then date, start, end and time zone.
handbook-schedule-2 = In “{ schedule-part-entry }” set an entry code and how late one may enter. Write the code down: it is not shown again.
handbook-schedule-3 = In “{ schedule-part-watching }” choose whether cameras or screens are recorded, and whether Safe Exam Browser is required.
handbook-schedule-4 = In “{ schedule-part-scoring }” and “{ schedule-part-results }” set what a wrong answer counts and what participants will see.
handbook-schedule-5 = Press “{ schedule-plan }”. Before anybody is present, everything can still be changed with “{ schedule-edit }”.
handbook-schedule-6 = “{ calendar }” shows all exams by month. “{ schedule-copy }” makes the same exam a week later, without participants and without the code.

handbook-rehearsal = Rehearsal
handbook-rehearsal-about = A trial with made-up participants, in the real room and on the real devices. Hold it a day before at the latest.
handbook-rehearsal-1 = On “{ committee-overview }” of the exam, press “{ rehearsal }”. Fill in how many people and how long, then “{ rehearsal-begin }”.
handbook-rehearsal-2 = Print “{ print-cards }” of the made-up participants and log in on several devices, as participants do.
handbook-rehearsal-3 = Answer some questions, cut one device off the network for a moment, connect it again, then hand in. Watch the page “{ supervise-title }” at the supervisor's desk.
handbook-rehearsal-4 = When you are done, press “{ rehearsal-remove }”. All traces go; the exam itself does not change.

handbook-participants = Registering participants
handbook-participants-about = There are three ways: one by one, from a file, or by a link that participants open themselves.
handbook-participants-1 = Many people: open “{ committee-participants }” and “{ participants-roster }”. Download “{ roster-template }” or use a list that you have.
handbook-participants-2 = Choose the file and press “{ roster-try }”. You see who would be added and which rows are wrong; nothing is stored yet.
handbook-participants-3 = If all is well, press “{ roster-store }”.
handbook-participants-4 = A few people: fill in “{ committee-add-title }” on the same page.
handbook-participants-5 = By themselves: press “{ committee-link-make }”, then share the address or its QR code. The address is shown only once; “{ committee-link-revoke }” ends it.
handbook-participants-6 = Choose a participant's name to correct their data. “{ participant-factor }” gives more time to those who need it, before they begin.

handbook-cards = Cards and the attendance list
handbook-cards-1 = In “{ committee-participants }” open “{ print-cards }”, choose a unit if you like, then “{ print-do }”. A sheet of A4 holds eight cards.
handbook-cards-2 = The QR code of a card opens the exam's page with name and number filled in. Try one card on a participant's device before you hand out all of them.
handbook-cards-3 = Open “{ print-attendance }”, choose its order, and print it to be signed in the room.
handbook-cards-4 = The name on the card has to be the registered one: participants log in with it.

handbook-figures = Checking results
handbook-figures-about = When the exam is over and essays are rated, check the figures before you release them.
handbook-figures-1 = Open “{ results }”. “{ results-list }” has everybody's score; search, filter and order it. Choose a name to see their answers one by one.
handbook-figures-2 = Open “{ results-statistics }”. The sentence below the figures says whether scores can be relied on.
handbook-figures-3 = Look at marked questions. The reason is written there: too hard, too easy, or a wrong answer that able people choose more often. Usually the key is wrong.
handbook-figures-4 = Save the list of scores with “{ results-xlsx }” or “{ results-csv }”.

handbook-correct = Correcting scores
handbook-correct-about = Each change is shown first, it is recorded with your name and reason, and the old score is kept.
handbook-correct-1 = A wrong key: correct it in the test package, open “{ results-regrade }”, see whose score changes, then “{ results-regrade-do }”. “{ results-revert }” brings the old scores back.
handbook-correct-2 = A wrong question: open it from “{ results-statistics }”, choose what participants get in “{ results-void }”, write the reason, press “{ results-look-first }”, then “{ results-void-do }”. “{ results-unvoid }” takes it back.
handbook-correct-3 = One answer: open the participant in “{ results-list }”, choose “{ results-correct }”, write the new score and the reason, then “{ results-correct-do }”.
handbook-correct-4 = An appeal: open the participant, write what they object to in “{ results-appeal-add }” and press “{ results-appeal-do }”. Add what was decided there too; the list filters by “{ results-appeal-raised }”.

handbook-release = Releasing results, and certificates
handbook-release-1 = Open “{ results-release }”. It says who still waits for a rater and what participants will see.
handbook-release-2 = Press “{ results-release-do }”. Participants see their result on the exam's page. Whoever still waits sees it as soon as it is rated.
handbook-release-3 = “{ results-withdraw-do }” hides results again; scores stay stored.
handbook-release-4 = In “{ committee-participants }” everybody whose result is shown has a “{ print-certificate }”. Participants can print their own.
handbook-release-5 = The QR code of certificates and receipts proves them; anybody can check it without logging in.

handbook-office = Accounts of the committee, and storage
handbook-office-about = The pages below “{ office }” are for administrators: who may log in, what they did, and how long data is kept.
handbook-office-1 = Add colleagues in “{ office-admins }”: give a username, a role and a password, then “{ office-admin-add-do }”. Once logged in, they change it in “{ office-password-own }”.
handbook-office-2 = A forgotten password? Open the person, then “{ office-password-set }”. Somebody who has no task any more: “{ office-suspend-do }”.
handbook-office-3 = “{ office-sessions }” shows who is logged in; “{ office-log }” records who changed what.
handbook-office-4 = Before an exam with recordings, look at “{ office-storage-free }” in “{ office-storage }”.
handbook-office-5 = Nothing is deleted by itself unless you say so in “{ office-retention }”. What it would do is shown first.

handbook-trouble = When something fails
handbook-trouble-about = What the committee should know about the server. What to do in the room is in “{ handbook-part-supervisor }”.
handbook-trouble-1 = Power or the server is off: answers that arrived are stored on the server, and further ones on the participants' devices. Start the server again; devices connect and send them by themselves.
handbook-trouble-2 = Participants' time does not stop by itself while the server is off. As soon as it runs, give time back to all who are still working with “{ supervise-do-extend }”.
handbook-trouble-3 = Answers made before time was over are accepted until “{ committee-offline-grace }” has passed. Make it long where the network is weak.
handbook-trouble-4 = It takes too long: use “{ schedule-copy }” to hold the exam again, or go on with paper from “{ paper-print }”. Print a spare set before the day.
handbook-trouble-5 = Microphone, camera and screen recording work only at an https address, or on the server's own computer. Try it on participants' devices in the “{ rehearsal }”.

# Supervisors
handbook-before = Before the exam begins
handbook-before-1 = Log in at “{ committee-login }” with your own username, then choose the exam in “{ committee-today }”.
handbook-before-2 = Have “{ print-attendance }”, spare cards, and the entry code ready if the exam has one. Announce it just before the start.
handbook-before-3 = Switch on the devices, open the exam's page and check the sound. The server's clock counts.
handbook-before-4 = Ask participants to log in ten minutes before: name, number, device check, then the waiting room.

handbook-board = The board
handbook-board-about = The page “{ supervise-title }” keeps itself fresh every few seconds. It says as of when.
handbook-board-1 = The order “{ supervise-order-perhatian }” puts those who need you on top. “{ supervise-tiles }” shows more participants on one screen.
handbook-board-2 = Filter by “{ supervise-filter-belum-hadir }”, “{ supervise-filter-senyap }” or “{ supervise-filter-ditandai }”, or search for a name or number.
handbook-board-3 = Choose a name to see “{ supervise-story }”: when they logged in, sections opened, flags, messages and recordings.
handbook-board-4 = If the board says that it is not connected, what you see is old: check the network at your own desk.

handbook-states = What states and flags mean
handbook-states-1 = “{ committee-status-registered }”: not logged in. “{ committee-status-ready }”: has checked in and waits.
handbook-states-2 = “{ committee-status-in-section }”: is working. “{ committee-status-suspended }”: you stopped their time.
handbook-states-3 = “{ committee-status-submitted }” and “{ committee-status-awaiting-rating }”: have finished. “{ committee-status-terminated }”: you ended it.
handbook-states-4 = “{ supervise-connection-live }”: the device is connected. “{ supervise-connection-silent }”: the server does not hear it; the participant can go on, but go and see.
handbook-states-5 = “{ supervise-kind-focus-lost }”, “{ supervise-kind-paste }” and other flags are hints, not proof. Look at the story and at the person first.
handbook-states-6 = “{ supervise-recording-stalled }” or “{ supervise-recording-missing }” at camera and screen: check the device. The exam goes on.

handbook-act = What you can do
handbook-act-about = Tick one or more participants, press what to do, read the page that asks, then send it. Everything is recorded with your name.
handbook-act-1 = “{ supervise-do-message }”: your message appears on their screen within two seconds.
handbook-act-2 = “{ supervise-do-pause }” stops the section's time and locks answers; “{ supervise-do-resume }” goes on from where it stopped.
handbook-act-3 = “{ supervise-do-extend }” adds minutes for those who were disturbed. Write a “{ supervise-reason }”; participants only see the time.
handbook-act-4 = “{ supervise-do-terminate }” ends a participant's exam for good. What is stored stays.
handbook-act-5 = “{ supervise-pick-all }” chooses everybody whom the filter finds, for example to give time to a whole room.

handbook-login = A participant cannot log in
handbook-login-1 = Search “{ committee-participants }” for their number. Not there? They are not registered: add them in “{ committee-add-title }”.
handbook-login-2 = Compare the spelling of name and number with the card. Correct it on the participant's page if it is wrong; capital and small letters are the same.
handbook-login-3 = Their page says “{ exam-elsewhere }”: ask them to press “{ exam-elsewhere-do }”. Their answers come along.
handbook-login-4 = The entry code is refused: announce it once more. They are late: the limit is in “{ committee-late-entry }” on the exam's overview.
handbook-login-5 = The page does not open at all: check the network and the address, or lend a spare device.

handbook-lost = A connection or a device fails
handbook-lost-about = Participants may go on while their network is away. Ask them not to close the page.
handbook-lost-1 = One participant is “{ supervise-connection-silent }”: check the cable or wifi. Answers are kept on the device and sent by themselves once it is connected.
handbook-lost-2 = The device is broken: log in on another with the same card, then “{ exam-elsewhere-do }”. What reached the server comes along; what was not sent is on the old device, so delete nothing there.
handbook-lost-3 = Microphone or camera is gone: plug it in again, allow it in the browser, then follow the message on their screen.
handbook-lost-4 = Give time back with “{ supervise-do-extend }” before their time is over.

handbook-power = The room's network or power is off
handbook-power-1 = Keep the room calm: answers are stored on the server and on devices. Participants' pages stay open and can be reloaded without a network.
handbook-power-2 = Write down in the minutes when it began and ended.
handbook-power-3 = When it is back, wait until the board shows “{ supervise-connection-live }”, then choose “{ supervise-pick-all }” and “{ supervise-do-extend }” by the minutes that were lost.
handbook-power-4 = Whoever's page says that time is over leaves it open: answers are sent once it is connected.

handbook-after = After the exam
handbook-after-1 = Make sure that nobody is “{ committee-status-in-section }” any more and that every participant sees a receipt.
handbook-after-2 = Devices that still hold unsent answers stay on and connected until everything is sent.
handbook-after-3 = Collect the signed attendance list. How many were “{ committee-present }” is on the exam's overview.

# Raters
handbook-queue = The queue
handbook-queue-about = Essays and spoken answers wait in “{ rate-room }” after participants have handed in. You do not need names to rate.
handbook-queue-1 = Log in, choose the exam, then open “{ rate-room }”.
handbook-queue-2 = To rate by one measure, choose one question in “{ rate-question-choose }” and finish all its answers first.

handbook-mark = Rating one after another
handbook-mark-1 = Read the question and the answer, or play the recording. You can change its speed and jump by five seconds.
handbook-mark-2 = Fill in “{ rate-score }”. You may use “{ rate-criteria }”; their sum becomes the score if you leave it empty.
handbook-mark-3 = Write a “{ rate-comment }” if something needs explaining, then press “{ rate-save }”. The next answer follows at once.
handbook-mark-4 = Not sure? “{ rate-skip }” puts it back into the queue. A wrong number? “{ rate-back }”.
handbook-mark-5 = Tick “{ rate-keys-use }” to rate without a mouse.

handbook-dispute = Disputes
handbook-dispute-about = An answer can be rated by two people who do not see each other's score.
handbook-dispute-1 = If both scores are far apart, the answer waits for a third rater, marked “{ rate-waiting-disputed }”.
handbook-dispute-2 = The third rater sees both scores with their comments, then decides in “{ rate-round-adjudication }”. That decision counts.

handbook-agree = Agreement
handbook-agree-1 = Open “{ rate-agreement }”. It shows how alike raters' scores are for each question, without names and answers.
handbook-agree-2 = If agreement is weak, discuss some answers together before you go on.

# Participants
handbook-bring = What to bring
handbook-bring-1 = Your exam card, or your full name and registration number.
handbook-bring-2 = A device with a recent browser, a full battery and its charger. Headphones if there are listening questions, a microphone if there are speaking questions.
handbook-bring-3 = Come ten minutes early. Use an ordinary browser window, not a private one.

handbook-enter = Logging in
handbook-enter-1 = Scan the QR code on the card, or open the exam's address. Fill in “{ exam-name }” and “{ exam-number }” as on the card, then press “{ exam-login-do }”.
handbook-enter-2 = Got a registration link? Open it, fill in your data, then press “{ exam-register-do }”.
handbook-enter-3 = Cannot log in? Call the supervisor; do not try another name.

handbook-devices = Device check
handbook-devices-1 = In “{ exam-checks }” try the sound with “{ exam-check-play }”. If asked, try microphone and camera too, and allow them in the browser.
handbook-devices-2 = Something is red? Follow the advice or call the supervisor. Then press “{ exam-checks-go }”.
handbook-devices-3 = In the waiting room press “{ exam-check-in }”; fill in the entry code if asked. Press “{ exam-start }” when it is time.

handbook-answer = Answering
handbook-answer-1 = Read the instruction, then press “{ exam-section-begin }”. The section's time runs from then on, by the server's clock.
handbook-answer-2 = Choose or write your answer. It is saved by itself; “{ exam-mark-server }” means that it arrived.
handbook-answer-3 = Press “{ exam-mark }” to come back later, and use “{ exam-next }” or the numbers to move. In a section that goes one by one there is no way back.
handbook-answer-4 = Done with a section: “{ exam-finish }”. Check the numbers without an answer, then “{ exam-finish-do }”. A closed section cannot be opened again.

handbook-listen = Listening
handbook-listen-1 = Put on headphones and press “{ exam-audio-play }”. Below it stands how often it can still be played.
handbook-listen-2 = You hear nothing? Turn up the volume first, then call the supervisor.

handbook-speak = Speaking
handbook-speak-1 = Press “{ exam-speaking-begin }”. You get time to prepare, then the recording begins by itself.
handbook-speak-2 = Speak in your ordinary voice until time is over, or press “{ exam-speaking-finish }”.
handbook-speak-3 = The microphone was lost? Plug it in again, then “{ exam-speaking-anew }” or “{ exam-speaking-deliver }”.

handbook-offline = The connection is lost
handbook-offline-1 = Go on working. Answers are kept on this device and sent once the network is back; at the top stands how many are not sent yet.
handbook-offline-2 = Do not close the page and do not clear the browser's history. You may reload the page.
handbook-offline-3 = The device is broken: tell the supervisor, log in on another, then press “{ exam-elsewhere-do }”.
handbook-offline-4 = Time is over without a network: leave the page open until your answers are sent.

handbook-hand-in = Handing in, and the receipt
handbook-hand-in-1 = After the last section press “{ exam-finish-last }”, then “{ exam-hand-in-do }” if asked. Answers cannot be changed any more.
handbook-hand-in-2 = Wait until “{ exam-handed-in }” appears. Save or print the “{ exam-receipt }”: it proves that your answers arrived.
handbook-hand-in-3 = Press “{ exam-logout }” if the device is not yours.

handbook-own-result = Seeing your result
handbook-own-result-1 = When results are released, log in as usual and press “{ exam-result-look }”.
handbook-own-result-2 = The committee decides what is shown: the score only, or your answers and the key as well.
handbook-own-result-3 = “{ exam-result-certificate }” opens a certificate that you can print. Its QR code proves it.

# What a page is for
help-events = All exams that you may see: those of today on top, the others below. Choose a title to work with it.
help-attendance = To be signed in the room. Choose a unit and the order, then print.
help-board = How every participant is at this moment. Tick participants to send a message, pause them, give time or end their exam.
help-story = All that happened to this participant, in order, with the recordings.
help-rate = Answers that wait for your rating, one after another.
help-results = Everybody's score. Choose a name to see the answers.
help-statistics = How far scores can be relied on, and which questions to look at before results are released.
help-person = One participant's answers and scores, question by question. A score can be corrected with a reason, and an appeal is noted below.
help-question = How one question was answered. A wrong question is voided here, for this exam only.
help-correction = The score of one answer is replaced; the old one stays on record.
help-release = Here it is decided when participants see their results.
help-titles = What can be chosen for participants. One spelling for one thing keeps lists tidy.
help-log = Who changed what, and when. Filter by person, deed or date.
