import * as Effect from "effect/Effect"
import { answerHolds } from "../../../domain/model/hold.ts"
import { assigneeOf, longestAssignee, readTags, tagRule } from "../../../domain/model/order-note.ts"
import { assignOrders } from "../../../domain/operations/assign-orders.ts"
import { releaseHold } from "../../../domain/operations/hold-until.ts"
import { releaseHolds } from "../../../domain/operations/release-holds.ts"
import { tagOrders } from "../../../domain/operations/tag-orders.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import { holdAction } from "./holding.ts"
import type { LineAsking } from "./line-asking.ts"
import { noteAction, type ShownPage, takeAction } from "./note-asking.ts"
import type { OrderPage } from "./order-page.ts"

const notRead = "The order has not been read yet."
const longestLine = 300

const tag = (desk: Desk, { detail: { order } }: OrderPage, typed: string): void => {
  const number = `#${order.channelOrderNumber}`
  desk.bridge.run(tagOrders([order.id], readTags(typed)), (outcome) => {
    if (!outcome.ok) desk.say("need", `Nothing was changed: ${outcome.message}`)
    else {
      const on = outcome.value.on.map((one) => one.tag)
      const off = outcome.value.off.map((one) => one.tag)
      if (on.length + off.length === 0) desk.say("done", `${number} has it so already.`)
      else {
        const said = [
          ...(on.length === 0 ? [] : [`${on.join(", ")} on`]),
          ...(off.length === 0 ? [] : [`${off.join(", ")} off`])
        ]
        desk.say("done", `${number}: ${said.join(", ")}. z takes it back.`)
        desk.undoable({
          label: `the tags of ${number}`,
          run: Effect.as(tagOrders([order.id], { on: off, off: on }), `The tags of ${number} are as before.`)
        })
      }
    }
    desk.live.refresh()
  })
}

const wrongTags = (typed: string): string | null => {
  const { on, off, wrong } = readTags(typed)
  const [bad] = wrong
  if (bad !== undefined) return `“${bad}” is no tag. ${tagRule}`
  return on.length + off.length === 0 ? "Type a tag, or -tag to take one off; esc leaves." : null
}

const tagEffect = (typed: string): string => {
  const { on, off } = readTags(typed)
  const parts = [
    ...(on.length === 0 ? [] : [`${on.join(", ")} on`]),
    ...(off.length === 0 ? [] : [`${off.join(", ")} off`])
  ]
  return parts.join(", ")
}

const tagAction = (desk: Desk, line: LineAsking, page: ShownPage): ScreenAction => ({
  run: () => {
    const read = page()
    if (read === null) return
    const now = read.beside.tags.map((one) => one.tag).join(" ")
    line.ask({
      prompt: `Tags of #${read.detail.order.channelOrderNumber}${now === "" ? "" : ` (now: ${now})`}: a word lays one on, -word takes it off, enter goes on`,
      longest: longestLine,
      refusal: wrongTags,
      onDone: (typed) =>
        desk.ask({
          text: `TAG #${read.detail.order.channelOrderNumber}: ${tagEffect(typed)}?`,
          onYes: () => tag(desk, read, typed)
        })
    })
  },
  refusal: () => (page() === null ? notRead : null)
})

const assign = (desk: Desk, { detail: { order } }: OrderPage, to: string | null): void => {
  const number = `#${order.channelOrderNumber}`
  desk.bridge.run(assignOrders([order.id], to), (outcome) => {
    if (!outcome.ok) desk.say("need", `Nothing was changed: ${outcome.message}`)
    else {
      const [changed] = outcome.value
      if (changed === undefined) desk.say("done", `${number} is so already.`)
      else {
        desk.say("done", `${number} is ${to === null ? "nobody's" : `for ${to}`} now. z takes it back.`)
        desk.undoable({
          label: `whose ${number} is`,
          run: Effect.as(
            assignOrders([order.id], changed.before),
            `${number} is ${changed.before === null ? "nobody's" : `for ${changed.before}`} again.`
          )
        })
      }
    }
    desk.live.refresh()
  })
}

