import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type AlertRoute, routeOwner, type Telling } from "../domain/model/alert.ts"
import { pageSummary, plainTitle } from "../domain/model/alert-text.ts"
import type { Vault } from "../domain/ports/vault.ts"
import { demandTaken } from "./alert-answer.ts"
import type { Http } from "./http.ts"

export const pagerdutyKey = "routing-key"
const causesNamed = 100
/** The longest key that the Events API takes. */
const longestKey = 255

const details = (telling: Telling) =>
  telling.causes.slice(0, causesNamed).map((c) => ({
    cause: plainTitle(c.title),
    state: c.gone ? "gone" : "open",
    count: c.count,
    first: c.firstAt.toISOString(),
    last: c.lastAt.toISOString()
  }))

/**
 * Events API v2. All that is said of one page has one dedup key: the first event opens an incident and wakes somebody,
 * later ones add to it in silence, and `resolve` ends it.
 */
export const pagerdutyEvent = (telling: Telling, routingKey: Redacted.Redacted) => ({
  routing_key: Redacted.value(routingKey),
  event_action: telling.kind === "resolve" ? "resolve" : "trigger",
  dedup_key: (telling.dedupKey ?? telling.eventId).slice(0, longestKey),
  ...(telling.kind === "resolve"
    ? {}
    : {
        payload: {
          summary: pageSummary(telling),
          source: "switchyard",
          severity: "critical",
          timestamp: telling.createdAt.toISOString(),
          custom_details: { event: telling.eventId, causes: details(telling) }
        }
      })
})

export const tellPagerduty = (http: Http, vault: Vault["Service"]) =>
  Effect.fn("pagerduty.tell")(function* (route: AlertRoute, telling: Telling) {
    const key = yield* vault.get(routeOwner(route.id), pagerdutyKey)
    const url = new URL("/v2/enqueue", route.target).href
    yield* demandTaken(
      url,
      http.exchange({
        method: "POST",
        url,
        headers: { "content-type": "application/json", "user-agent": "switchyard" },
        body: Buffer.from(JSON.stringify(pagerdutyEvent(telling, key)), "utf8")
      })
    )
  })
