import { CONNECTION_TYPE } from "@pragma/contract/connection";
import { resourceKey } from "@pragma/language";
import type { Pragma } from "@pragma/sdk";
import type { Completer } from "../framework/command.ts";
import type { Session } from "../session/session.ts";

/** Nobody waits longer after a keypress. */
const TIMEOUT_MS = 2_000;
/** Nobody reads more than these. */
const MOST = 500;

/** Current names; none if they cannot be read in time. */
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
    // A message would appear in the middle of the typed line.
    return [];
  }
}

async function ask(kind: Completer, typed: string, [provider]: readonly string[], client: Pragma): Promise<string[]> {
  const options = { timeout: TIMEOUT_MS, maxRetries: 0, pageSize: MOST };
  switch (kind) {
    case "resource": {
      // Once the provider is typed, only its resources: all together may exceed the requested number.
      const slash = typed.indexOf("/");
      const filter = slash > 0 ? { provider: typed.slice(0, slash) } : {};
      return (await client.resources.list({ ...options, ...filter }).page()).items.map(resourceKey);
    }
    case "connection":
      return (await client.resources.list({ ...options, resource: CONNECTION_TYPE }).page()).items.map(resourceKey);
    case "provider":
      return (await client.providers.list(options).page()).items.map(({ provider_id }) => provider_id);
    case "type":
      return (await client.resources.types(options).page()).items.map((type) => `${type.provider}/${type.resource}`);
    case "dead-letter":
      return (await client.deadLetters.list(options).page()).items.map(({ event_id }) => event_id);
    case "token":
      return (await client.tokens.list(options).page()).items.map(({ id }) => id);
    case "change":
      return (await client.changes.list(options).page()).items.map(({ id }) => id);
    case "set":
      return (await client.sets.list(options).page()).items.map(({ name }) => name);
    case "build":
      return provider === undefined
        ? []
        : (await client.providers.builds(provider, options)).map(({ version }) => version);
    default:
      return [];
  }
}
