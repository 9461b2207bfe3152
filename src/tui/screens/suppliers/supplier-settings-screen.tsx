import type { JSX } from "react"
import { EntriesView } from "../../components/form/entries-view.tsx"
import { footOf } from "../../components/form/form-trial.ts"
import { useSelector } from "../../presenter/select.ts"
import type { BodySize, OpenScreenFor } from "../../screen.ts"
import { SupplierEditor } from "./supplier-editor.ts"

const Body = ({ columns, rows, editor }: BodySize & { editor: SupplierEditor }): JSX.Element => {
  const state = useSelector(editor.store, (s) => s)
  return <EntriesView columns={columns} rows={rows} form={state.form} isStored foot={footOf(state)} />
}

/** The settings of a supplier: every field with what it is for; secrets are typed anew and never shown. */
export const openSupplierSettings: OpenScreenFor<"supplier-settings"> = (desk, { id, name }) => {
  const editor = new SupplierEditor(desk, id)
  return {
    view: (size) => <Body {...size} editor={editor} />,
    title: () => `Settings of ${name}`,
    note: () => {
      const { form } = editor.store.get()
      return form === null
        ? ""
        : `${form.supplier.transport}  field ${form.focus + 1} of ${form.entries.length}`
    },
    actions: {
      save: {
        run: () => editor.save(),
        refusal: () => editor.saveRefusal(),
        label: () => editor.saveLabel()
      },
      test: { run: () => editor.test(), refusal: () => editor.refusal() },
      again: { run: () => editor.again(), refusal: () => editor.refusal() },
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
