import { fewestSilent, longestTail, silentLimits } from "../domain/model/cut-values.ts"
import { encodedRun, fewestBytes, lineEnd } from "../domain/model/encoded-values.ts"
import { cuts, placeholders, shortest } from "../domain/model/known-values.ts"
import { personalLabels } from "../domain/model/personal.ts"
import { maskedSchema } from "./database.ts"
import { begins, bound, ends } from "./mask-words.ts"

/** What is written of an edit (model/channel-edit, model/change-request); the rest of the sentence may be anything. */
const editLabels = personalLabels.join("|")

/** The words of a failure that are the program's, a protocol's or PostgreSQL's, and of no person. */
const troubleWords = [
  "time(?:d )?-?out",
  "refused",
  "reset",
  "unreachable",
  "not found",
  "denied",
  "unauthori[sz]ed",
  "forbidden",
  "too many requests",
  "rate limit",
  "throttled",
  "certificate",
  "TLS",
  "DNS",
  "ECONN(?:REFUSED|RESET|ABORTED)",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "EPIPE",
  "(?:HTTP|status|code) [1-5][0-9][0-9]",
  "deadlock",
  "disabled",
  "rejected",
  "invalid",
  "missing",
  "authentication",
  "permission",
  "disk full"
].join("|")

/** What a reader sees where a text may hold anything. */
export const hiddenText = "hidden"

/**
 * The masks as PostgreSQL has them. They look at what they are given and at nothing else, so that whoever may call them learns
 * nothing by it; the views hand them what is known of the buyer.
 */
