import { cancelCodes, isCancelCode } from "../../domain/model/cancel-request.ts"
import type { EffectCommand, Flag, Input } from "../command-row.ts"
import { pairOf, text, texts } from "../input.ts"

const ways = ["transport", "person"]
const way = (name: string, what: string): Flag => ({
  name,
  kind: "text",
  choices: ways,
  help: `who says ${what}: its transport, where it can, or always a person`
})
const longestWord = 40

const checkTerms = (input: Input): string | null => {
  const wrong = texts(input, "cancel-code").find((given) => {
    const pair = pairOf(given)
    return pair === null || !isCancelCode(pair[0]) || pair[1].length > longestWord
  })
  if (wrong !== undefined)
    return `--cancel-code takes ours=theirs, where ours is one of ${Object.keys(cancelCodes).join(", ")}; not “${wrong}”.`
  const suffix = text(input, "reissue-suffix")
  return suffix === undefined || /^[A-Za-z0-9/_-]{0,8}$/.test(suffix)
    ? null
    : "--reissue-suffix takes at most 8 letters, digits, -, _ or /, for example --reissue-suffix=-R."
}

/** How a supplier wants to hear what follows an order. */
export const requestTermRows: ReadonlyArray<EffectCommand> = [
  {
    path: ["suppliers", "requests"],
    summary: "Says how a supplier hears of cancels and changes, and in which words",
    notes: ["Without flags it shows them. A word of nothing (code=) takes it away."],
    arguments: [{ name: "supplier", help: "the supplier's name", required: true }],
    flags: [
      way("cancel-by", "that something is canceled"),
      way("change-by", "that something is changed"),
      {
        name: "cancel-code",
        kind: "text",
        value: "ours=theirs",
        repeatable: true,
        help: `its own word for our code: ${Object.keys(cancelCodes).join(", ")}`
      },
      {
        name: "reissue-suffix",
        kind: "text",
        value: "text",
        help: "put before the revision of a number that is given out anew: --reissue-suffix=-R makes PO-000123-R2; empty: a new number"
      }
    ],
    examples: [
      {
        line: 'suppliers requests "Acme" --change-by person --cancel-code buyer_request=BC1',
        says: "We call them when an address changes"
      },
      { line: 'suppliers requests "Acme"', says: "How do they hear of a cancel?" }
    ],
    check: checkTerms,
    runBy: "effect",
    load: () => import("../commands/request-terms.ts").then((m) => m.requestTerms)
  }
]
