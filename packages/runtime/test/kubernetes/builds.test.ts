import { expect, test } from "vitest";
import { BuildError, buildProvider } from "../../src/index.ts";
import { archiveOf, manifest, providerModule, type Source } from "../build/helpers.ts";
import { startCluster, startInCluster } from "./support.ts";

async function buildIn(cluster: Awaited<ReturnType<typeof startCluster>>, source: Source, more: object = {}) {
  const { driver } = await startInCluster(cluster);
  const archive = await archiveOf(source);
  let log = "";
  const built = buildProvider({
    archive: (async function* () {
      yield archive;
    })(),
    providerId: "demo",
    maker: driver.makeArtefact,
    driver,
    registry: "http://127.0.0.1:9/",
    onLog: (text) => {
      log += text;
    },
    ...more,
  });
  return { built: await built.catch((error: unknown) => error), log: () => log };
}

const sound = { "package.json": manifest(), "index.js": providerModule() };

test("a build runs in a Pod, and what it made is loaded in another, without a network", {
  timeout: 300_000,
}, async () => {
  const cluster = await startCluster();

  const { built, log } = await buildIn(cluster, sound);

  expect(built).toMatchObject({ network: "none", artefactHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
  expect(log()).toMatch(/^Unpacking the source\n(.*\n)*Bundling index\.js\n(.*\n)*Built: /);
  const kinds = cluster.store.created.map(({ metadata, spec }) => [
    metadata.labels?.["app.kubernetes.io/name"],
    metadata.labels?.["pragma/network"],
    spec.containers[0]?.["resources"],
  ]);
  expect(kinds).toEqual([
    ["pragma-build", "host", expect.objectContaining({ limits: expect.objectContaining({ memory: "4096Mi" }) })],
    ["pragma-provider", "none", expect.objectContaining({ limits: expect.objectContaining({ memory: "1536Mi" }) })],
  ]);
  expect(cluster.logs().length).toBe(0);
});

test("what an author has to fix is told as on one machine", async () => {
  const cluster = await startCluster();
  const { built, log } = await buildIn(cluster, { ...sound, "index.js": 'import "./gone.js";' });
  expect(built).toBeInstanceOf(BuildError);
  expect((built as Error).message).toMatch(/index\.js:1:\d+: .*gone\.js/);
  expect(log()).toContain("Failed: ");
});

test("a build ends with its time, and with whoever wanted it", async () => {
  const cluster = await startCluster();
  const { built } = await buildIn(cluster, sound, { timeoutMs: 1 });
  expect(built).toEqual(new BuildError("The build's time was up"));

  const controller = new AbortController();
  const stop = cluster.store.onEvent(() => controller.abort(new Error("enough")));
  const { built: stopped } = await buildIn(cluster, sound, { signal: controller.signal });
  stop();
  expect(stopped).toEqual(new Error("enough"));
  await expect.poll(() => cluster.store.list()).toEqual([]);
});

test("a build that takes too much memory is the author's to fix, and one that Kubernetes evicts is not", async () => {
  const cluster = await startCluster();
  for (const [end, isAuthors] of [
    ["oomKill", true],
    ["evict", false],
  ] as const) {
    const stop = cluster.store.onEvent(({ type, object }) => {
      if (type === "MODIFIED" && object.status.phase === "Running")
        setTimeout(() => cluster.store[end](object.metadata.name), 100);
    });
    const { built } = await buildIn(cluster, sound);
    stop();
    expect(built).toBeInstanceOf(Error);
    expect(built instanceof BuildError).toBe(isAuthors);
    expect((built as Error).message).toMatch(isAuthors ? /more memory than a build has/ : /\(Evicted\)/);
  }
});
