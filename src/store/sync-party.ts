import type { SyncParty } from "../domain/ports/sync-run-store.ts"

/** A party as the three columns that say it: all but one are null. */
export const partyIds = (party: SyncParty) => ({
  channelId: "channelId" in party ? party.channelId : null,
  supplierId: "supplierId" in party ? party.supplierId : null,
  carrierAccountId: "carrierAccountId" in party ? party.carrierAccountId : null
})
