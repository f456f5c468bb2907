import { deployProvider, getBuild, getDeployment, pushProvider } from "@pragma/core/providers";
import { checkReadiness } from "@pragma/core/readiness";
import { KubernetesDouble } from "@pragma/testing/kubernetes";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { notesSource } from "./support/provider-source.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;
let cluster: KubernetesDouble;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(async () => {
  world.moveOn();
  cluster = await KubernetesDouble.start();
  onTestFinished(() => cluster.close());
});
afterAll(() => close());

/** The worker's program, told to run providers in the cluster. */
function startWorker() {
  return world.spawnWorker({
    PRAGMA_DRIVER: "kubernetes",
    PRAGMA_KUBERNETES_API: cluster.url,
    PRAGMA_KUBERNETES_TOKEN_PATH: cluster.tokenFile,
    PRAGMA_KUBERNETES_CA_PATH: cluster.caFile,
    PRAGMA_KUBERNETES_IMAGE: "pragma-worker:test",
    PRAGMA_NPM_REGISTRY: "http://127.0.0.1:9/",
    ...{ PRAGMA_SANDBOX: "", PRAGMA_PROVIDER_FOLDERS: "", PRAGMA_PROVIDERS_DIR: "" },
  });
}

async function pushAndDeploy(source: Buffer): Promise<void> {
  await world.allowPush();
  const archive = (async function* () {
    yield source;
  })();
  const { version } = await pushProvider(world.core, world.context, "notes", archive);
  const build = () => getBuild(world.core, world.context, "notes", version);
  await waitUntil(async () => /success|failed/.test((await build()).status), build);
  await deployProvider(world.core, world.context, "notes", { version });
  const deployment = () => getDeployment(world.core, world.context, "notes");
  await waitUntil(async () => (await deployment()).status === "available", deployment);
}

const podsOf = (kind: string) =>
  cluster.store.list().filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === kind);

it("builds and runs a pushed provider in Pods, and says so where people ask", { timeout: 300_000 }, async () => {
  await startWorker();
  await pushAndDeploy(notesSource("good"));

  await world.apply("notes/note/a", { text: "hello" });
  await world.reaches("notes/note/a", "ready");

  const [pod, ...others] = podsOf("pragma-provider").filter(
    ({ metadata }) => (metadata["annotations"] as Record<string, string>)["pragma/organization"] !== "build",
  );
  expect(others).toEqual([]);
  expect(pod?.metadata["annotations"]).toMatchObject({
    "pragma/organization": world.context.organizationId,
    "pragma/provider": "notes",
  });
  const { checks } = await checkReadiness(world.core);
  expect(checks.sandbox).toEqual({
    status: "ok",
    message: expect.stringMatching(
      /^Workers by sandbox: 1 kubernetes\. Providers run as Pods of the namespace pragma-workers:/,
    ),
  });
  expect((await getDeployment(world.core, world.context, "notes")).boundaries).toEqual([
    { boundary: "kubernetes", workers: 1 },
  ]);
  expect(cluster.logs().length).toBe(0);
});

it("finishes what a Pod left that the kernel ended, and the Pods of a killed worker end what they run", {
  tags: ["thorough"],
  timeout: 300_000,
}, async () => {
  const worker = await startWorker();
  await pushAndDeploy(notesSource("slow", { atCall: "for (const end = Date.now() + 1500; Date.now() < end; );" }));
  await world.apply("notes/note/a", { text: "hello" });
  await world.reaches("notes/note/a", "processing");
  await expect.poll(() => podsOf("pragma-provider").length).toBeGreaterThan(0);

  for (const { metadata } of podsOf("pragma-provider")) cluster.store.oomKill(metadata.name);
  await world.reaches("notes/note/a", "ready");

  const containers = podsOf("pragma-provider").map(({ metadata }) => cluster.store.container(metadata.name));
  expect(containers.some((container) => (container?.processes().length ?? 0) > 1)).toBe(true);
  await worker.kill();
  // Their first process waits for somebody to speak, and then ends too.
  await expect
    .poll(() => containers.map((container) => container?.processes().length))
    .toEqual(containers.map(() => 1));
});
