import type { SendStop } from "../domain/ports/send-gates.ts"

/** `everything`, `Northwind`: of what, where a stop is told. */
export const stopOf = ({ scope, party }: SendStop): string =>
  scope === "all" ? "everything" : (party ?? scope)

export const isOpen = ({ resumedAt }: SendStop): boolean => resumedAt === null
