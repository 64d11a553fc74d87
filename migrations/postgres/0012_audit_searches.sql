-- Two things asked for at once: without these, one of them is followed through all its entries.
CREATE INDEX audit_actor_action ON audit (actor, action, id);
CREATE INDEX audit_target_action ON audit (target, action, id);
CREATE INDEX audit_actor_target ON audit (actor, target, id);
