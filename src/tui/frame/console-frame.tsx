import { Box, Text, useWindowSize } from "ink"
import { type JSX, useMemo } from "react"
import type { KeyRow } from "../key-row.ts"
import { useSuspend } from "../presenter/mount-console.tsx"
import { Region } from "../presenter/region.tsx"
import { Store, useSelector } from "../presenter/select.ts"
import { useKeys } from "../presenter/use-keys.ts"
import { bottomHeight, bottomHeightOf, bottomLines } from "./bottom-lines.ts"
import { everywhereActions } from "./everywhere-actions.ts"
import type { Frame } from "./frame.ts"
import { topOf } from "./frame-state.ts"
import { headerLine } from "./header.ts"
import { Help } from "./help.ts"
import type { Actions } from "./hints.ts"
import { jumpPanel, jumpPanelSize } from "./jump-panel.ts"
import { KeyRouter } from "./key-router.ts"
import { Palette, type Recent } from "./palette.ts"
import type { CommandLine } from "./palette-entries.ts"
import { rule } from "./rule.ts"
import { tabLine } from "./tab-line.ts"

export interface ConsoleFrameProps {
  readonly frame: Frame
  readonly keymap: ReadonlyArray<KeyRow>
  /** What a shell can do; the palette names it. */
  readonly commands: ReadonlyArray<CommandLine>
}

const least = { columns: 80, rows: 24 }
/** Header, tab line and the rule under it. */
const topHeight = 3

const TooSmall = ({ columns, rows }: { readonly columns: number; readonly rows: number }): JSX.Element => (
  <Box width={columns} height={rows} flexDirection="column">
    <Text wrap="truncate">{`terminal too small: ${columns}x${rows}`}</Text>
    <Text wrap="truncate">{`needs ${least.columns}x${least.rows}; q quits`}</Text>
  </Box>
)

const useParts = ({ frame, keymap, commands }: ConsoleFrameProps) =>
  useMemo(() => {
    const recent: Recent = new Store<ReadonlyArray<string>>([])
    const everywhere: Actions = {
      ...everywhereActions(frame),
      help: { run: () => frame.lay(new Help({ frame, keymap, everywhere, act: router.act })) },
      palette: {
        run: () => frame.lay(new Palette({ frame, keymap, everywhere, commands, act: router.act }, recent))
      }
    }
    const router = new KeyRouter(frame, keymap, everywhere)
    return {
      router,
      header: headerLine(frame),
      tabs: tabLine(frame),
      rule: rule(frame.theme),
      jumps: jumpPanel(frame),
      bottom: bottomLines(frame, keymap, everywhere)
    }
  }, [frame, keymap, commands])

const Body = ({ frame, columns, rows }: { readonly frame: Frame; columns: number; rows: number }) => {
  const top = useSelector(frame.store, topOf)
  if (top === undefined) return <Box flexGrow={1} />
  return (
    <Box key={top.name} flexGrow={1} flexDirection="column" height={rows} overflow="hidden">
      {top.screen.view({ columns, rows })}
    </Box>
  )
}

/** The one root: what stands on every screen, and the screen on top between it. */
export const ConsoleFrame = (props: ConsoleFrameProps): JSX.Element => {
  const { frame } = props
  const { columns, rows } = useWindowSize()
  const chord = useSelector(frame.store, (state) => state.chord)
  const overlay = useSelector(frame.store, (state) => state.overlay)
  const bottomRows = useSelector(frame.store, (state) => bottomHeightOf(state, columns))
  const parts = useParts(props)
  const suspend = useSuspend()
  frame.outside.giveTerminal = suspend
  useKeys((event) => {
    frame.clock.wake()
    parts.router.handle(event)
  })
  if (columns < least.columns || rows < least.rows) return <TooSmall columns={columns} rows={rows} />
  const bodyRows = rows - topHeight - bottomHeight
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Region source={parts.header} height={1} flexShrink={0} />
      <Region source={parts.tabs} height={1} flexShrink={0} />
      <Region source={parts.rule} height={1} flexShrink={0} />
      <Body frame={frame} columns={columns} rows={bodyRows} />
      <Box height={bottomHeight} flexShrink={0} />
      <Region
        source={parts.bottom}
        position="absolute"
        top={rows - bottomRows}
        left={0}
        width={columns}
        height={bottomRows}
        z={2}
      />
      {overlay === null ? null : (
        <Region source={overlay.region} position="absolute" {...overlay.box({ columns, rows })} z={3} />
      )}
      {chord === null ? null : (
        <Region
          source={parts.jumps}
          position="absolute"
          top={rows - bottomHeight - jumpPanelSize.height}
          left={columns - jumpPanelSize.width - 1}
          {...jumpPanelSize}
          z={4}
        />
      )}
    </Box>
  )
}