export const maskFunctions = (): string => `
create or replace function ${maskedSchema}.forbidden() returns text language plpgsql stable as $$
  begin raise insufficient_privilege using message = 'personal data and secrets are not shown to a read-only connection'; end $$;
create or replace function ${maskedSchema}.mask_name(given text) returns text language sql stable parallel safe as $$
  select coalesce(string_agg(left(word, 1) || '.', ' ' order by place), '') from (
    select word, place from regexp_split_to_table(given, '[\\s.]+') with ordinality w (word, place)
    where word <> '' order by place limit 3) words $$;
create or replace function ${maskedSchema}.mask_email(given text) returns text language sql immutable parallel safe as $$
  select case when btrim(given) = '' then ''
    when given ~* '^\\s*[!-?A-~][^@]*@.*\\.[a-z]{2,10}\\s*$'
      then left(btrim(given), 1) || '***@***.' || substring(btrim(given) from '\\.([A-Za-z]{2,10})$')
    else '***' end $$;
create or replace function ${maskedSchema}.mask_postcode(given text) returns text language sql immutable parallel safe as $$
  select case when btrim(given) = '' then ''
    else left(btrim(given), greatest(0, least(3, length(btrim(given)) - 2))) || '***' end $$;
create or replace function ${maskedSchema}.mask_edits(given text) returns text language sql immutable parallel safe as $$
  select regexp_replace(given, '(^|[\\s;(])(${editLabels}): (?:“|nothing).*$', '\\1\\2: ***') $$;
create or replace function ${maskedSchema}.mask_failure(given text) returns text language sql stable parallel safe as $$
  select case when btrim(given) = '' then given else '${hiddenText}' || coalesce((
    select ' (' || string_agg(distinct lower(word[1]), ', ') || ')'
    from regexp_matches(left(given, 2000), '\\m(${troubleWords})\\M', 'gi') word), '') end $$;
create or replace function ${maskedSchema}.mask_title(given text) returns text language sql immutable parallel safe as $$
  select regexp_replace(given, '(: | \\(|; ).*$', ': ${hiddenText}') $$;
create or replace function ${maskedSchema}.mask_cause(given text) returns text language sql immutable parallel safe as $$
  select substring(given from '^[a-z-]*(?:/[0-9]+)?') $$;
create or replace function ${maskedSchema}.names_of(given text) returns setof text language sql immutable parallel safe as $$
  with words as (select word, place from regexp_split_to_table(given, '\\s+') with ordinality w (word, place) where word <> '')
  select word from words
  union all select unnest(array[a.word || ' ' || b.word, b.word || ' ' || a.word, b.word || ', ' || a.word])
    from words a join words b on b.place = a.place + 1 $$;
create or replace function ${maskedSchema}.bare_word(given text) returns text language sql immutable parallel safe as $$
  select btrim(given, E' \\t\\n\\r\\f\\v\\u00a0\\u2003\\u2009\\u202f\\u3000\\ufeff') $$;
create or replace function ${maskedSchema}.encoded_signs(given text, signs text, mark text) returns text language sql stable parallel safe as $$
  select coalesce(string_agg(case when sign ~ signs
    then regexp_replace(encode(convert_to(sign, 'UTF8'), 'hex'), '(..)', mark || '\\1', 'g') else sign end, '' order by place), '')
  from regexp_split_to_table(given, '') with ordinality s (sign, place) $$;
create or replace function ${maskedSchema}.in_json(given text) returns text language sql stable parallel safe as $$
  select coalesce(string_agg(case when sign ~ '^[ -~]$' or ascii(sign) > 65535 then sign
    else '\\u' || lpad(to_hex(ascii(sign)), 4, '0') end, '' order by place), '')
  from regexp_split_to_table(given, '') with ordinality s (sign, place) $$;
-- model/written-ways, of what is more than plain letters: \`coded\` where the text has what codes begin with at all.
create or replace function ${maskedSchema}.written_ways(given text, coded boolean) returns text[] language sql stable parallel safe as $$
  select case when given ~ '[^ -~]' then array[given, normalize(given, NFC), normalize(given, NFD),
      normalize(regexp_replace(normalize(given, NFKD), '[\\u0300-\\u036f]', '', 'g'), NFC)] else array[given] end
    || case when coded then array[${maskedSchema}.encoded_signs(given, '[^A-Za-z0-9_\\s.!~*''()-]', '%'),
      ${maskedSchema}.encoded_signs(given, '[^A-Za-z0-9_\\s.*-]', '%'), ${maskedSchema}.encoded_signs(given, '[^\\s!-<>-~]', '='),
      ${maskedSchema}.in_json(given)] else '{}' end $$;
create or replace function ${maskedSchema}.known_words(parts text[], coded boolean) returns table (word text, is_whole boolean, may_bind boolean)
  language sql stable parallel safe as $$
  with given as (select ${maskedSchema}.bare_word(part) as part, place from unnest(parts) with ordinality p (part, place))
  select bare, bool_or(is_whole), bool_and(may_bind) from (
    select part, true, true from given
    union all select named, true, true from given, ${maskedSchema}.names_of(part) named where place < 3
    union all select left(part, cut), false, true from given, unnest(array[${cuts.join(", ")}]) cut where length(part) > cut
    union all select digits, false, false from given, regexp_replace(part, '\\D', '', 'g') digits where place = 3 and length(digits) > 6
  ) known (word, is_whole, may_bind), ${maskedSchema}.bare_word(word) own, unnest(case when own ~ '^[A-Za-z0-9_\\s.-]*$' then array[own] else ${maskedSchema}.written_ways(own, coded) end) bare
  where length(own) >= ${shortest} and own !~ '^\\*+$' and lower(own) <> all ('{${[...placeholders].join(",")}}')
  group by 1 $$;
-- Spaces and backslashes as they are compared: each run of them is one.
create or replace function ${maskedSchema}.flat(given text) returns text language sql immutable parallel safe as $$
  select regexp_replace(regexp_replace(given, '(?:\\s|\\+|[%=]20)+', ' ', 'g'), '\\\\+', '\\', 'g') $$;
-- Of those words that stand in the text somewhere: a pattern of all of them costs a millisecond to understand, for each row.
create or replace function ${maskedSchema}.known_pattern(given text, parts text[]) returns text language sql stable parallel safe as $$
  select string_agg(begins || '(?:' || alternatives || ')' || ends, '|') from (
    select begins, ends, string_agg(regexp_replace(replace(regexp_replace(replace(word, '\\', chr(1)), '([]*+?^\${}()|.[])', '\\\\\\1', 'g'), chr(1), '\\\\+'), '\\s+', '(?:\\\\s|\\\\+|[%=]20)+', 'g'), '|') as alternatives
    from (
      select word,
        case when may_bind and left(word, 1) ~ '${bound()}' then '${begins()}' else '' end as begins,
        case when may_bind and is_whole and right(word, 1) ~ '${bound()}' then '${ends()}' else '' end as ends
      from ${maskedSchema}.flat(given) flat, ${maskedSchema}.known_words(parts, given ~ '[%=\\\\]') known_word, ${maskedSchema}.flat(word) same
      where strpos(lower(flat), lower(same)) > 0 or strpos(upper(flat), upper(same)) > 0
      offset 0
    ) bounded group by begins, ends
  ) grouped $$;
-- model/cut-values: as the program counts, where a sign beyond the first 65,536 is two.
create or replace function ${maskedSchema}.may_be_cut(given text) returns boolean language sql immutable parallel safe as $$
  select case when octet_length(given) = length(given) then length(given)
    else length(given) + length(regexp_replace(given, '[^\\U00010000-\\U0010ffff]', '', 'g')) end in (${silentLimits.join(", ")}) $$;
-- What stands before the mark of whoever cut the text, and at its end if that may have been cut.
create or replace function ${maskedSchema}.mask_cut(given text, parts text[], is_full boolean) returns text language sql stable parallel safe as $$
  with piece as materialized (select piece, place, count(*) over () as pieces from regexp_split_to_table(given, '(?=…|\\.\\.\\.)') with ordinality p (piece, place)),
  known as materialized (select ${maskedSchema}.flat(lower(word)) as word from ${maskedSchema}.known_words(parts, given ~ '[%=\\\\]')),
  begun as (select place, min(at) as at from piece, generate_series(greatest(1, length(piece) - ${longestTail - 1}), length(piece)) at, ${maskedSchema}.flat(lower(substr(piece, at))) rest
    where (is_full or place < pieces) and substr(piece, at, 1) !~ '\\s' and length(btrim(rest)) >= case when place < pieces then ${shortest} else ${fewestSilent} end
      and not exists (select from unnest('{${[...placeholders].join(",")}}'::text[]) nobody where starts_with(nobody, btrim(rest)))
      and (substr(piece, at, 1) !~ '${bound()}' or right(left(piece, at - 1), 1) ~ '^${ends()}'
        or left(piece, at - 1) ~* '(?:\\\\(?:[bfnrt]|u[0-9a-f]{4})|[%=][0-9a-f]{2})$')
      and exists (select from known where length(word) > length(rest) and starts_with(word, rest))
    group by place)
  select string_agg(case when at is null then piece else left(piece, at - 1) || '***' end, '' order by place) from piece left join begun using (place) $$;
-- model/encoded-values: runs of base64 whose bytes name the buyer, from whichever of four signs they are read.
create or replace function ${maskedSchema}.mask_encoded(given text, parts text[]) returns text language sql stable parallel safe as $$
  with known as materialized (select lower(encode(bytes, 'escape')) as word from ${maskedSchema}.known_words(parts, true), convert_to(word, 'UTF8') bytes
    where octet_length(bytes) >= ${fewestBytes})
  select string_agg(between_runs || case when run is null then '' when run[1] ~ '[a-z]' and run[1] ~ '[A-Z]' and exists (
      select from regexp_replace(run[1], '${lineEnd}', '', 'g') line, generate_series(1, 4) at, translate(substr(line, at), '-_', '+/') part,
        lower(encode(decode(rpad(part, (length(part) + 3) / 4 * 4, 'A'), 'base64'), 'escape')) text, known where strpos(text, word) > 0)
    then '***' else run[1] end, '' order by place)
  from regexp_split_to_table(given, '${encodedRun}') with ordinality b (between_runs, place)
  left join regexp_matches(given, '${encodedRun}', 'g') with ordinality r (run, place) using (place) $$;
create or replace function ${maskedSchema}.mask_known(given text, parts text[]) returns text language plpgsql stable parallel safe as $$
  declare pattern text; is_full boolean;
  begin
    if given is null or btrim(given) = '' then return given; end if;
    if parts is null then return ${maskedSchema}.mask_failure(given); end if;
    given := ${maskedSchema}.mask_edits(given);
    is_full := ${maskedSchema}.may_be_cut(given);
    if given ~ '${encodedRun}' then given := ${maskedSchema}.mask_encoded(given, parts); end if;
    if is_full or strpos(given, '...') > 0 or strpos(given, '…') > 0 then given := ${maskedSchema}.mask_cut(given, parts, is_full); end if;
    pattern := ${maskedSchema}.known_pattern(given, parts);
    if pattern is not null then given := regexp_replace(given, pattern, '***', 'gi'); end if;
    return regexp_replace(given, '[^\\s@<>"“(]+@[^\\s@<>"”)]+\\.[a-z]{2,}', '***', 'gi');
  end $$;
create or replace function ${maskedSchema}.mask_known(given jsonb, parts text[]) returns jsonb language plpgsql stable parallel safe as $$
  declare shown text;
  begin
    case jsonb_typeof(given)
      when 'object' then return (select coalesce(jsonb_object_agg(${maskedSchema}.mask_known(key, parts), ${maskedSchema}.mask_known(value, parts)), '{}') from jsonb_each(given));
      when 'array' then return (select coalesce(jsonb_agg(${maskedSchema}.mask_known(value, parts) order by place), '[]')
        from jsonb_array_elements(given) with ordinality e (value, place));
      when 'string' then return to_jsonb(${maskedSchema}.mask_known(given #>> '{}', parts));
      when 'number' then
        if parts is null then return given; end if;
        shown := ${maskedSchema}.mask_known(given #>> '{}', parts);
        return case when shown = given #>> '{}' then given else to_jsonb(shown) end;
      else return given;
    end case;
  end $$;
create or replace function ${maskedSchema}.mask_known(given text[], parts text[]) returns text[] language sql stable parallel safe as $$
  select array(select ${maskedSchema}.mask_known(one, parts) from unnest(given) with ordinality e (one, place) order by place) $$;
create or replace function ${maskedSchema}.mask_output(given jsonb) returns jsonb language sql stable parallel safe as $$
  select case when given is null then null else jsonb_strip_nulls(jsonb_build_object(
    'message', ${maskedSchema}.mask_failure(coalesce(given ->> 'message', given::text)),
    'attempts', case when jsonb_typeof(given -> 'attempts') = 'number' then given -> 'attempts' end)) end $$;
create or replace function ${maskedSchema}.mask_request(given jsonb) returns jsonb language sql stable parallel safe as $$
  select coalesce(jsonb_object_agg(key, case
    when key = 'reason' and jsonb_typeof(value) = 'object' then ${maskedSchema}.mask_output(value)
    when jsonb_typeof(value) in ('number', 'boolean', 'null') then value
    when jsonb_typeof(value) = 'array' and not jsonb_path_exists(value, '$[*] ? (@.type() != "number")') then value
    when key = 'job' and value #>> '{}' ~ '^[a-z.-]{1,60}$' then value
    else '"***"' end), '{}')
  from jsonb_each(case when jsonb_typeof(given) = 'object' then given else '{}' end)
  where key in ('job', 'channelId', 'runId', 'orderIds', 'supplierId', 'intentIds', 'fulfillmentIds', 'accountId', 'actor', 'reason') $$;
`
