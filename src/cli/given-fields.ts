import { channelFields } from "../domain/model/channel-fields.ts"
import type { Input } from "./command-row.ts"
import { text, texts } from "./input.ts"

/** The fields of the page that were typed as flags. A list may be given by one flag or several; an empty one takes it away. */
export const givenFields = (input: Input): ReadonlyArray<readonly [name: string, text: string]> =>
  channelFields.flatMap(({ name, isList }) => {
    if (input.flags[name] === undefined) return []
    return [[name, isList === true ? texts(input, name).join(",") : (text(input, name) ?? "")] as const]
  })

/** Whether somebody is to be asked: no flag says anything, or a set-up is gone on with. */
export const isAsked = ({ flags }: Input): boolean =>
  Object.keys(flags).every((name) => name === "resume" || name === "environment")
