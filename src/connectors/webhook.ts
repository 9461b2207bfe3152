import { createHmac } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type AlertRoute, routeOwner, type Telling } from "../domain/model/alert.ts"
import { plainTitle } from "../domain/model/alert-text.ts"
import { now } from "../domain/ports/clock.ts"
import type { Vault } from "../domain/ports/vault.ts"
import { demandTaken } from "./alert-answer.ts"
import type { Http } from "./http.ts"

export const webhookSecret = "secret"
const causesNamed = 500

/** What a receiver gets: everything that came up, or went, since the last time. */
export const webhookBody = (telling: Telling): string =>
  JSON.stringify({
    id: telling.eventId,
    kind: telling.kind,
    at: telling.createdAt.toISOString(),
    alerts: telling.causes.slice(0, causesNamed).map((c) => ({
      id: c.alertId,
      cause: c.cause.slice(0, 500),
      state: c.gone ? "gone" : "open",
      urgency: c.urgency,
      channel: c.channelName,
      title: plainTitle(c.title),
      count: c.count,
      value: c.value,
      firstAt: c.firstAt.toISOString(),
      lastAt: c.lastAt.toISOString()
    }))
  })

/** HMAC-SHA256 over `<timestamp>.<body>`: the time is signed too, so that an old message cannot be played again. */
export const signatureOf = (secret: Redacted.Redacted, timestamp: number, body: string): string => {
  const mac = createHmac("sha256", Redacted.value(secret)).update(`${timestamp}.${body}`).digest("hex")
  return `t=${timestamp},v1=${mac}`
}

export const tellWebhook = (http: Http, vault: Vault["Service"]) =>
  Effect.fn("webhook.tell")(function* (route: AlertRoute, telling: Telling) {
    const secret = yield* vault.get(routeOwner(route.id), webhookSecret)
    const body = webhookBody(telling)
    const timestamp = Math.floor((yield* now).getTime() / 1000)
    yield* demandTaken(
      route.target,
      http.exchange({
        method: "POST",
        url: route.target,
        headers: {
          "content-type": "application/json",
          "user-agent": "switchyard",
          "switchyard-event": telling.eventId,
          "switchyard-signature": signatureOf(secret, timestamp, body)
        },
        body: Buffer.from(body, "utf8")
      })
    )
  })
