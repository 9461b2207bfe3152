-- When somebody last looked who is to be told of what. Sweeps come more often than that is worth: one after each death of a
-- worker, and one for each repeat that is due.

alter table installation add column alerts_looked_at timestamptz;
