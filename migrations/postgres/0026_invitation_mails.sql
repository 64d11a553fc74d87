-- The newest mail of an invitation: whether it could be delivered is told beside it, and it is not sent any more once the invitation is over.
ALTER TABLE invitations ADD COLUMN mail_id BIGINT REFERENCES outbox (id) ON DELETE SET NULL;

CREATE INDEX invitations_mail_id ON invitations (mail_id);
