export { isObserved, storedHandling } from "../../resources/apply/kept-fields.ts";
export { adoptionOf, findRival } from "./adoption.ts";
export type { Attempted, Claim, Outcome } from "./claim.ts";
export { claimEvent, type ReconcileRequest } from "./claim-event.ts";
export { claimSecrets } from "./claim-secrets.ts";
export { reapLostWork } from "./reap.ts";
export { resync } from "./resync.ts";
export { RunElsewhere } from "./run-elsewhere.ts";

export { type Settlement, settleAndContinue, settleEvent } from "./settle-event.ts";
export { readState } from "./state.ts";
