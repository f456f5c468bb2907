import type { EventType, Json, JsonObject } from "@pragma/contract";
import { LOOK_METHODS, type ProviderCallContext, type ProviderMethod } from "@pragma/contract/provider-protocol";
import { type Adoption, findAdopted } from "./adopt-thing.ts";
import { ProviderCallError } from "./provider-call-error.ts";
import { repeatAlone } from "./repeat-alone.ts";
import type { ProviderCall, ProviderCaller } from "./supervisor/call.ts";
import { TimeBudget } from "./supervisor/time-budget.ts";

/** A change to execute. The deadline is for all its calls together, including repeated ones. */
export interface EventExecution extends Omit<ProviderCall, "method" | "logs" | "budget" | "onState"> {
  event: EventType;
  deadlineMs: number;
  /** The methods that the type has, from its description. */
  methods: readonly ProviderMethod[];
  /** An UPDATE looks first, as a CREATE does: the thing may be gone. */
  repairs?: boolean;
  /** Only looks what is there, and changes nothing. */
  observes?: boolean;
  /** A CREATE takes this over, and makes nothing. */
  adopts?: Adoption | undefined;
  /** Its type has `identity`, and that of the thing is not known yet. */
  identifies?: boolean;
}

/** What came of a change. */
export interface EventResult {
  outputs: JsonObject | null;
  /** State to keep from now on; left out if no handler answered one, so what was kept stays. */
  state?: Json;
  /** Identity of the thing, if that was asked for and it has one. */
  identity?: string;
}

/**
 * Executes a change: CREATE, UPDATE or DELETE of a resource.
 *
 * If its process ends that has run other calls too, it is repeated in one of its own. What an interrupted `create` may have made
 * is the resource's own then.
 *
 * A CREATE of a type that can read or observe asks first what exists, because an earlier attempt may have been cut off after it
 * made the thing. Only for null does `create` run; else `update` does, told what was found, so that what was left
 * behind by an attempt with another config, or made by someone else, ends as the config wants it. So does an UPDATE that repairs,
 * except that one of a type that cannot look is an update.
 *
 * A CREATE that adopts calls `import` instead, `read` with the declared config, and `update` if something differs. A failure to find the
 * identity of what was made is a line of the log: the thing is there.
 *
 * Where it only observes, none of the three is called: what a look finds is the result, null if there is nothing.
 *
 * @returns the outputs, null after a DELETE, and the state that its handlers answered last.
 * @throws ProviderCallError
 */
export async function executeEvent(caller: ProviderCaller, execution: EventExecution): Promise<EventResult> {
  const budget = new TimeBudget(execution.deadlineMs);
  const creation: Creation = { isBegun: false };
  return repeatAlone((alone) => {
    const context = creation.isBegun ? { ...execution.context, may_exist: true as const } : execution.context;
    return execute(caller, { ...execution, context, budget, alone, creation });
  });
}

/** What a repetition has to know of the call before it. */
interface Creation {
  /** `create` was called. */
  isBegun: boolean;
}

async function execute(
  caller: ProviderCaller,
  {
    event,
    methods,
    observes = false,
    repairs = false,
    adopts,
    identifies = false,
    creation,
    ...execution
  }: EventExecution & {
    budget: TimeBudget;
    creation: Creation;
  },
): Promise<EventResult> {
  const said: { state?: Json } = {};
  const call: ProviderCaller["call"] = ({ context, ...rest }) =>
    caller.call({ ...rest, context: { ...context, ...said }, onState: (state) => Object.assign(said, { state }) });
  const run = async (method: "create" | "update" | "delete", known: Partial<ProviderCallContext> = {}) => {
    const outputs = await call({ ...execution, method, context: { ...execution.context, ...known } });
    return named(outputs);
  };
  const named = async (outputs: JsonObject | null): Promise<EventResult> => {
    if (outputs === null || !identifies) return { outputs, ...said };
    const identity = await identify(call, execution, outputs);
    return { outputs, ...said, ...(identity !== null && { identity }) };
  };
  if (observes) return named(await look(call, methods, execution));
  if (event === "DELETE") return run("delete");
  if (event === "UPDATE" && !(repairs && canLook(methods))) return run("update");
  if (event === "CREATE" && adopts) {
    const { outputs, before } = await findAdopted(call, execution, adopts, methods);
    return before ? run("update", { outputs, previous_config: before }) : named(outputs);
  }
  const found = await look(call, methods, execution);
  if (found !== null) return run("update", { outputs: found });
  creation.isBegun = true;
  return run("create", NOTHING_KNOWN);
}

/** The text that names the thing from now on; null if there is none, or its handler failed. */
async function identify(
  call: ProviderCaller["call"],
  execution: Omit<ProviderCall, "method">,
  outputs: JsonObject,
): Promise<string | null> {
  try {
    return await call({ ...execution, method: "identity", context: { ...execution.context, outputs } });
  } catch (error) {
    if (!(error instanceof ProviderCallError) || error.kind === "cancelled") throw error;
    const message = `The identity of what is there is not known: ${error.message}`;
    execution.onLog?.({ timestamp: new Date().toISOString(), level: "warn", message, metadata: null });
    return null;
  }
}

/** What is gone has left nothing that a `create` may rely on. */
const NOTHING_KNOWN = { outputs: null, previous_config: null };

function canLook(methods: readonly ProviderMethod[]): boolean {
  return LOOK_METHODS.some((method) => methods.includes(method));
}

/** Outputs of the thing that is there; null if it is certainly absent, or the type cannot look. */
async function look(
  call: ProviderCaller["call"],
  methods: readonly ProviderMethod[],
  execution: Omit<ProviderCall, "method">,
): Promise<JsonObject | null> {
  if (methods.includes("read")) return (await call({ ...execution, method: "read" }))?.outputs ?? null;
  if (methods.includes("observe")) return call({ ...execution, method: "observe" });
  return null;
}
