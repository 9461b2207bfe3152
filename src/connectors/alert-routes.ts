import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { AlertRoutes } from "../domain/ports/alert-route.ts"
import { AlertFailure } from "../domain/ports/failure.ts"
import { Vault } from "../domain/ports/vault.ts"
import { type HttpLimits, makeHttp } from "./http.ts"
import { tellPagerduty } from "./pagerduty.ts"
import { tellWebhook } from "./webhook.ts"

/** An answer to an alert says yes or no: nobody reads more than this of it, or waits longer. */
export const alertLimits: HttpLimits = { bodyBytes: 64 * 1024, connectMs: 10_000, totalMs: 20_000 }

export const alertRoutesLayer = (limits: HttpLimits = alertLimits): Layer.Layer<AlertRoutes, never, Vault> =>
  Layer.effect(
    AlertRoutes,
    Effect.gen(function* () {
      const http = yield* makeHttp(limits)
      const vault = yield* Vault
      const webhook = tellWebhook(http, vault)
      const pagerduty = tellPagerduty(http, vault)
      return AlertRoutes.of({
        tell: (route, telling) => {
          switch (route.kind) {
            case "webhook":
              return webhook(route, telling)
            case "pagerduty":
              return pagerduty(route, telling)
            case "email":
              return new AlertFailure({ reason: "Misconfigured", message: "Mail goes by the mail server." })
          }
        }
      })
    })
  )
