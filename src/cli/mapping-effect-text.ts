import { whenSent } from "../domain/model/mapping-words.ts"
import { formatSum } from "../domain/model/money.ts"
import type { MappingEffect } from "../domain/operations/preview-mapping.ts"

/** What saving does, before the yes (decisions A4): `Frees 22: 9 will be SENT ${whenSent(isStopped)} ($1,204.00), 13 wait for you.` */
export const mappingEffectText = (e: MappingEffect, isStopped: boolean): string => {
  const blocked = e.stillBlocked === 0 ? "" : ` ${e.stillBlocked} more wait for something else too.`
  if (e.frees === 0) return `Frees no order now.${blocked}`
  const sent =
    e.sentNow === 0
      ? "none is sent now"
      : `${e.sentNow} will be SENT ${whenSent(isStopped)} (${formatSum(e.sentNowTotals)})`
  return `Frees ${e.frees}: ${sent}, ${e.waitForYou} ${e.waitForYou === 1 ? "waits" : "wait"} for you.${blocked}`
}
