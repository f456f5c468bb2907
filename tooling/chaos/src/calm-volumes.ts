import type { JsonObject } from "@pragma/contract";
import {
  isSecret,
  type Random,
  type RequestFact,
  type StoredResource,
  volumeNamed,
  ZONES,
} from "@pragma/testing/chaos";
import type { HttpClient } from "./clients/http-client.ts";
import { readResources } from "./collect/stored-resources.ts";
import type { OutsideWorld } from "./outside/outside-world.ts";
import { quiesce } from "./quiesce.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

const REPLACED = 2;

/**
 * Has volumes replaced, and takes over some that people made, where nobody else acts: one stays, one is given up again, and one is gone
 * before its plan is applied. So each round has some of every kind, however slow the machine.
 */
export async function changeVolumes(
  stack: Stack,
  http: HttpClient,
  world: OutsideWorld,
  organizations: readonly Organization[],
  random: Random,
): Promise<void> {
  const given: [Organization, RequestFact][] = [];
  for (const organization of organizations) {
    const own = random.fork(organization.space);
    const resources = await readResources(stack.pool, stack.urls[0] as string, organization);
    for (const volume of own.sample(resources.filter(isReplaceable), REPLACED))
      await replace(http, organization, volume);
    for (const title of ["stays", "given up", "gone"]) {
      const isGone = title === "gone";
      const planned = await adopt(http, world, organization, title, { apply: !isGone });
      if (title === "given up") given.push([organization, planned]);
      if (!isGone) continue;
      world.meddle({ space: organization.space, id: volumeNamed(title), what: "remove" }, null);
      await applyPlan(http, organization, planned);
    }
  }
  await quiesce(stack, world, organizations);
  for (const [organization, { answer }] of given) {
    const operation = { kind: "change-revert", id: idIn(answer) } as const;
    await applyPlan(http, organization, await http.send("calm", organization, 0, operation));
  }
  await quiesce(stack, world, organizations);
}

/** It was read with its secrets: what was detached from one would be sent back in plain. */
function isReplaceable({ key, state, config, stale, handling, protected: isProtected }: StoredResource): boolean {
  const isFree = !handling.paused && handling.mode === "full" && !isProtected && !isSecret(JSON.stringify(config));
  return key.startsWith("chaos/volume/") && state === "ready" && !stale && isFree;
}

async function replace(http: HttpClient, organization: Organization, { key, config }: StoredResource): Promise<void> {
  const zone = config["zone"] === ZONES[0] ? ZONES[1] : ZONES[0];
  const documents = [{ key, config: { ...config, zone } }];
  await http.send("calm", organization, 1, { kind: "change", documents, allowReplace: true, apply: true });
}

/** Takes over what somebody has made just now. */
async function adopt(
  http: HttpClient,
  world: OutsideWorld,
  organization: Organization,
  title: string,
  { apply }: { readonly apply: boolean },
): Promise<RequestFact> {
  const { space } = organization;
  const config: JsonObject = { space, text: "made before", inputs: {}, title, zone: ZONES[0] };
  world.meddle({ space, id: volumeNamed(title), what: "make" }, config);
  const text = title === "stays" ? "taken over" : "made before";
  const documents = [{ key: `chaos/volume/${title.replace(" ", "-")}`, config: { ...config, text }, adopt: title }];
  return http.send("calm", organization, 0, { kind: "change", documents, apply });
}

async function applyPlan(http: HttpClient, organization: Organization, { answer }: RequestFact): Promise<void> {
  await http.send("calm", organization, 1, { kind: "change-apply", id: idIn(answer) });
}

function idIn(answer: RequestFact["answer"]): string {
  return String((answer as { id?: unknown } | null)?.id);
}
