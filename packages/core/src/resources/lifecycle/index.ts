export { SYSTEM_ACTOR_JSON } from "./states/actor.ts";
export { nextGeneration } from "./states/next-generation.ts";
export { mayBeHalfChanged, type ReturnsTo, readReturnsTo } from "./states/returns-to.ts";
export * from "./states/standing.ts";
export * from "./states/states.ts";
export { type AuditedBy, type Change, mayHaveMade, type Transition } from "./states/transition.ts";
export { traceEvent } from "./trace-event.ts";
export { apply } from "./transitions/apply.ts";
export { cancel } from "./transitions/cancel.ts";
export { clearMark } from "./transitions/clear-mark.ts";
export { type ApplyVerdict, decideApply } from "./transitions/decide-apply.ts";
export { checkDetachable, type DetachFacts, detach, staysWhenDetached } from "./transitions/detach.ts";
export { type Discarded, discard, whatReturns } from "./transitions/discard.ts";
export { driftFound } from "./transitions/drift-found.ts";
export { failUnresolved } from "./transitions/fail-unresolved.ts";
export { type Before, giveBack } from "./transitions/give-back.ts";
export {
  type Attempt,
  type ChangedInputs,
  firstAttempt,
  handOver,
  handOverDeletion,
  nextAttempt,
  stillDeletes,
} from "./transitions/hand-over.ts";
export { hurry } from "./transitions/hurry.ts";
export { remove } from "./transitions/remove.ts";
export { checkRetryable, retry } from "./transitions/retry.ts";
export {
  awaitRetry,
  deleted,
  deletedAtOnce,
  fail,
  handBack,
  oldThingGone,
  succeed,
  toBeReplaced,
} from "./transitions/settle.ts";
export { stageNext, withoutNext } from "./transitions/stage-next.ts";
export { notDeletable, startDeletion } from "./transitions/start-deletion.ts";
export { asHeld, asRead, write, writeDeletionStarts, writeRemoval, writeResult, writeRow } from "./write.ts";
export { writeMany } from "./write-many.ts";
