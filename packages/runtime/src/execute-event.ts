import type { EventType, JsonObject } from "@pragma/contract";
import type { ProviderMethod } from "@pragma/contract/provider-protocol";
import { repeatAlone } from "./repeat-alone.ts";
import type { ProviderCall, ProviderCaller } from "./supervisor/call.ts";
import { TimeBudget } from "./supervisor/time-budget.ts";

/** A change to execute. The deadline is for all its calls together, including repeated ones. */
export interface EventExecution extends Omit<ProviderCall, "method" | "logs" | "budget"> {
  event: EventType;
  deadlineMs: number;
  /** The methods that the type has, from its description. */
  methods: readonly ProviderMethod[];
}

/**
 * Executes a change: CREATE, UPDATE or DELETE of a resource.
 *
 * If its process ends that has run other calls too, it is repeated in one of its own.
 *
 * A CREATE of a type that can observe asks first what exists, because an earlier attempt may have been cut off after it
 * made the thing. Only for null does `create` run; else `update` does, told what was observed, so that what was left
 * behind by an attempt with another config, or made by someone else, ends as the config wants it.
 *
 * @returns the outputs; null after a DELETE.
 * @throws ProviderCallError
 */
export async function executeEvent(caller: ProviderCaller, execution: EventExecution): Promise<JsonObject | null> {
  const budget = new TimeBudget(execution.deadlineMs);
  return repeatAlone((alone) => execute(caller, { ...execution, budget, alone }));
}

async function execute(
  caller: ProviderCaller,
  execution: EventExecution & { budget: TimeBudget },
): Promise<JsonObject | null> {
  const { event, methods, ...call } = execution;
  if (event === "DELETE") return caller.call({ ...call, method: "delete" });
  if (event === "UPDATE") return caller.call({ ...call, method: "update" });
  if (!methods.includes("observe")) return caller.call({ ...call, method: "create" });

  const observed = await caller.call({ ...call, method: "observe" });
  if (observed === null) return caller.call({ ...call, method: "create" });
  return caller.call({ ...call, method: "update", context: { ...call.context, outputs: observed } });
}
