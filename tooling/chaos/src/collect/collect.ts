import type { Disturbance, Facts } from "@pragma/testing/chaos";
import type { HttpClient } from "../clients/http-client.ts";
import type { StreamReader } from "../clients/stream-reader.ts";
import type { OutsideWorld } from "../outside/outside-world.ts";
import type { Tenant } from "../stack/add-tenants.ts";
import type { Organization } from "../stack/organization.ts";
import type { Stack } from "../stack/stack.ts";
import { readDisk } from "./disk-facts.ts";
import { findPlainSecrets } from "./plain-secrets.ts";
import { readChanges } from "./stored-changes.ts";
import { readDeadLetters, readGraph, readHistory, readLeftovers } from "./stored-facts.ts";
import { readEdges, readResources } from "./stored-resources.ts";

/** Where facts come from. */
export interface Sources {
  readonly seed: string;
  readonly stack: Stack;
  readonly world: OutsideWorld;
  readonly http: HttpClient;
  readonly tenants: readonly Tenant[];
  readonly readers: readonly StreamReader[];
  readonly disturbances: readonly Disturbance[];
  readonly calmChanges: Facts["calmChanges"];
  readonly waitingChanges: Facts["waitingChanges"];
}

/** All that is known now. What was recorded is copied, so that it stays as it is while things go on. */
export async function collect({
  stack,
  world,
  http,
  tenants,
  readers,
  disturbances,
  ...known
}: Sources): Promise<Facts> {
  const { pool, urls, root } = stack;
  const url = urls[0] as string;
  const organizations = tenants.map(({ organization }) => organization);
  const each = async <Fact>(read: (organization: Organization) => Promise<Fact[]>): Promise<Fact[]> =>
    (await Promise.all(organizations.map(read))).flat();
  return {
    seed: known.seed,
    calmChanges: known.calmChanges,
    waitingChanges: known.waitingChanges,
    changes: await each((organization) => readChanges(pool, url, organization)),
    requests: [...http.requests],
    handlers: structuredClone(world.handlers),
    objects: structuredClone(world.objects),
    hands: [...world.hands],
    disk: organizations.flatMap(({ space }) => readDisk(root, space)),
    resources: await each((organization) => readResources(pool, url, organization)),
    history: await each((organization) => readHistory(pool, organization)),
    deadLetters: await each((organization) => readDeadLetters(pool, organization)),
    edges: await each((organization) => readEdges(pool, organization)),
    graphs: await Promise.all(organizations.map((organization) => readGraph(url, organization))),
    streams: readers.map(({ space, reader, events }) => ({ space, reader, events: [...events] })),
    leftovers: await readLeftovers(stack),
    plainSecrets: await findPlainSecrets(pool),
    disturbances: [...disturbances],
  };
}
