import type { JSX } from "react"
import { EntriesView } from "../../components/form/entries-view.tsx"
import { footOf } from "../../components/form/form-trial.ts"
import { useSelector } from "../../presenter/select.ts"
import type { BodySize, OpenScreenFor } from "../../screen.ts"
import { SettingsEditor } from "./settings-editor.ts"

const Body = ({ columns, rows, editor }: BodySize & { editor: SettingsEditor }): JSX.Element => {
  const state = useSelector(editor.store, (s) => s)
  return (
    <EntriesView
      columns={columns}
      rows={rows}
      form={state.form}
      isStored={state.form?.subject.channel != null}
      foot={footOf(state)}
    />
  )
}

/** The page of a channel, stored or set up anew: every field with what it is for, the connection tried, services last. */
export const openChannelSettings: OpenScreenFor<"channel-settings"> = (desk, { target, name }) => {
  const editor = new SettingsEditor(desk, target)
  return {
    view: (size) => <Body {...size} editor={editor} />,
    title: () => (target === null ? "New channel" : `Settings of ${name}`),
    note: () => {
      const form = editor.store.get().form
      if (form === null) return ""
      return `${form.subject.kind?.label ?? ""}  field ${form.focus + 1} of ${form.entries.length}`.trim()
    },
    actions: {
      save: {
        run: () => editor.save(),
        refusal: () => editor.saveRefusal(),
        label: () => editor.saveLabel()
      },
      test: { run: () => editor.test(), refusal: () => editor.refusal() },
      again: {
        run: () => editor.again(),
        refusal: () => editor.againRefusal(),
        isOffered: () => editor.store.get().form?.subject.channel != null
      },
      next: { run: () => editor.move(1) },
      previous: { run: () => editor.move(-1) },
      pageDown: { run: () => editor.move(10) },
      pageUp: { run: () => editor.move(-10) }
    },
    isTyping: () => editor.store.get().form !== null,
    typed: (event) => editor.typed(event),
    unsaved: () => editor.unsaved(),
    isForm: true,
    isReading: () => editor.isReading(),
    shown: () => editor.read(),
    hidden: () => editor.hidden(),
    closed: () => editor.closed()
  }
}
