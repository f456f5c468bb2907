import { MAX_STATE_BYTES } from "@pragma/language";
import { splitState, type WithState } from "../state.ts";
import { messageOf, OutputsError } from "./failure.ts";

/**
 * Takes a handler's result apart, as `splitState` does.
 *
 * @throws OutputsError naming the method if its state is not JSON, or larger than a state may be.
 */
export function takeState<Value>(result: Value | WithState<Value>, method: string): { value: Value; state?: unknown } {
  const parts = splitState(result);
  if ("state" in parts && Buffer.byteLength(textOf(parts.state, method)) > MAX_STATE_BYTES) {
    throw new OutputsError(`${method} returned a state that is larger than ${MAX_STATE_BYTES} bytes`);
  }
  return parts;
}

function textOf(state: unknown, method: string): string {
  let reason = "it has no JSON form";
  try {
    const text = JSON.stringify(state);
    if (text !== undefined) return text;
  } catch (error) {
    reason = messageOf(error);
  }
  throw new OutputsError(`${method} returned a state that is not JSON: ${reason}`);
}
