/** Registered globally: the host recognises what a provider made that was bundled with another copy of the SDK. */
const STATE: unique symbol = Symbol.for("pragma.state") as never;

/** What a handler returns, together with a state. */
export interface WithState<Value> {
  readonly [STATE]: unknown;
  readonly value: Value;
}

/**
 * What a handler returns, with something to remember: later handlers of the resource get `state` as `ctx.state`. For what is neither
 * config nor output, such as the id of an upload that an update continues. It is encrypted at rest and shown to nobody. Without
 * `withState`, what was kept before stays.
 *
 * @param value what `create`, `update` or `read` returns without it
 * @param state JSON, at most 64 KiB, otherwise the call fails; null forgets what was kept
 *
 * @example return withState({ url: made.url }, { etag: made.etag });
 */
export function withState<Value>(value: Value, state: unknown): WithState<Value> {
  return { [STATE]: state, value };
}

/** Takes a handler's result apart; without a member `state` if it says nothing of one. */
export function splitState<Value>(result: Value | WithState<Value>): { value: Value; state?: unknown } {
  return hasState(result) ? { value: result.value, state: result[STATE] } : { value: result };
}

function hasState<Value>(result: Value | WithState<Value>): result is WithState<Value> {
  return typeof result === "object" && result !== null && STATE in result;
}
