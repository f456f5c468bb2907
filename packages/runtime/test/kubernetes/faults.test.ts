import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesDouble } from "@pragma/testing/kubernetes";
import { testEach } from "@pragma/testing/test-each";
import { describe, expect, onTestFinished, test } from "vitest";
import type { KubernetesSettings, ProviderCall } from "../../src/index.ts";
import { caller, failure, artefact as sourceOf } from "../helpers.ts";
import { bundled, startCluster, startInCluster } from "./support.ts";

/** A provider in a cluster whose `create` takes a while, and what to call it with. */
async function world(cluster: KubernetesDouble, settings: Partial<KubernetesSettings> = {}) {
  const { supervisor, troubles } = await startInCluster(cluster, settings);
  const artefact = await bundled(sourceOf("ledger.ts").entryPath);
  const folder = mkdtempSync(join(tmpdir(), "pragma-test-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const call = caller(supervisor, artefact);
  const file = join(folder, "thing");
  return {
    troubles,
    ledger: () => readFileSync(`${file}.ledger`, "utf8"),
    /** Begins to make the thing. `begun` resolves when the handler is at it. */
    create(wait: number, more: Partial<ProviderCall> = {}) {
      const begun = Promise.withResolvers<void>();
      const done = call("create", { file, wait: String(wait) }, { onLog: () => begun.resolve(), ...more });
      // One that does not get that far says why.
      done.catch((error: unknown) => begun.reject(error));
      begun.promise.catch(() => {});
      return { begun: begun.promise, done };
    },
  };
}

function onlyPod(cluster: KubernetesDouble): string {
  const [pod, ...others] = cluster.store.list();
  expect(others).toEqual([]);
  return pod?.metadata.name ?? "";
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

/** Resolves once an API server that is away was asked for in vain as often. */
async function untilMissed(cluster: KubernetesDouble, times = 2): Promise<void> {
  const { promise: missed, resolve } = Promise.withResolvers<void>();
  let tried = 0;
  const inItsPlace = createServer((socket) => {
    socket.destroy();
    tried += 1;
    if (tried === times) resolve();
  });
  inItsPlace.listen(Number(new URL(cluster.url).port), "127.0.0.1");
  await missed;
  await new Promise((closed) => inItsPlace.close(closed));
}

const FOREVER = 60_000;
/** Longer than a Pod takes until somebody speaks to it, on a busy machine. */
const SILENCE_MS = 5_000;

describe("a Pod that ends while its provider works", () => {
  test.each<[string, (cluster: KubernetesDouble, name: string) => void, string, RegExp]>([
    [
      "for its memory",
      (cluster, name) => cluster.store.oomKill(name),
      "OOMKilled",
      /^Provider ledger 1\.0\.0 took more memory than its Pod may \(OOMKilled, 1536 MiB\)\. .* raise PRAGMA_KUBERNETES_MEMORY_MB$/,
    ],
    [
      "by eviction",
      (cluster, name) => cluster.store.evict(name),
      "Evicted",
      /^Provider ledger 1\.0\.0 lost its Pod \(Evicted\): its node needed the room/,
    ],
    [
      "because its node is emptied",
      (cluster, name) => cluster.store.drain(name),
      "Evicted",
      /lost its Pod \(Evicted: EvictionByEvictionAPI\)/,
    ],
    ["because somebody deletes it", (cluster, name) => void cluster.store.delete(name, 1), "Deleted", /\(Deleted\)/],
  ])("%s, is told by name, and another one does the work", async (_how, end, name, message) => {
    const cluster = await startCluster();
    const { create, troubles, ledger } = await world(cluster);
    const cut = create(FOREVER);
    await cut.begun;

    end(cluster, onlyPod(cluster));

    expect(await failure(cut.done)).toMatchObject({
      kind: "crashed",
      isRetryable: true,
      message: expect.stringMatching(message),
    });
    expect(troubles.map((trouble) => trouble.name)).toEqual([name]);
    await create(0).done;
    expect(ledger().match(/overlap/)).toBeNull();
    expect(cluster.store.created).toHaveLength(2);
  });

  test("is learned of although the watch was cut and forgotten", async () => {
    const cluster = await startCluster();
    const { create } = await world(cluster);
    const cut = create(FOREVER);
    await cut.begun;
    cluster.store.forget();

    cluster.store.oomKill(onlyPod(cluster));

    expect((await failure(cut.done)).message).toContain("OOMKilled");
  });
});

describe("a Pod that does not start", () => {
  test.each(["image pull fails", "no node has room"] as const)(
    "because %s is told by name, and tried again",
    async (fate) => {
      const cluster = await startCluster();
      cluster.store.fate = fate;
      // A node's message is told at once, and silence when its time is up.
      const { create, troubles } = await world(cluster, { startMs: fate === "image pull fails" ? 60_000 : 3_000 });

      const error = await failure(create(0).done);

      expect(error).toMatchObject({ kind: "crashed", isRetryable: true });
      expect(error.message).toMatch(
        fate === "image pull fails"
          ? /^Provider ledger 1\.0\.0 could not be started \(ImagePullBackOff\): the image pragma-worker:test cannot be pulled\. Check PRAGMA_KUBERNETES_IMAGE/
          : /could not be started \(Unschedulable\): no node has room for its Pod\. Add nodes, or lower/,
      );
      expect(troubles.map(({ name }) => name)).toEqual([fate === "image pull fails" ? "ImagePull" : "Unschedulable"]);
      await until(() => cluster.store.list().length === 0);
      cluster.store.fate = "runs";
      await create(0).done;
    },
  );

  test("because Kubernetes refuses it says so at once", async () => {
    const cluster = await startCluster();
    cluster.refusal = { code: 403, reason: "Forbidden", message: "exceeded quota: pods=10" };
    const { create, troubles } = await world(cluster);

    expect((await failure(create(0).done)).message).toMatch(/could not be started \(Refused, 403\): .*quota/);
    expect(troubles).toEqual([
      {
        name: "Refused",
        message: expect.stringContaining("ledger 1.0.0"),
        kubernetes: expect.stringContaining("pods=10"),
      },
    ]);
  });

  test("because Kubernetes is too old says so at once", async () => {
    const cluster = await startCluster();
    cluster.isOld = true;
    const { create } = await world(cluster);

    expect((await failure(create(0).done)).message).toMatch(/could not be started \(Refused, 400\)/);
    await until(() => cluster.store.list().length === 0);
  });

  test("because its image lacks Node says so", async () => {
    const cluster = await startCluster();
    cluster.store.fate = "its program is missing";
    const { create, troubles } = await world(cluster);

    expect((await failure(create(0).done)).message).toMatch(
      /could not be started \(StartError\): its Pod ended before it was used\. .*PRAGMA_KUBERNETES_IMAGE/,
    );
    expect(troubles).toEqual([
      expect.objectContaining({ name: "CannotStart", kubernetes: expect.stringContaining('"node"') }),
    ]);
  });

  test("because it ended before anybody spoke to it says so at once", async () => {
    const cluster = await startCluster();
    const asked: string[] = [];
    cluster.onRequest = ({ kind, pod }) => {
      if (kind !== "exec") return null;
      asked.push(pod);
      cluster.store.container(pod)?.stop();
      return { code: 500, reason: "InternalError", message: "container not found" };
    };
    const { create, troubles } = await world(cluster, { startMs: 10_000 });

    // Whether it was ended or ended itself first, as its input closed.
    expect((await failure(create(0).done)).message).toMatch(
      /could not be started \((Error|Completed)\): its Pod ended before it was used/,
    );
    expect(troubles.map(({ name }) => name)).toEqual(["CannotStart"]);
    expect(asked.length).toBeLessThan(4);
  });

  test("because somebody deletes it says so", async () => {
    const cluster = await startCluster();
    cluster.onRequest = ({ kind, pod }) => {
      if (kind === "exec") cluster.store.delete(pod, 0);
      return null;
    };
    const { create, troubles } = await world(cluster);

    expect((await failure(create(0).done)).message).toMatch(/\(Deleted\)/);
    expect(troubles.map(({ name }) => name)).toEqual(["Deleted"]);
  });

  test("is made once when the answer to the request is lost", async () => {
    const cluster = await startCluster();
    cluster.losesAnswer = true;
    const { create } = await world(cluster);

    await create(0).done;

    expect(cluster.store.created).toHaveLength(1);
  });
});

describe("an API server that is away", () => {
  test("is waited for by a provider that starts", async () => {
    const cluster = await startCluster();
    const { create } = await world(cluster);
    cluster.away();
    const { done } = create(0);
    await untilMissed(cluster);
    await cluster.back();

    await expect(done).resolves.toMatchObject({ pid: expect.any(String) });
  });

  test("while a provider started is not what it loses its connection for later", async () => {
    const cluster = await startCluster();
    const away = new Set(["exec", "get"]);
    cluster.onRequest = ({ kind }) => {
      if (!away.delete(kind)) return null;
      return { code: 503, reason: "ServiceUnavailable", message: "it restarts" };
    };
    const { create } = await world(cluster);
    const cut = create(FOREVER);
    await cut.begun;
    expect(away).toEqual(new Set());

    cluster.onFrame = () => "cut before";
    cluster.store.container(onlyPod(cluster))?.killAll();

    expect((await failure(cut.done)).message).toMatch(/\(Disconnected\)/);
  });

  test("for too long is told by name", { tags: ["thorough"] }, async () => {
    const cluster = await startCluster();
    const { create, troubles } = await world(cluster, { startMs: 300 });
    cluster.away();

    const error = await failure(create(0).done);

    expect(error).toMatchObject({ kind: "crashed", isRetryable: true });
    expect(error.message).toMatch(/could not be started \(ApiUnreachable\): .* PRAGMA_KUBERNETES_API/);
    expect(troubles[0]?.name).toBe("ApiUnreachable");
  });

  testEach([true], [false])(
    "ends a call only when its Pod has ended itself, unheard (a stdin that stays open: %s)",
    async (holdsStdin) => {
      const cluster = await startCluster();
      cluster.holdsStdin = holdsStdin;
      const { create, troubles, ledger } = await world(cluster, { silenceMs: SILENCE_MS });
      const cut = create(FOREVER);
      await cut.begun;
      const container = cluster.store.container(onlyPod(cluster));
      expect(container?.processes().length).toBeGreaterThan(1);

      cluster.away();
      const error = await failure(cut.done);

      expect(container?.processes()).toEqual([]);
      expect(error.message).toMatch(/lost its Pod \(ApiUnreachable\)/);
      expect(troubles[0]?.name).toBe("ApiUnreachable");
      await cluster.back();
      await create(0).done;
      expect(ledger().match(/overlap/)).toBeNull();
    },
  );

  test("for a moment costs a running call its Pod, and no more", async () => {
    const cluster = await startCluster();
    cluster.holdsStdin = true;
    const { create, ledger } = await world(cluster);
    const cut = create(FOREVER);
    await cut.begun;

    cluster.away();
    await untilMissed(cluster);
    await cluster.back();

    expect((await failure(cut.done)).message).toMatch(/lost its Pod \(ApiUnreachable\)/);
    await create(0).done;
    expect(ledger().match(/overlap/)).toBeNull();
  });
});

describe("a watch that is of no use", () => {
  test.each<[string, (cluster: KubernetesDouble, onWatch: () => void) => void]>([
    [
      "as it is refused",
      (cluster, onWatch) => {
        cluster.onRequest = ({ kind }) => {
          if (kind !== "watch") return null;
          onWatch();
          return { code: 403, reason: "Forbidden", message: "cannot watch pods" };
        };
      },
    ],
    [
      "as it ends at once",
      (cluster, onWatch) => {
        cluster.endsWatches = true;
        cluster.onRequest = ({ kind }) => {
          if (kind === "watch") onWatch();
          return null;
        };
      },
    ],
  ])("%s, holds up nobody, and is not tried again and again without a pause", async (_how, spoil) => {
    const cluster = await startCluster();
    let watches = 0;
    spoil(cluster, () => {
      watches += 1;
    });
    const { create } = await world(cluster);
    const startedAt = performance.now();

    await create(3_000).done;

    // The first pauses are shorter than the 2 s that they grow to.
    expect(watches).toBeLessThan(8 + (performance.now() - startedAt) / 1_000);
  });
});

test("a provider that ends is told although the connection stays open", async () => {
  const cluster = await startCluster();
  cluster.leavesOpen = true;
  const { create } = await world(cluster);
  const cut = create(FOREVER, { deadlineMs: 10_000 });
  await cut.begun;
  const [, ...others] = cluster.store.container(onlyPod(cluster))?.processes() ?? [];

  for (const pid of others) process.kill(pid, "SIGKILL");

  expect((await failure(cut.done)).message).toMatch(/was ended by SIGKILL/);
});

test("nothing begins in a Pod that is ended while its connection is made", async () => {
  const cluster = await startCluster();
  const { driver } = await startInCluster(cluster);
  const artefact = await bundled(sourceOf("ledger.ts").entryPath);
  let heard = 0;
  cluster.onFrame = ({ direction }) => {
    if (direction === "in") heard += 1;
    return "pass";
  };
  const { promise: exit, resolve: onExit } = Promise.withResolvers<{ reason: string }>();
  const unheard = { onLine: () => {}, onTooLong: () => {}, onOutput: () => {} };
  const started = driver.start({ organizationId: "org", artefact, maxMessageBytes: 1_000 }, { ...unheard, onExit });
  started.send("{}");
  cluster.onRequest = ({ kind }) => {
    if (kind === "exec") started.kill();
    return null;
  };

  expect((await exit).reason).toBe("was stopped");
  await until(() => cluster.store.list().length === 0);
  expect(heard).toBe(0);
});

test("a node that does not answer holds a call until its Pod has certainly ended", { tags: ["thorough"] }, async () => {
  const cluster = await startCluster();
  const { create } = await world(cluster, { silenceMs: SILENCE_MS });
  const cut = create(FOREVER, { deadlineMs: 100 });
  await cut.begun;
  cluster.holdsStdin = true;
  cluster.store.isNodeLost = true;
  const container = cluster.store.container(onlyPod(cluster));
  cluster.onFrame = () => "cut before";

  const error = await failure(cut.done);

  expect(container?.processes()).toEqual([]);
  expect(error).toMatchObject({ kind: "timeout" });
});
