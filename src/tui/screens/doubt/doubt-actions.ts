import type { Effect } from "effect/Effect"
import type { DispatchState, IntentKind } from "../../../domain/model/dispatch-intent.ts"
import type { DoubtChoice, probeDoubt as Probe } from "../../../domain/operations/settle-doubt.ts"
import { probeDoubt, settleDoubt } from "../../../domain/operations/settle-doubt.ts"
import type { EvidenceRow } from "../../../domain/ports/dispatch-ledger.ts"
import type { LiveQuery } from "../../live-query.ts"
import type { Store } from "../../presenter/select.ts"
import type { Desk, ScreenAction } from "../../screen.ts"

export interface DoubtShown {
  readonly intent: {
    readonly number: string
    readonly kind: IntentKind
    readonly channelOrderNumber: string
    readonly supplier: string
    readonly transport: string
    readonly since: Date
    readonly contentHash: string
    readonly content: Uint8Array
    readonly identifiers: Readonly<Record<string, string>>
    readonly attempt: number
    readonly state: DispatchState
  }
  readonly evidence: ReadonlyArray<EvidenceRow>
}

export interface Reasoning {
  /** Which answer the reason is typed for: it arrived (true), it did not (false); null: none. */
  readonly asksFor: boolean | null
  readonly reason: string
}

type Answer = ReturnType<typeof Probe> extends Effect<infer A, infer _E, infer _R> ? A : never

const probeWords: Readonly<Record<Answer["_tag"], string>> = {
  Found: "The supplier has it. It counts as sent.",
  NotSent: "The supplier proves that it did not arrive: it is sent again with the same number.",
  CannotTell: "The supplier could not tell. It stays in doubt."
}

export const doubtActions = <E>(
  desk: Desk,
  { number, which }: { readonly number: string; readonly which: DoubtChoice },
  query: LiveQuery<DoubtShown, E>,
  reasoning: Store<Reasoning>
): Readonly<Record<string, ScreenAction>> => {
  const refusal = (): string | null => {
    const intent = query.store.get().value?.intent
    if (intent === undefined) return "It has not been read yet."
    return intent.state === "in_doubt" ? null : `${number} is not in doubt any more: it is ${intent.state}.`
  }
  const settle = (arrived: boolean, reason: string): void => {
    desk.bridge.run(settleDoubt(number, arrived, reason, which), (outcome) => {
      if (!outcome.ok) desk.say("need", outcome.message)
      else
        desk.say(
          "done",
          arrived ? `${number} counts as sent.` : `${number} is sent again with the same number.`
        )
      query.refresh()
    })
  }
  const goOn = (): void => {
    const { asksFor, reason } = reasoning.get()
    if (asksFor === null) return
    reasoning.set({ asksFor: null, reason })
    desk.changed()
    const what = asksFor
      ? `SETTLE ${number}: it arrived, and is never sent again?`
      : `SEND ${number} AGAIN with the same number, because it did not arrive?`
    desk.ask({ text: `${what} (${reason})`, onYes: () => settle(asksFor, reason) })
  }
  const begin = (asksFor: boolean): void => {
    reasoning.update((state) => ({ ...state, asksFor }))
    desk.changed()
  }
  const probe = (): void => {
    desk.say("done", `Asking the supplier about ${number} …`)
    desk.bridge.run(probeDoubt(number, which), (outcome) => {
      if (outcome.ok) desk.say("done", probeWords[outcome.value._tag])
      else desk.say("need", outcome.message)
      query.refresh()
    })
  }
  return {
    probe: {
      run: () =>
        desk.ask({
          text: `PROBE ${number}? Found: it counts as sent. Proved absent: it is sent again.`,
          onYes: probe
        }),
      refusal
    },
    arrived: { run: () => begin(true), refusal },
    notArrived: { run: () => begin(false), refusal },
    confirmReason: {
      run: goOn,
      refusal: () => {
        const { asksFor, reason } = reasoning.get()
        if (asksFor === null) return refusal() ?? "A and N settle it; then enter goes on."
        return reason.trim() === "" ? "Say how you know: it is kept as evidence." : null
      }
    },
    copy: { run: () => desk.copy(number) }
  }
}
