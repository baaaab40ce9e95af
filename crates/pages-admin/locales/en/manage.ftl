manage = Administration
manage-lead = How this server is, and everything its administrators can do.
manage-rooms = Rooms
manage-room-overview = Overview
manage-about-overview = How this server is.
manage-room-people = People
manage-about-people = Find people, change roles, suspend, export or delete accounts.
manage-room-log = Log of deeds
manage-about-log = Who did what, when and why.
manage-room-work = Jobs and queues
manage-about-work = Background jobs, events still on their way, and deliveries that failed.
manage-room-backups = Backups
manage-about-backups = Make backups, prove that they can be restored, and see the schedule.
manage-room-storage = Storage
manage-about-storage = The room that each part takes, and the largest files.
manage-room-figures = Figures
manage-about-figures = Requests, errors and speed of the last hours.
manage-room-lines = Server log
manage-about-lines = The newest lines of the log; find them by the id of a request.
manage-room-grants = Permissions
manage-about-grants = Special permissions that people and roles were given.
manage-room-webhooks = Webhooks
manage-about-webhooks = Other addresses that are told what happens here.
manage-shop = TrackMate shop
manage-waiting = What needs attention
manage-well = Nothing waits, and all jobs run well.
manage-wrong-jobs = Background jobs that fail
manage-wrong-events = Events that were given up
manage-wrong-webhooks = Webhook messages that were given up
manage-waiting-umkm = Businesses wait for approval
manage-waiting-impacts = Impacts wait for approval
manage-waiting-reports = Open reports about products
manage-waiting-listings = Listings wait for approval
manage-waiting-messages = Open reports about messages
manage-server = Server
manage-version = Version
manage-engine = Database
manage-started = Started
manage-disk = Free room on the disk
manage-database = Size of the database
manage-media = Uploaded files
manage-files = { $count } files, { $size }
manage-unknown = not known yet
manage-ago = { $length } ago
manage-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
manage-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
manage-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
manage-seconds = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}
manage-counts = What there is
manage-count-people = People
manage-count-products = Products shown
manage-count-listings = Listings shown
