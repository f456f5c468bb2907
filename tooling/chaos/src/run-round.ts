import { setTimeout as sleep } from "node:timers/promises";
import { check, type Facts, makeUniverse, Random, RELEASES, type Violation } from "@pragma/testing/chaos";
import { changeRoots } from "./calm-changes.ts";
import { changeHandling } from "./calm-handling.ts";
import { changeVolumes } from "./calm-volumes.ts";
import { checkAll } from "./check-all.ts";
import { Deployer } from "./clients/deployer.ts";
import { HttpClient } from "./clients/http-client.ts";
import { Retirer } from "./clients/retirer.ts";
import { type Client, runClient } from "./clients/run-client.ts";
import { StreamReader } from "./clients/stream-reader.ts";
import { collect } from "./collect/collect.ts";
import { endChanges } from "./end-changes.ts";
import { Inspector } from "./inspector.ts";
import { Disturber } from "./kills/disturber.ts";
import { StallWatch } from "./kills/stall-watch.ts";
import type { RoundOptions } from "./options.ts";
import { Meddler } from "./outside/meddler.ts";
import { OutsideWorld } from "./outside/outside-world.ts";
import { quiesce } from "./quiesce.ts";
import { addTenants, type Tenant } from "./stack/add-tenants.ts";
import { packProvider } from "./stack/pack-provider.ts";
import { type Stack, startStack } from "./stack/stack.ts";
import { tearDown } from "./tear-down.ts";

/** Observations of a round and what is wrong with it. */
export interface Round {
  readonly facts: Facts;
  readonly violations: readonly Violation[];
  /** The last lines of what the programs wrote. */
  readonly log: readonly string[];
}

/** Clients of each organization. */
const CLIENTS = [5, 3];

/** For what was committed last to reach the readers of the stream, which look every quarter of a second. */
const STREAM_MS = 2000;

/** All that is at work in a round. */
interface Cast {
  readonly stack: Stack;
  readonly world: OutsideWorld;
  readonly http: HttpClient;
  readonly tenants: readonly Tenant[];
  readonly readers: readonly StreamReader[];
  readonly inspectors: readonly Inspector[];
  readonly meddler: Meddler;
  readonly disturber: Disturber;
  readonly stalls: StallWatch;
  readonly random: Random;
  /** Where the world outside listens. */
  readonly port: number;
}

/**
 * One round: a stack and organizations of its own, some seconds of chaos, peace, some changes whose course can be followed,
 * and the comparison; then everything is deleted, and compared again.
 */
export async function runRound(options: RoundOptions): Promise<Round> {
  const random = new Random(options.seed);
  const world = new OutsideWorld(random.fork("faults"), options.faults);
  const port = await world.listen();
  const stack = await startStack({ outsidePort: port });
  const stalls = new StallWatch();
  const disturber = new Disturber(stack, random.fork("kills"));
  const resume = (): void => disturber.resume();
  // An interrupted run must not leave what it has paused.
  process.once("exit", resume);
  try {
    const tenants = await addTenants(stack, port, CLIENTS.length);
    const http = new HttpClient(stack.urls);
    const readers = tenants.map(
      ({ organization }) =>
        new StreamReader(`reader of ${organization.space}`, organization, stack.urls, random.fork(organization.space)),
    );
    const inspectors = tenants.map(({ organization }) => {
      return new Inspector(stack, http, organization, random.fork(`inspector of ${organization.space}`));
    });
    const spaces = tenants.map(({ organization }) => organization.space);
    const meddler = new Meddler(world, spaces, random.fork("meddler"));
    meddler.makeVolumes();
    return await play(
      { stack, world, http, tenants, readers, inspectors, meddler, disturber, stalls, random, port },
      options,
    );
  } finally {
    stalls.stop();
    disturber.resume();
    await stack.stop();
    process.off("exit", resume);
    await world.close();
  }
}

