import type { SyncParty } from "../domain/ports/sync-run-store.ts"

/** A party as the two columns that say it: one of them is null. */
export const partyIds = (party: SyncParty) => ({
  channelId: "channelId" in party ? party.channelId : null,
  supplierId: "supplierId" in party ? party.supplierId : null
})
