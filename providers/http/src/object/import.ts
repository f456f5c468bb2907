import { ConfigError, type SearchContext } from "@pragma/sdk/provider";
import { take } from "../http/take.ts";
import { idInAddress } from "./address.ts";
import { perform } from "./api.ts";
import { type ObjectConfig, readConfig } from "./config.ts";
import { takeOutputs, toId } from "./outputs.ts";
import { type FoundObject, findValues } from "./read.ts";

/**
 * Reads the object at an address, by the `read` of the config that is to declare it; null if the API says that there is none. What
 * declares it is that config with those of its values that `compare` leads to as they are there.
 *
 * @throws ConfigError if the config says too little, or does not lead to that address
 */
export async function importObject(
  ctx: SearchContext<ObjectConfig>,
  identity: string,
): Promise<Required<FoundObject> | null> {
  const config = parse(ctx.config);
  const id = idInAddress(config, identity);
  // No template of an address that is read by itself names them.
  const call = { name: "", operationId: "", config, signal: ctx.signal };
  const answer = await perform(call, "read", { id, values: {}, secrets: {} }, true);
  if (answer === null) return null;
  const known = id === null && config.id !== undefined ? toId(take(answer, config.id), config.id) : id;
  const { outputs } = takeOutputs(config, { id: known, answers: [answer], before: null });
  return { outputs, config: { values: { ...config.values, ...findValues(config, answer) } } };
}

function parse({ base_url = "", named_below = "", timeout = 0, ...given }: Partial<ObjectConfig>) {
  const { data, error } = readConfig.safeParse(given);
  if (data !== undefined) return { ...data, base_url, named_below, timeout };
  const [issue] = error.issues;
  throw new ConfigError(
    `An object is found by the config that is to declare it. config.${issue?.path.join(".")}: ${issue?.message}`,
  );
}
