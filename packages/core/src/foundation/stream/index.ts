export { ChangeStream } from "./change-stream.ts";
export { ChangeStreamClosed } from "./change-stream-closed.ts";
export { currentPosition } from "./current-position.ts";
export { includes, sameSnapshot, timeOfPosition } from "./position.ts";
export type { StateEvent, StateEvents } from "./state-event.ts";
export { subscribeToChanges } from "./subscribe.ts";
export { Subscription } from "./subscription.ts";
