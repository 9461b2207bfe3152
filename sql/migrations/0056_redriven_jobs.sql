-- A dead letter that is redriven becomes a job with a new id, and the queue keeps no word of which: each is found from the other.
create table job_redrives (
  letter_id uuid primary key,
  job_id uuid not null unique,
  queue text not null,
  redriven_by text not null,
  redriven_at timestamptz not null
);
create index job_redrives_at on job_redrives (redriven_at);
