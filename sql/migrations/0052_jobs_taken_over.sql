-- A job that is given on runs under a new id, and a dead letter has one of its own: each is found from the other.
alter table job_failures add column next_id uuid;
create index job_failures_next on job_failures (next_id) where next_id is not null;
