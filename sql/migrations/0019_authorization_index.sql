create index authorizations_intent on authorizations (dispatch_intent_id) where dispatch_intent_id is not null;
