import { useRef, useSyncExternalStore } from "react"

/** State outside React. Values are replaced, never changed in place: identity says what changed. */
export class Store<State> {
  #state: State
  #listeners = new Set<() => void>()

  constructor(initial: State) {
    this.#state = initial
  }

  get = (): State => this.#state

  set(next: State): void {
    if (Object.is(next, this.#state)) return
    this.#state = next
    for (const listener of [...this.#listeners]) listener()
  }

  update(change: (state: State) => State): void {
    this.set(change(this.#state))
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}

/** Same, or two arrays of the same things: so a slice may pick several values at once. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
  // A loop: this is asked of every subscription at every key.
  for (let index = 0; index < one.length; index++) if (!Object.is(one[index], other[index])) return false
  return true
}

/** For a region's `subscribe`: calls only when what was picked changed. */
export const subscribeSlice = <State, Slice>(
  store: Store<State>,
  pick: (state: State) => Slice,
  changed: () => void
): (() => void) => {
  let last = pick(store.get())
  return store.subscribe(() => {
    const next = pick(store.get())
    if (isSame(last, next)) return
    last = next
    changed()
  })
}

/** For parts drawn by Ink only: a change of what was picked costs a React commit. */
export const useSelector = <State, Slice>(store: Store<State>, pick: (state: State) => Slice): Slice => {
  const last = useRef<{ readonly slice: Slice } | null>(null)
  const read = (): Slice => {
    const slice = pick(store.get())
    if (last.current !== null && isSame(last.current.slice, slice)) return last.current.slice
    last.current = { slice }
    return slice
  }
  return useSyncExternalStore(store.subscribe, read, read)
}
