import { personalLabels } from "../domain/model/personal.ts"

/** How a sentence quotes an edit: what was there before and what is there now. */
export const quotedEdits = `(?:${personalLabels.join("|")}): (?:“([^”]*)”|nothing) (?:became|becomes) (?:“([^”]*)”|nothing)`

/**
 * What edits of a row `o` of orders replaced, as JSON: papers of before still say it (model/personal, formerValues). For lists:
 * of the whole history only the events that tell of an edit are looked at.
 */
export const formerText = `(select jsonb_agg(distinct former.value) from order_history h cross join lateral (
      select unnest(array[h.before, h.after]) where h.event in ('edited', 'edit taken back') and h.subject not in ('region', 'country')
      union all select unnest(quoted) from regexp_matches(h.detail::text, '${quotedEdits}', 'g') quoted
        where h.event not in ('edited', 'edit taken back')
    ) former (value)
    where h.order_id = o.id and former.value <> ''
      and h.event in ('edited', 'edit taken back', 'changed on the channel', 'change.request'))`
