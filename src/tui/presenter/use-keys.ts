import { useInput, usePaste } from "ink"
import { type KeyEvent, paste, splitKeys } from "../key-splitter.ts"
import { usePresenter } from "./presenter-context.ts"

/**
 * All input, one event at a time, in order. Used once, by the app's router: a second listener would get the rest of
 * a read that the first one's change of focus was meant to take.
 */
export const useKeys = (handle: (event: KeyEvent) => void): void => {
  const presenter = usePresenter()
  useInput((input, key) => {
    presenter.urgent()
    for (const event of splitKeys(input, key)) handle(event)
  })
  usePaste((text) => {
    presenter.urgent()
    handle(paste(text))
  })
}
