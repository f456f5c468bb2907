import { isSecret, kindOf, makeHandling, type Random } from "@pragma/testing/chaos";
import type { HttpClient } from "./clients/http-client.ts";
import { readResources } from "./collect/stored-resources.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

/** Of what is ready, this share is handled otherwise from now on. */
const SHARE = 0.6;

/** Changes how resources are handled where nobody else acts, so that each round has some of every kind, however slow the machine. */
export async function changeHandling(
  stack: Stack,
  http: HttpClient,
  organizations: readonly Organization[],
  random: Random,
): Promise<void> {
  for (const organization of organizations) {
    const own = random.fork(organization.space);
    for (const { key, state, config } of await readResources(stack.pool, stack.urls[0] as string, organization)) {
      const kind = kindOf(key);
      // It was read with its secrets: what was detached from one would be sent back in plain.
      if (state !== "ready" || kind === undefined || isSecret(JSON.stringify(config)) || !own.chance(SHARE)) continue;
      const handling = makeHandling(own, { kind });
      await http.send("calm", organization, own.below(2), { kind: "apply", key, state: "draft", config, handling });
    }
  }
}