const askToAssign = (desk: Desk, page: OrderPage, to: string | null): void => {
  const now = page.beside.assignee?.assignee ?? null
  const before = now === null ? "nobody's" : `for ${now}`
  desk.ask({
    text: `ASSIGN #${page.detail.order.channelOrderNumber} to ${to ?? "nobody"}? It is ${before} now.`,
    onYes: () => assign(desk, page, to)
  })
}

const isMine = (desk: Desk, page: OrderPage | null): boolean =>
  page?.beside.assignee?.assignee === desk.session.actor

const assignToMe = (desk: Desk, page: ShownPage): ScreenAction => ({
  run: () => {
    const read = page()
    if (read !== null) askToAssign(desk, read, isMine(desk, read) ? null : desk.session.actor)
  },
  refusal: () => (page() === null ? notRead : null),
  label: () => (isMine(desk, page()) ? "not mine any more" : "mine")
})

const giveAction = (desk: Desk, line: LineAsking, page: ShownPage): ScreenAction => ({
  run: () => {
    const read = page()
    if (read === null) return
    line.ask({
      prompt: `Who looks after #${read.detail.order.channelOrderNumber}? A name, or - for nobody; enter goes on`,
      longest: longestAssignee,
      refusal: (typed) => (assigneeOf(typed) === null ? "Type a name, or - for nobody; esc leaves." : null),
      onDone: (typed) => askToAssign(desk, read, typed === "-" ? null : typed)
    })
  },
  refusal: () => (page() === null ? notRead : null)
})

const isTimed = ({ kind }: { readonly kind: string }): boolean => kind === "held_until"
const isReleasable = ({ kind }: { readonly kind: string }): boolean =>
  isTimed({ kind }) || answerHolds.some((one) => one === kind)

const release = (desk: Desk, { detail: { order, holds } }: OrderPage, reason: string): void => {
  const answers = holds.some((hold) => isReleasable(hold) && !isTimed(hold))
  const all = Effect.gen(function* () {
    if (holds.some(isTimed)) yield* releaseHold(order.id, reason)
    if (answers) yield* releaseHolds(order.id, null, reason)
  })
  desk.bridge.run(all, (outcome) => {
    if (outcome.ok) desk.say("done", `#${order.channelOrderNumber} may go on: ${reason}`)
    else desk.say("need", `Nothing was released: ${outcome.message}`)
    desk.live.refresh()
  })
}

const releaseAction = (desk: Desk, line: LineAsking, page: ShownPage): ScreenAction => {
  const open = () => page()?.detail.holds.filter(isReleasable) ?? []
  return {
    run: () => {
      const read = page()
      if (read === null) return
      line.ask({
        prompt: "Why may it go on as it is? The history keeps it; enter goes on",
        longest: longestLine,
        refusal: (typed) => (typed.trim() === "" ? "Say why; esc leaves." : null),
        onDone: (reason) =>
          desk.ask({
            text: `RELEASE of #${read.detail.order.channelOrderNumber}: ${open()
              .map(({ message }) => message)
              .join(" ")} It goes on as it is?`,
            onYes: () => release(desk, read, reason)
          })
      })
    },
    refusal: () => {
      if (page() === null) return notRead
      return open().length === 0 ? "No hold is open that a person may release as it is." : null
    },
    isOffered: () => open().length > 0
  }
}

/** What is laid beside the order, and what holds it or lets it go on as it is. */
export const besideActions = (
  desk: Desk,
  line: LineAsking,
  page: ShownPage
): Readonly<Record<string, ScreenAction>> => ({
  note: noteAction(desk, line, page),
  takeHandover: takeAction(desk, page),
  tag: tagAction(desk, line, page),
  assignMe: assignToMe(desk, page),
  give: giveAction(desk, line, page),
  hold: holdAction(desk, line, page),
  release: releaseAction(desk, line, page),
  noteKind: {
    run: () => line.tab(),
    refusal: () => (line.hasTab() ? null : "n begins a note; then tab makes it a hand-over."),
    isOffered: () => line.hasTab()
  },
  editor: {
    run: () => line.editor(),
    refusal: () => (line.hasEditor() ? null : "n begins a note; then ctrl-e opens your editor."),
    isOffered: () => line.hasEditor()
  }
})
