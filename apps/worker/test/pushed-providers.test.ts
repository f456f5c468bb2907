import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  deleteProvider,
  deployProvider,
  getBuild,
  getDeployment,
  listProviders,
  pushProvider,
  readBuildLogs,
} from "@pragma/core/providers";
import { detectSandbox } from "@pragma/runtime";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { notesSource, packProvider } from "./support/provider-source.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;
let worker: TestWorker;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  // The strongest boundary that this machine has. Nothing here needs a package of the registry.
  worker = await world.launchWorker({
    place: { sandbox: await detectSandbox({ orNone: true }), isNamed: true },
    registry: "http://127.0.0.1:9/",
    egressAllow: "127.0.0.0/8",
  });
});
beforeEach(() => world.moveOn());
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

async function push(source: Buffer): Promise<string> {
  const archive = (async function* () {
    yield source;
  })();
  await world.allowPush();
  const { version } = await pushProvider(world.core, world.context, "notes", archive);
  await waitUntil(
    async () => /success|failed/.test((await getBuild(world.core, world.context, "notes", version)).status),
    () => getBuild(world.core, world.context, "notes", version),
  );
  return version;
}

async function deploy(version: string): Promise<Awaited<ReturnType<typeof getDeployment>>> {
  await deployProvider(world.core, world.context, "notes", { version });
  const look = () => getDeployment(world.core, world.context, "notes");
  await waitUntil(async () => /available|failed/.test((await look()).status), look);
  return look();
}

async function outputsOf(name: string): Promise<{ text?: string; release?: string }> {
  return JSON.parse((await world.row(`notes/note/${name}`))?.outputs ?? "{}");
}

describe("a pushed provider", () => {
  it("is built, deployed, serves its types, is rolled back, and goes with its resources", {
    tags: ["thorough"],
  }, async () => {
    const first = await push(notesSource("one"));
    let log = "";
    for await (const text of readBuildLogs(world.core, world.context, "notes", first)) log += text;
    expect(await getBuild(world.core, world.context, "notes", first)).toMatchObject({ status: "success" });
    expect(log).toContain("Bundling");
    expect(await deploy(first)).toMatchObject({ status: "available", version: first, healthy: true });
    await world.apply("notes/note/a", { text: "hello" });
    await world.reaches("notes/note/a", "ready");
    expect(await outputsOf("a")).toEqual({ text: "hello", release: "one" });

    const second = await push(notesSource("two"));
    expect(second > first).toBe(true);
    await deploy(second);
    await world.apply("notes/note/a", { text: "changed" });
    await waitUntil(
      async () => (await outputsOf("a")).text === "changed",
      () => world.row("notes/note/a"),
    );
    expect(await outputsOf("a")).toEqual({ text: "changed", release: "two" });

    await deploy(first);
    await world.apply("notes/note/b", { text: "back" });
    await world.reaches("notes/note/b", "ready");
    expect(await outputsOf("b")).toEqual({ text: "back", release: "one" });

    await deleteProvider(world.core, world.context, "notes", { cascade: true });
    const isThere = async (): Promise<boolean> =>
      (await listProviders(world.core, world.context)).some((provider) => provider.provider_id === "notes");
    await waitUntil(async () => !(await isThere()), isThere);
    expect(await world.row("notes/note/a")).toBeUndefined();
    expect(await world.rows("SELECT * FROM provider_builds WHERE organization_id = $1")).toEqual([]);
  });

  it("that does not build says what to fix, and where", async () => {
    const version = await push(packProvider("notes", { "index.ts": 'import "./gone.ts";\n' }));
    const { status, error_message } = await getBuild(world.core, world.context, "notes", version);
    expect([status, error_message]).toEqual(["failed", expect.stringMatching(/index\.ts:1:\d+: .*gone\.ts/)]);
  });

  it("whose new version does not start goes on serving with the one before", { tags: ["thorough"] }, async () => {
    const server = createServer((_request, response) => response.end("it is broken"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const good = await push(notesSource("good"));
    await deploy(good);
    // A build has no network, so there it loads; where it is to serve, it learns that it cannot.
    const bad = await push(
      notesSource("bad", {
        atLoad: `const said = await fetch("http://127.0.0.1:${port}").then((answer) => answer.text(), () => "");
if (said) throw new Error(said);`,
      }),
    );
    const deployment = await deploy(bad);
    expect(deployment).toMatchObject({ status: "failed", version: bad, healthy: true });
    expect(deployment.error_message).toMatch(/^It does not start: .*it is broken/);
    await world.apply("notes/note/a", { text: "still here" });
    await world.reaches("notes/note/a", "ready");
    expect(await outputsOf("a")).toEqual({ text: "still here", release: "good" });
  });

  it("that crashes again and again is unhealthy, until a version that runs is deployed", {
    tags: ["thorough"],
  }, async () => {
    const crashing = await push(notesSource("crashing", { atCall: "process.exit(3);" }));
    const good = await push(notesSource("good"));
    await deploy(crashing);
    await world.apply("notes/note/a", { text: "hello" });
    const look = () => getDeployment(world.core, world.context, "notes");
    await waitUntil(async () => !(await look()).healthy, look);
    await deploy(good);
    await world.apply("notes/note/b", { text: "hello" });
    await world.reaches("notes/note/b", "ready");
    expect(await look()).toMatchObject({ status: "available", version: good, healthy: true });
  });

  it("loses no resource, and fails none, while its versions change ten times", {
    tags: ["thorough"],
    timeout: 240_000,
  }, async () => {
    const count = 500;
    const versions = [await push(notesSource("even")), await push(notesSource("odd"))];
    await deploy(versions[0] as string);
    const names = Array.from({ length: count }, (_, index) => `n-${index}`);
    let switched = 0;
    const switching = (async () => {
      for (; switched < 10; switched++) await deploy(versions[(switched + 1) % 2] as string);
    })();
    let applied = 0;
    while (applied < count) {
      await Promise.all(
        names.slice(applied, applied + 10).map((name) => world.apply(`notes/note/${name}`, { text: name })),
      );
      applied += 10;
      // One switch per tenth of them: each happens among applies.
      const due = Math.floor((applied * 10) / count) - 1;
      await waitUntil(
        async () => switched >= due,
        () => Promise.resolve({ switched, applied }),
      );
    }
    await switching;
    await world.allReady(count);
    expect(await world.rows("SELECT * FROM dead_letters WHERE organization_id = $1")).toEqual([]);
    const events = await world.rows<{ attempt: number; count: number }>(
      "SELECT attempt, count(*)::int AS count FROM events WHERE organization_id = $1 GROUP BY 1",
    );
    expect(events).toEqual([{ attempt: 1, count }]);
    const releases = await world.rows<{ release: string; count: number }>(
      "SELECT outputs->>'release' AS release, count(*)::int AS count FROM resources WHERE organization_id = $1 GROUP BY 1",
    );
    expect(releases.map(({ release }) => release).sort()).toEqual(["even", "odd"]);
  });
});
