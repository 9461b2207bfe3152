import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { Heartbeat } from "../domain/ports/heartbeat.ts"
import { demandTaken } from "./alert-answer.ts"
import { alertLimits } from "./alert-routes.ts"
import { type HttpLimits, makeHttp } from "./http.ts"

/** A plain GET, as every dead-man's switch takes it (healthchecks.io and its like). */
export const heartbeatLayer = (limits: HttpLimits = alertLimits): Layer.Layer<Heartbeat> =>
  Layer.effect(
    Heartbeat,
    Effect.gen(function* () {
      const http = yield* makeHttp(limits)
      return Heartbeat.of({
        call: Effect.fn("heartbeat.call")(function* (url) {
          const address = Redacted.value(url)
          yield* demandTaken(
            address,
            http.exchange({
              method: "GET",
              url: address,
              headers: { "user-agent": "switchyard" },
              body: null
            })
          )
        })
      })
    })
  )
