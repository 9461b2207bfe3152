import type { JSX } from "react"
import type { SaveChoice } from "../../../domain/operations/resolve-order.ts"
import { AtOrder } from "../../at-order.ts"
import { areSendsStopped } from "../../figures.ts"
import { useSelector } from "../../presenter/select.ts"
import type { BodySize, Desk, OpenScreen, OpenScreenFor, ScreenAction } from "../../screen.ts"
import { Meeting } from "./meeting.ts"
import { ResolveEditor } from "./resolve-editor.ts"
import { decided, focused, stepped } from "./resolve-form.ts"
import { conflictOf, effectTextOf } from "./resolve-state.ts"
import { ResolveScreen } from "./view.tsx"

const actionsOf = (editor: ResolveEditor): OpenScreen["actions"] => {
  const answer = (save: SaveChoice): ScreenAction => ({
    run: () => editor.answer(save),
    refusal: () => editor.answerRefusal()
  })
  return {
    update: { run: () => editor.update(), refusal: () => editor.updateRefusal() },
    next: { run: () => editor.change((form) => focused(form, 1)) },
    previous: { run: () => editor.change((form) => focused(form, -1)) },
    down: { run: () => editor.change((form) => stepped(form, 1)) },
    up: { run: () => editor.change((form) => stepped(form, -1)) },
    enter: { run: () => editor.choose() },
    choose: { run: () => editor.choose(), refusal: () => editor.nextRefusal() },
    saveChannel: answer("channel"),
    saveOrder: answer("order"),
    saveSupplier: answer("supplier"),
    mapSku: {
      run: () => editor.mapSku(),
      refusal: () => editor.skuRefusal(),
      isOffered: () => editor.skuRefusal() === null
    },
    nextOrder: { run: () => editor.next(), refusal: () => editor.nextRefusal() },
    process: { run: () => editor.process(), refusal: () => editor.processRefusal() },
    takeTheirs: {
      run: () => editor.change((form) => decided(form, "theirs")),
      refusal: () => editor.choiceRefusal(),
      isOffered: () => editor.choiceRefusal() === null
    },
    keepMine: {
      run: () => editor.change((form) => decided(form, "mine")),
      refusal: () => editor.choiceRefusal(),
      isOffered: () => editor.choiceRefusal() === null
    },
    reload: {
      run: () => editor.reload(),
      refusal: () => (editor.store.get().newer === null ? "Nobody changed the order meanwhile." : null)
    }
  }
}

const Body = ({
  editor,
  desk,
  columns,
  rows
}: BodySize & { readonly editor: ResolveEditor; readonly desk: Desk }): JSX.Element => {
  const state = useSelector(editor.store, (s) => s)
  return (
    <ResolveScreen
      columns={columns}
      rows={rows}
      form={state.form}
      failure={state.failure}
      effectOf={effectTextOf(state, areSendsStopped(desk))}
      conflict={conflictOf(state, (at) => desk.clock.minutes(at))}
      isSaving={state.isSaving}
    />
  )
}

/** The editor of an order that waits for RESOLVE; `n` puts the next one into the same screen. */
export const openResolve: OpenScreenFor<"resolve"> = (desk, place) => {
  const editor = new ResolveEditor(desk, place)
  const here = new AtOrder(desk, () => editor.store.get().id, "editing")
  editor.store.subscribe(() => here.moved())
  const meeting = new Meeting(desk, here)
  return {
    view: (size: BodySize) => <Body {...size} editor={editor} desk={desk} />,
    title: () => `#${editor.store.get().number} > Resolve`,
    note: () => [meeting.note(), editor.note()].filter((text) => text !== "").join(" · "),
    actions: actionsOf(editor),
    isTyping: () => editor.isTyping(),
    typed: (event) => editor.typed(event),
    unsaved: () => editor.unsaved(),
    isForm: true,
    isReading: () => editor.isReading(),
    shown: () => {
      editor.shown()
      here.come()
    },
    hidden: () => {
      editor.hidden()
      here.go()
    },
    closed: () => editor.closed()
  }
}
