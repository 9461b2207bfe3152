import type * as Effect from "effect/Effect"
import type { Answer } from "./answer.ts"
import type { CommandFailure, CommandServices } from "./command-services.ts"

/** What was typed, checked against the row of its command. */
export interface Input {
  /** Single arguments by name. */
  readonly arguments: Readonly<Record<string, string>>
  /** The values of the repeatable argument, if the command has one. */
  readonly rest: ReadonlyArray<string>
  readonly flags: Readonly<Record<string, string | number | true | ReadonlyArray<string>>>
}

export interface Argument {
  readonly name: string
  readonly help: string
  readonly required: boolean
  /** Only the last argument of a command may repeat. */
  readonly repeatable?: boolean
  /** Left out when this switch is given. */
  readonly unless?: string
}

export interface Flag {
  readonly name: string
  readonly kind: "text" | "number" | "switch"
  readonly help: string
  /** How the value is called in help, e.g. `field=value`. */
  readonly value?: string
  readonly required?: boolean
  readonly repeatable?: boolean
  readonly choices?: ReadonlyArray<string>
  readonly least?: number
  readonly most?: number
}

export interface Example {
  readonly line: string
  readonly says: string
}

interface DescribedCommand {
  readonly path: ReadonlyArray<string>
  readonly summary: string
  /** More than the summary says, a sentence a line. */
  readonly notes?: ReadonlyArray<string>
  readonly arguments: ReadonlyArray<Argument>
  readonly flags: ReadonlyArray<Flag>
  /** Written as typed, without the program's name. */
  readonly examples: readonly [Example, ...ReadonlyArray<Example>]
  /** What one row of the table cannot say: a rule between flags. A sentence for the user, or null. */
  readonly check?: (input: Input) => string | null
}

/** Carried out by the application itself: it owns the terminal, the worker or the server. */
export interface AppCommand extends DescribedCommand {
  readonly runBy: "app"
}

export type Run = (input: Input) => Effect.Effect<Answer, CommandFailure, CommandServices>

/** Carried out as an effect; its code is loaded only when it is called, so that help and parsing stay light. */
export interface EffectCommand extends DescribedCommand {
  readonly runBy: "effect"
  readonly load: () => Promise<Run>
}

export type Command = AppCommand | EffectCommand
