import { resourceKey } from "@pragma/language";
import type { Pragma } from "@pragma/sdk";
import type { Completer } from "../framework/command.ts";
import type { Session } from "../session/session.ts";

/** Nobody waits longer for a key. */
const TIMEOUT_MS = 2_000;
/** More than these nobody reads. */
const MOST = 500;

/** Names that are there now; none if they cannot be had in time. */
export async function liveNames(
  kind: Completer,
  typed: string,
  positionals: readonly string[],
  session: Session,
): Promise<string[]> {
  try {
    if (kind === "context") return Object.keys((await (await session.store()).contexts()).contexts);
    return await ask(kind, typed, positionals, await session.client());
  } catch {
    // A message would stand in the middle of what is being typed.
    return [];
  }
}

async function ask(kind: Completer, typed: string, [provider]: readonly string[], client: Pragma): Promise<string[]> {
  const options = { timeout: TIMEOUT_MS, maxRetries: 0, pageSize: MOST };
  switch (kind) {
    case "resource": {
      // Once the provider is written, its resources alone: there may be more of all than are asked for.
      const slash = typed.indexOf("/");
      const filter = slash > 0 ? { provider: typed.slice(0, slash) } : {};
      return (await client.resources.list({ ...options, ...filter }).page()).items.map(resourceKey);
    }
    case "provider":
      return (await client.providers.list(options).page()).items.map(({ provider_id }) => provider_id);
    case "type":
      return (await client.resources.types(options).page()).items.map((type) => `${type.provider}/${type.resource}`);
    case "dead-letter":
      return (await client.deadLetters.list(options).page()).items.map(({ event_id }) => event_id);
    case "token":
      return (await client.tokens.list(options).page()).items.map(({ id }) => id);
    case "build":
      return provider === undefined
        ? []
        : (await client.providers.builds(provider, options)).map(({ version }) => version);
    default:
      return [];
  }
}
