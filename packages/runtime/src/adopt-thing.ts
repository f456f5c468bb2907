import type { JsonObject } from "@pragma/contract";
import type { ProviderCallContext, ProviderMethod } from "@pragma/contract/provider-protocol";
import { artefactLabel } from "./artefact.ts";
import { ProviderCallError } from "./provider-call-error.ts";
import type { ProviderCall, ProviderCaller } from "./supervisor/call.ts";

/** What a CREATE is to take over instead of making it. */
export interface Adoption {
  /** What `import` takes. */
  identity: string;
  /**
   * Compares the declared config with what was found, in its terms.
   * @returns null if nothing differs; the declared config with what was found in its places; or why that cannot become what is declared
   */
  compare(declared: JsonObject, found: JsonObject): { before: JsonObject } | { problem: string } | null;
}

/** What is there: its outputs and, if it is not as declared, what `update` is told ran before. */
export interface Adopted {
  outputs: JsonObject;
  before: JsonObject | null;
}

/**
 * Finds the thing that a CREATE is to take over, and compares it with the declared config: in its terms where the type has `read`,
 * otherwise with what `import` tells. Writes nothing.
 * @throws ProviderCallError of kind config if there is none, the config names another one, or it cannot become what is declared
 */
export async function findAdopted(
  call: ProviderCaller["call"],
  execution: Omit<ProviderCall, "method">,
  { identity, compare }: Adoption,
  methods: readonly ProviderMethod[],
): Promise<Adopted> {
  const { type, context } = execution;
  const fail = (message: string) => new ProviderCallError("config", artefactLabel(execution.artefact), message);
  const imported = await call({ ...execution, method: "import", identity });
  if (imported === null) throw fail(`There is no ${type} "${identity}" to take over`);
  const known: Partial<ProviderCallContext> = { outputs: imported.outputs };
  const reads = methods.includes("read");
  const found = reads ? await call({ ...execution, method: "read", context: { ...context, ...known } }) : imported;
  if (found === null) throw fail(`The ${type} "${identity}" is another one than the config names: it is not there`);
  const named = { ...context, outputs: found.outputs };
  const own = methods.includes("identity")
    ? await call({ ...execution, method: "identity", context: named })
    : identity;
  if (own !== identity)
    throw fail(`The config names the ${type} ${own === null ? "without an identity" : `"${own}"`}, not "${identity}"`);
  const difference = compare(context.config, found.config ?? {});
  if (difference === null) return { outputs: found.outputs, before: null };
  if ("problem" in difference) throw fail(`The ${type} "${identity}" is not taken over: ${difference.problem}`);
  return { outputs: found.outputs, before: difference.before };
}
