export { ChangeStream } from "./change-stream.ts";
export type { StateEvent, StateEvents } from "./state-event.ts";
export { subscribeToChanges } from "./subscribe.ts";
export type { Subscription } from "./subscription.ts";
