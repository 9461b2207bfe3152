import { Box } from "ink"
import type { JSX } from "react"
import { askToImportAliases, writeAliases } from "../../alias-csv.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import type { BodySize, Desk, OpenScreen, OpenScreenFor, ScreenAction } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { candidates } from "./choose-channel.ts"
import { InventoryBoard } from "./inventory-board.ts"
import { filterLabel, filters, inventoryHead } from "./inventory-head.ts"
import { selected } from "./inventory-list.ts"
import { inventoryTable } from "./inventory-table.ts"
import { ProductDetail } from "./product-detail.ts"
import { pushActions } from "./push-actions.ts"

const longestSearch = 100
const longestPath = 4096
const besideFrom = 140
const besideColumns = 46
const belowRows = { low: 4, high: 6 }
const highFrom = 30

interface Parts {
  readonly head: ReturnType<typeof inventoryHead>
  readonly table: RegionSource
  readonly detail: ProductDetail
}

/** Painted by regions: what happens to the list costs no React commit. */
const View = ({ columns, rows, head, table, detail }: BodySize & Parts): JSX.Element => {
  const isWide = columns >= besideFrom
  return (
    <Box flexGrow={1} flexDirection="column">
      <Region source={head.channel} height={1} flexShrink={0} />
      <Region source={head.push} height={1} flexShrink={0} />
      <Region source={head.filters} height={1} flexShrink={0} />
      <Box flexGrow={1}>
        <Region source={table} flexGrow={1} />
        {isWide ? <Region source={detail.beside} width={besideColumns} flexShrink={0} /> : null}
      </Box>
      {isWide ? null : (
        <Region
          source={detail.below}
          height={rows < highFrom ? belowRows.low : belowRows.high}
          flexShrink={0}
        />
      )}
    </Box>
  )
}

const moves = (board: InventoryBoard): OpenScreen["actions"] => {
  const page = (): number => Math.max(1, board.list.get().page - 1)
  return {
    down: { run: () => board.move(1) },
    up: { run: () => board.move(-1) },
    pageDown: { run: () => board.move(page()) },
    pageUp: { run: () => board.move(-page()) },
    first: { run: () => board.toFirst() },
    last: { run: () => board.move(Number.POSITIVE_INFINITY) }
  }
}

/** enter while something is typed: the search stays, the first channel is taken, or the file is read or written. */
const finish = (board: InventoryBoard, desk: Desk): void => {
  const state = board.list.get()
  if (state.typing === "import" || state.typing === "export") {
    const { typing, file } = state
    board.change({ typing: null })
    if (typing === "import") askToImportAliases(desk, file.trim())
    else writeAliases(desk, file.trim())
    return
  }
  if (state.typing === "search") {
    board.change({ typing: null })
    return
  }
  const [channel] = candidates(state)
  if (channel === undefined) desk.say("need", `No channel has “${state.channelText}” in its name.`)
  else board.ask({ typing: null, channelText: "", channelId: channel.id })
}

const typedLabels = {
  search: "keep the search",
  channel: "take the channel",
  import: "read it",
  export: "write it"
}

const explain = (board: InventoryBoard, desk: Desk): ScreenAction => ({
  run: () => {
    if (board.list.get().typing !== null) {
      finish(board, desk)
      return
    }
    const [channel, row] = [board.channel(), selected(board.list.get())]
    if (channel !== null && row !== null)
      desk.open({ screen: "inventory-explain", channel: channel.name, sku: row.product.sku })
  },
  refusal: () => {
    const { typing, file } = board.list.get()
    if ((typing === "import" || typing === "export") && file.trim() === "")
      return "Type the path of the file first, or leave by esc."
    return typing === null && selected(board.list.get()) === null
      ? "There is no product here to explain."
      : null
  },
  label: () => {
    const { typing } = board.list.get()
    return typing === null ? "explain" : typedLabels[typing]
  }
})

const nextFilter = (board: InventoryBoard): void => {
  const here = filters.indexOf(board.list.get().filter)
  board.ask({ filter: filters[(here + 1) % filters.length] ?? null })
}

const needsChannel = (board: InventoryBoard) => (): string | null =>
  board.channel() === null ? "There is no channel yet: switchyard channels add" : null

/** esc undoes one thing after another: the typing, the search, the filter. */
const leave = (board: InventoryBoard): boolean => {
  const { typing, search, filter } = board.list.get()
  if (typing === "channel") board.change({ typing: null, channelText: "" })
  else if (typing === "import" || typing === "export") board.change({ typing: null })
  else if (typing === "search" || search !== "") board.ask({ typing: null, search: "" })
  else if (filter !== null) board.ask({ filter: null })
  else return false
  return true
}

/** What every channel may sell, and whether it says so: SKU by SKU, from hand to listing. */
export const openInventory: OpenScreenFor<"inventory"> = (desk) => {
  const board = new InventoryBoard(desk)
  const parts = {
    head: inventoryHead(board, desk),
    table: inventoryTable(board, desk),
    detail: new ProductDetail(board, desk)
  }
  return {
    view: (size) => <View {...size} {...parts} />,
    title: () => "Inventory",
    actions: {
      ...moves(board),
      explain: explain(board, desk),
      filter: {
        run: () => nextFilter(board),
        refusal: needsChannel(board),
        label: () => `filter: ${filterLabel(board.list.get().filter)}`
      },
      search: { run: () => board.change({ typing: "search" }), refusal: needsChannel(board) },
      channel: {
        run: () => board.change({ typing: "channel", channelText: "" }),
        refusal: needsChannel(board)
      },
      importAliases: { run: () => board.change({ typing: "import" }) },
      exportAliases: { run: () => board.change({ typing: "export" }) },
      feeds: { run: () => desk.open({ screen: "feeds" }) },
      rules: {
        run: () => {
          const channel = board.channel()
          if (channel !== null) desk.open({ screen: "stock-rules", id: channel.id, name: channel.name })
        },
        refusal: needsChannel(board)
      },
      copy: {
        run: () => desk.copy(selected(board.list.get())?.product.sku ?? ""),
        refusal: () => (selected(board.list.get()) === null ? "There is no SKU to copy." : null)
      },
      ...pushActions(board, desk)
    },
    isTyping: () => board.list.get().typing !== null,
    typed: (event) => {
      const { typing, search, channelText, file } = board.list.get()
      if (typing === "search") board.search(typedText(search, event, longestSearch, desk))
      else if (typing === "import" || typing === "export")
        board.change({ file: typedText(file, event, longestPath, desk) })
      else board.change({ channelText: typedText(channelText, event, longestSearch, desk) })
    },
    leave: () => leave(board),
    isReading: () => board.query.isReading(),
    shown: () => {
      board.show()
      parts.detail.show()
    },
    hidden: () => {
      board.hide()
      parts.detail.hide()
    },
    closed: () => {
      board.close()
      parts.detail.close()
    }
  }
}
