-- Two things asked for at once: without these, one of them is followed through all its entries.
CREATE INDEX audit_actor_action ON audit (actor, action, id);
CREATE INDEX audit_target_action ON audit (target, action, id);
CREATE INDEX audit_actor_target ON audit (actor, target, id);

-- INSERT OR REPLACE would take an entry away without asking the trigger that guards against deletion.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN NEW.id IN (SELECT id FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only added to');
END;