async function play(cast: Cast, options: RoundOptions): Promise<Round> {
  const { stack, world, tenants, readers } = cast;
  const organizations = tenants.map(({ organization }) => organization);
  const [calm, over] = [new AbortController(), new AbortController()];
  const reading = readers.map((reader) => reader.run(over.signal, calm.signal));
  await runChaos(cast, options);
  calm.abort();
  world.calm = true;
  await quiesce(stack, world, organizations);
  const waiting = await endChanges(stack, cast.http, organizations, cast.random.fork("end"));
  await quiesce(stack, world, organizations);
  const from = await changeRoots(stack, cast.http, organizations, cast.random.fork("calm"));
  await quiesce(stack, world, organizations);
  const calmChanges = { from, until: Date.now() };
  await changeVolumes(stack, cast.http, world, organizations, cast.random.fork("volumes"));
  // What follows from a replacement may wait for what failed before.
  waiting.push(...(await endChanges(stack, cast.http, organizations, cast.random.fork("end volumes"))));
  await quiesce(stack, world, organizations);
  await changeHandling(stack, cast.http, organizations, cast.random.fork("handling"));
  cast.meddler.meddleWithMany();
  await checkAll(stack, cast.http, world, organizations);
  await Promise.all(cast.inspectors.map((inspector) => inspector.answered()));
  const midway = await observe(cast, options, { calmChanges, waiting });
  await tearDown(stack, organizations);
  const facts = await observe(cast, options, { calmChanges: null, waiting });
  over.abort();
  await Promise.all(reading);
  const log = [...stack.apis, ...stack.workers].flatMap((program) => program.log);
  return { facts: midway, violations: both(check(midway), check(facts, { isEmpty: true })), log };
}

/** Observations before the end of a round. */
interface Seen {
  readonly calmChanges: Facts["calmChanges"];
  readonly waiting: Facts["waitingChanges"];
}

/** All that is known once nothing goes on any more. */
async function observe(cast: Cast, { seed }: RoundOptions, { calmChanges, waiting }: Seen): Promise<Facts> {
  const organizations = cast.tenants.map(({ organization }) => organization);
  await quiesce(cast.stack, cast.world, organizations);
  await sleep(STREAM_MS);
  const disturbances = [...cast.disturber.disturbances, ...cast.stalls.disturbances];
  return collect({ ...cast, seed, disturbances, calmChanges, waitingChanges: waiting });
}

/** Everybody at once, for so many seconds. */
async function runChaos(cast: Cast, options: RoundOptions): Promise<void> {
  const { stack, http, tenants, disturber, random } = cast;
  const stopped = new AbortController();
  const replicas = stack.urls.length;
  const running = [
    ...clientsOf(cast, options.size).map((client) => runClient(client, http, replicas, stopped.signal)),
    ...tenants.map(({ organization, versions }) => {
      const own = random.fork(`deployer of ${organization.space}`);
      return new Deployer(http, organization, versions, replicas, own).run(stopped.signal);
    }),
    ...tenants.slice(0, 1).map(({ organization }) => {
      const code = packProvider({ provider: "brief", port: cast.port, release: RELEASES[0] });
      return new Retirer(http, organization, stack.urls, code, random.fork("retirer")).run(stopped.signal);
    }),
    ...cast.inspectors.map((inspector) => inspector.run(stopped.signal)),
    cast.meddler.run(stopped.signal),
    ...(options.kills ? [disturber.run(stopped.signal)] : []),
  ];
  const all = Promise.all(running);
  try {
    await Promise.race([all, timeOf(disturber, options.seconds)]);
  } finally {
    stopped.abort();
    // If one of them fails, the others end first what they are at: a pause, or a start.
    await Promise.allSettled(running);
  }
  await all;
}

/** Resolves after so many seconds in which the database was not paused, so that what comes after a pause is seen as well. */
async function timeOf(disturber: Disturber, seconds: number): Promise<void> {
  const from = Date.now();
  const left = (): number => from + seconds * 1000 + disturber.databasePausedMs - Date.now();
  while (left() > 0) await sleep(left());
}

function clientsOf({ random, stack, tenants }: Cast, size: number): Client[] {
  return tenants.flatMap(({ organization }, index) => {
    const names = Array.from({ length: CLIENTS[index] ?? 1 }, (_, client) => `c${index}${client}`);
    const { space } = organization;
    const universe = makeUniverse(random.fork("universe"), { space, root: stack.root, size, clients: names });
    const others = (["steward", "collector"] as const).map((role) => {
      const name = `${role}${index}`;
      return { name, random: random.fork(name), universe, organization, role };
    });
    return [...names.map((name) => ({ name, random: random.fork(name), universe, organization })), ...others];
  });
}

/** Merges violations: those before everything was deleted are not told twice. */
function both(midway: readonly Violation[], end: readonly Violation[]): Violation[] {
  const told = new Set(midway.map(nameOf));
  return [...midway, ...end.filter((violation) => !told.has(nameOf(violation)))];
}

function nameOf({ check: name, space, key, message }: Violation): string {
  return [name, space, key, message].join("\n");
}
