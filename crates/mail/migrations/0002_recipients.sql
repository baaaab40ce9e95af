-- Finding the letters to an address whose account is deleted.
create index mail_message_recipient on mail_message (recipient);
