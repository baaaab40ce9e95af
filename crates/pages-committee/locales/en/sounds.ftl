sounds = Sounds
sounds-about = All sound files of listening questions. New ones are uploaded at the page of their test package, one by one or as a ZIP.
sounds-all = Sound files
sounds-find = Find a file by its name
sounds-none = There are no sound files yet
sounds-none-advice = Open a test package and upload its sound files there.
sounds-not-found = No file has such a name
sounds-totals = All of them take { $size }; { $unused } are played by no question.
sounds-name = File
sounds-folder = Folder
sounds-listen = Listen
sounds-length = Length
sounds-size = Size
sounds-where = Played by
sounds-used = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
sounds-unused = Nothing
sounds-question = { $package }, question { $number }
sounds-download = Download
sounds-kept = As long as a question plays it, this file cannot be deleted: take it off the question first. The same name always means the same sound: to put another one in its place, upload it by another name.
sounds-remove = Delete the sound file
sounds-remove-about = No question plays this file. Once deleted, it cannot be brought back.
done-suara-hapus = The sound file was deleted.
