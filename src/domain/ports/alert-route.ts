import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AlertRoute, AlertRouteId, RouteKind, Telling } from "../model/alert.ts"
import type { AlertFailure, StoreFailure, VaultFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** The routes of the installation as rows. */
export class AlertRouteStore extends Context.Service<
  AlertRouteStore,
  {
    readonly list: () => Stored<ReadonlyArray<AlertRoute>>
    /** null: the name is taken. */
    readonly add: (
      route: { readonly name: string; readonly kind: RouteKind; readonly target: string },
      actor: string,
      at: Date
    ) => Stored<AlertRoute | null>
    readonly remove: (id: AlertRouteId) => Stored<void>
    readonly tested: (id: AlertRouteId, at: Date) => Stored<void>
  }
>()("switchyard/AlertRouteStore") {}

/** Tells machines: a signed webhook, or PagerDuty. A repeat carries the same event id. */
export class AlertRoutes extends Context.Service<
  AlertRoutes,
  {
    readonly tell: (
      route: AlertRoute,
      telling: Telling
    ) => Effect.Effect<void, AlertFailure | VaultFailure | StoreFailure>
  }
>()("switchyard/AlertRoutes") {}
