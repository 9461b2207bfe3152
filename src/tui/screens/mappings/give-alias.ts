import * as Effect from "effect/Effect"
import { shellWord } from "../../../domain/model/shell-word.ts"
import { importAliases, undoAliasImport } from "../../../domain/operations/import-aliases.ts"
import { setStockAlias } from "../../../domain/operations/set-stock-alias.ts"
import type { AliasLine, UnnamedLine } from "../../../domain/ports/mapping-board.ts"
import type { Desk } from "../../screen.ts"

const commandOf = (type: string, alias: string, sku: string): string =>
  `inventory alias ${shellWord(type)} ${shellWord(alias)} ${shellWord(sku)}`

const give = (desk: Desk, { type, product }: UnnamedLine, alias: string, done: () => void): void => {
  const line = { line: 1, type, alias, sku: product }
  desk.bridge.run(importAliases([line], "the console", { dryRun: false, skipBroken: false }), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `Nothing was given: ${outcome.message}`)
      return
    }
    done()
    desk.live.refresh()
    const { mark, types } = outcome.value
    desk.say("done", `${product} is ${alias} by ${type}.  z undo`, {
      command: commandOf(type, alias, product)
    })
    if (mark === null) return
    desk.undoable({
      label: `the alias ${alias} of ${product}`,
      run: Effect.map(undoAliasImport(mark, types), () => `${product} has no alias ${alias} any more.`)
    })
  })
}

/** Tries it first: an alias that another product has is told to nobody, and is not asked for. */
export const askToGive = (desk: Desk, line: UnnamedLine, alias: string, done: () => void): void => {
  const { type, product, channel } = line
  const wanted = { line: 1, type, alias, sku: product }
  desk.bridge.run(importAliases([wanted], "the console", { dryRun: true, skipBroken: true }), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `Nothing was given: ${outcome.message}`)
      return
    }
    const { broken, clashes, added } = outcome.value
    const [fault] = broken
    const [clash] = clashes
    if (fault !== undefined) desk.say("need", `Nothing was given: ${fault.reason}`)
    else if (clash !== undefined)
      desk.say(
        "need",
        `${alias} is the alias of ${clash.skus.filter((sku) => sku !== product).join(", ")}: neither would be told.`
      )
    else if (added === 0) desk.say("done", `${product} has the alias ${alias} already.`)
    else
      desk.ask({
        text: `GIVE ${product} the alias “${alias}” of type ${type}? ${channel} is told of its stock by that name from now on.`,
        onYes: () => give(desk, line, alias, done)
      })
  })
}

const toldText = ({ channels, others }: AliasLine): string => {
  if (others.length > 0) return `Then ${others.join(", ")} may be told by it.`
  return channels.length === 0
    ? "No channel is told by this type."
    : `${channels.join(", ")} hears no more of its stock, unless it has another one.`
}

/** `R`: it is one product's name no more. */
export const askToTake = (desk: Desk, line: AliasLine, done: () => void): void => {
  const { type, alias, product } = line
  const change = (remove: boolean) => setStockAlias({ type, alias, sku: product, remove })
  desk.ask({
    text: `REMOVE the alias “${alias}” of type ${type} from ${product}? ${toldText(line)}`,
    onYes: () =>
      desk.bridge.run(change(true), (outcome) => {
        if (!outcome.ok) {
          desk.say("need", `Nothing was changed: ${outcome.message}`)
          return
        }
        done()
        desk.live.refresh()
        const command = `${commandOf(type, alias, product)} --remove`
        desk.say("done", `Removed: ${product} is not ${alias} any more.  z undo`, { command })
        desk.undoable({
          label: `the removal of the alias ${alias} of ${product}`,
          run: Effect.map(change(false), () => `${product} is ${alias} again.`)
        })
      })
  })
}
