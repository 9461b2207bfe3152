-- The attempt that was marked last: the one whose irrevocable step may still be under way somewhere, however late. A look-up
-- that takes this attempt's temporary file away has proved that nothing was sent, and keeps it so.
alter table dispatch_intents add column marked_attempt integer;

-- Until now the temporary name held no attempt; what is on its way while the program is replaced can only be found.
alter table dispatch_intents add constraint dispatch_intents_marked_attempt
  check (marked_attempt is null or marked_attempt between 0 and attempt);
