/** A life is a value: one row per state with what it means, who moves it on, and the events it answers. */
export interface StateRow<S extends string, E extends string> {
  readonly means: string
  readonly mover: string
  readonly on: { readonly [K in E]?: S }
}

export type Lifecycle<S extends string, E extends string> = { readonly [K in S]: StateRow<S, E> }

/** The states in which an event is answered, with the state it leads to. */
export const movesFor = <S extends string, E extends string>(
  life: Lifecycle<S, E>,
  event: E
): ReadonlyArray<{ readonly from: S; readonly to: S }> =>
  statesOf(life).flatMap((from) => {
    const to = life[from].on[event]
    return to === undefined ? [] : [{ from, to }]
  })

export const statesOf = <S extends string, E extends string>(life: Lifecycle<S, E>): ReadonlyArray<S> =>
  Object.keys(life) as Array<S>

export const isFinal = <S extends string, E extends string>(life: Lifecycle<S, E>, state: S): boolean =>
  Object.keys(life[state].on).length === 0

/** A Mermaid picture of a life, for docs/generated. */
export const drawLifecycle = <S extends string, E extends string>(life: Lifecycle<S, E>): string => {
  const arrows = statesOf(life).flatMap((from) =>
    Object.entries(life[from].on).map(([event, to]) => `  ${from} --> ${String(to)}: ${event}`)
  )
  const ends = statesOf(life)
    .filter((s) => isFinal(life, s))
    .map((s) => `  ${s} --> [*]`)
  return ["stateDiagram-v2", ...arrows, ...ends].join("\n")
}
