import type { Json, JsonObject } from "@pragma/contract";
import type { ProviderCallContext } from "@pragma/contract/provider-protocol";
import { type DriftChange, findDrift, type Path } from "@pragma/language";
import { artefactLabel } from "./artefact.ts";
import { ProviderCallError } from "./provider-call-error.ts";
import type { ProviderCall, ProviderCaller } from "./supervisor/call.ts";

/** What a CREATE is to take over instead of making it. */
export interface Adoption {
  /** What `import` takes. */
  identity: string;
  /** Whether a path of the config, and all below it, is not compared. */
  isIgnored(path: Path): boolean;
  /** Says why what is there cannot become what is declared; undefined if it can. */
  refuse(differences: readonly DriftChange[]): string | undefined;
}

/** What is there: its outputs and, if it is not as declared, what `update` is told ran before. */
export interface Adopted {
  outputs: JsonObject;
  changes: { previous_config: JsonObject } | null;
}

/**
 * Finds the thing that a CREATE is to take over, and compares it with the declared config: in its terms where the type has `read`,
 * otherwise with what `import` tells. Writes nothing.
 * @throws ProviderCallError of kind config if there is none, or it cannot become what is declared
 */
export async function findAdopted(
  call: ProviderCaller["call"],
  execution: Omit<ProviderCall, "method">,
  { identity, isIgnored, refuse }: Adoption,
  reads: boolean,
): Promise<Adopted> {
  const fail = (message: string) => new ProviderCallError("config", artefactLabel(execution.artefact), message);
  const imported = await call({ ...execution, method: "import", identity });
  if (imported === null) throw fail(`There is no ${execution.type} "${identity}" to take over`);
  const known: Partial<ProviderCallContext> = { outputs: imported.outputs };
  const found = reads
    ? await call({ ...execution, method: "read", context: { ...execution.context, ...known } })
    : { outputs: imported.outputs, config: imported.config };
  if (found === null)
    throw fail(`The ${execution.type} "${identity}" is another one than the config names: it is not there`);
  const { config } = execution.context;
  const differences = findDrift(config, found.config ?? {}, { isIgnored });
  if (differences.length === 0) return { outputs: found.outputs, changes: null };
  const problem = refuse(differences);
  if (problem !== undefined) throw fail(`The ${execution.type} "${identity}" is not taken over: ${problem}`);
  const before = { ...config, ...imported.config } as Record<string, Json>;
  return { outputs: found.outputs, changes: { previous_config: before } };
}
