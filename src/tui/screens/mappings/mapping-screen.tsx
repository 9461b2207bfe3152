import { Box, Text } from "ink"
import type { JSX } from "react"
import { FormBody } from "../../components/form/form-body.tsx"
import { useTheme } from "../../presenter/presenter-context.ts"
import { useSelector } from "../../presenter/select.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { BodySize, OpenScreenFor } from "../../screen.ts"
import { MappingEditor, type MappingState } from "./mapping-editor.ts"
import { moveFocus, step, take, toggleEvery, typeInto } from "./mapping-form.ts"
import { mappingLines } from "./mapping-lines.ts"

const footRows = 2

const footOf = ({ form, failure }: MappingState): string => {
  if (failure !== null) return `It cannot be read: ${failure}`
  if (form === null) return "Reading …"
  switch (form.focus) {
    case "channel":
      return "Whose words they are. “every channel” is used where a channel has no mapping of its own."
    case "supplier":
      return "Whose carriers and methods they become."
    case "words":
      return "Exactly as they come, letter by letter: orders are compared with it."
    case "method":
      return "The supplier's own carriers and methods, the nearest in words first. Saved, it is used for every later order with these words."
    case "product":
      return "Type a part of our SKU or of the title. Nothing is chosen by itself: a wrong product would be sent."
  }
}

const View = ({ columns, rows, editor }: BodySize & { readonly editor: MappingEditor }): JSX.Element => {
  const theme = useTheme()
  const state = useSelector(editor.store, (s) => s)
  return (
    <Box flexGrow={1} flexDirection="column">
      <FormBody lines={mappingLines(state, columns)} columns={columns} rows={Math.max(1, rows - footRows)} />
      <Box height={footRows} flexShrink={0} overflow="hidden" paddingX={2} flexDirection="column">
        {wrapped(safe(footOf(state)), columns - 4, footRows).map((line) => (
          <Text key={line} {...theme.ink(state.failure === null ? "dim" : "need")}>
            {line}
          </Text>
        ))}
      </Box>
    </Box>
  )
}

/** One mapping: what words of a channel mean, with what a change does before it is saved. */
export const openMapping: OpenScreenFor<"mapping"> = (desk, { ask }) => {
  const editor = new MappingEditor(desk, ask)
  const notTyping = (): string | null =>
    editor.isTyping() ? "In a text field letters are text: tab leaves the field." : null
  const isOfChannel = ask.about === "method" && ask.words !== null && ask.words.channelId !== null
  return {
    view: (size) => <View {...size} editor={editor} />,
    title: () => (ask.words === null ? "New mapping" : "Mapping"),
    actions: {
      save: { run: () => editor.save(), refusal: () => editor.saveRefusal() },
      next: { run: () => editor.change((form) => moveFocus(form, 1)) },
      previous: { run: () => editor.change((form) => moveFocus(form, -1)) },
      down: { run: () => editor.change((form) => step(form, 1)) },
      up: { run: () => editor.change((form) => step(form, -1)) },
      take: { run: () => editor.enter() },
      choose: { run: () => editor.change(take), refusal: notTyping },
      every: {
        run: () => editor.change(toggleEvery),
        refusal: () => notTyping() ?? (isOfChannel ? null : "The channel is chosen above."),
        isOffered: () => isOfChannel
      }
    },
    isTyping: () => editor.isTyping(),
    typed: (event) => editor.typed(event, typeInto),
    unsaved: () => editor.unsaved(),
    isForm: true,
    isReading: () => editor.isReading(),
    shown: () => editor.shown(),
    hidden: () => editor.hidden(),
    closed: () => editor.closed()
  }
}
