import { useInput, usePaste, useStdin } from "ink"
import { useEffect, useEffectEvent } from "react"
import { type KeyEvent, paste, splitKeys } from "../key-splitter.ts"
import { KeyInput } from "./key-input.ts"
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
  const { stdin } = useStdin()
  const take = useEffectEvent((event: KeyEvent) => {
    presenter.urgent()
    handle(event)
  })
  useEffect(() => (stdin instanceof KeyInput ? stdin.takeKeys((key) => take(key)) : undefined), [stdin])
  usePaste((text) => {
    presenter.urgent()
    handle(paste(text))
  })
}
