import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { KubernetesDouble } from "@pragma/testing/kubernetes";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ApiServer } from "../../src/driver/kubernetes/api/api-server.ts";
import { ExecStream } from "../../src/driver/kubernetes/api/exec-stream.ts";
import { Pods } from "../../src/driver/kubernetes/api/pods.ts";
import { sweep } from "../../src/driver/kubernetes/sweep.ts";
import { KubernetesDriver } from "../../src/index.ts";
import { caller, failure, artefact as sourceOf } from "../helpers.ts";
import { bundled, settingsFor, startCluster, startInCluster } from "./support.ts";

const rogue = () => bundled(sourceOf("rogue.ts").entryPath);

/** The worker's own Pod. */
function ownPod(cluster: KubernetesDouble) {
  return cluster.store.add(
    {
      metadata: { name: "pragma-worker-abc" } as never,
      spec: {
        containers: [
          { name: "proxy", image: "proxy:1" },
          { name: "worker", image: "registry.internal/pragma-worker:1.2.3" },
        ],
        imagePullSecrets: [{ name: "registry" }],
      },
    },
    cluster.namespace,
  );
}

describe("what a Pod is", () => {
  test("it has the worker's image, belongs to the worker's Pod, and can do little", async () => {
    const cluster = await startCluster();
    const own = ownPod(cluster);
    const { supervisor } = await startInCluster(cluster, {
      ...{ ownPod: "pragma-worker-abc", image: null, runtimeClass: "gvisor", dnsPolicy: "Default", worker: "worker-9" },
    });

    await caller(supervisor, await rogue())("create", { mode: "ok" });

    const [pod] = cluster.store.created;
    expect(pod?.metadata).toMatchObject({
      labels: {
        "app.kubernetes.io/name": "pragma-provider",
        "pragma/worker": "worker-9",
        "pragma/worker-pod": own.metadata.uid,
        "pragma/network": "host",
      },
      ownerReferences: [{ kind: "Pod", name: "pragma-worker-abc", uid: own.metadata.uid }],
    });
    expect(pod?.spec).toMatchObject({
      automountServiceAccountToken: false,
      dnsPolicy: "Default",
      imagePullSecrets: [{ name: "registry" }],
      restartPolicy: "Never",
      runtimeClassName: "gvisor",
    });
    expect(pod?.spec.containers[0]).toMatchObject({
      image: "registry.internal/pragma-worker:1.2.3",
      resources: { limits: { memory: "1536Mi", cpu: "2" }, requests: { memory: "256Mi", cpu: "0.1" } },
      securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
    });
  });

  test("without the worker's Pod and an image there is no driver", async () => {
    const cluster = await startCluster();
    const open = (more: object) => KubernetesDriver.open(settingsFor(cluster, more), { worker: "w" });
    await expect(open({ image: null })).rejects.toThrow("PRAGMA_KUBERNETES_IMAGE has to name the image");
    await expect(open({ ownPod: "gone" })).rejects.toThrow("There is no Pod gone in the namespace pragma-workers");
  });
});

describe("the connection to the API server", () => {
  test("takes the token from its file each time, as Kubernetes replaces it", async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster);
    const artefact = await rogue();
    await caller(supervisor, artefact)("create", { mode: "ok" });

    cluster.rotateToken("second");

    await caller(supervisor, { ...artefact, version: "2.0.0" })("create", { mode: "ok" });
    expect(cluster.store.created).toHaveLength(2);
  });

  test("is not made to a server whose certificate another authority signed", async () => {
    const [cluster, other] = [await startCluster(), await startCluster()];
    const open = KubernetesDriver.open(settingsFor(cluster, { caFile: other.caFile, ownPod: "any" }), { worker: "w" });
    await expect(open).rejects.toThrow(/Kubernetes cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT/);
  });

  test("is checked although Node is told not to check any", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    onTestFinished(() => void vi.unstubAllEnvs());
    const [cluster, other] = [await startCluster(), await startCluster()];
    const settings = settingsFor(cluster, { caFile: other.caFile });
    const pods = new Pods(new ApiServer(settings), cluster.namespace);
    onTestFinished(() => pods.api.close());
    await expect(pods.find("any")).rejects.toThrow(/DEPTH_ZERO_SELF_SIGNED_CERT/);
    const exec = { path: pods.path("any"), container: "provider", command: ["node"] };
    const events = { onStdout: () => {}, onStderr: () => {}, onEnd: () => {} };
    await expect(ExecStream.open(pods.api, exec, events)).rejects.toThrow(/DEPTH_ZERO_SELF_SIGNED_CERT/);
  });

  test("keeps the path of an address that has one", async () => {
    const cluster = await startCluster();
    const api = new ApiServer({ ...settingsFor(cluster), url: `${cluster.url}/clusters/one/` });
    onTestFinished(() => api.close());
    const { url } = await api.access("/api/v1/pods", { limit: "1" });
    expect(url.href).toBe(`${cluster.url}/clusters/one/api/v1/pods?limit=1`);
  });

  test("needs the files", async () => {
    const cluster = await startCluster();
    const open = KubernetesDriver.open(settingsFor(cluster, { tokenFile: "/no/token" }), { worker: "w" });
    await expect(open).rejects.toThrow("/no/token cannot be read (ENOENT)");
  });
});

describe("a provider that does not keep to the protocol", () => {
  test("cannot print into it", async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster);
    const artefact = await bundled(sourceOf("ledger.ts").entryPath);
    const lines: string[] = [];
    const file = `${cluster.tokenFile}.thing`;

    const outputs = await caller(supervisor, artefact)(
      "create",
      { file, wait: "0", print: '{"type":"result","id":1,"value":{"pid":"forged"}}\n' },
      { onLog: ({ message }) => lines.push(message) },
    );

    expect(outputs).not.toMatchObject({ pid: "forged" });
    expect(cluster.logs().length).toBe(0);
  });

  test("is ended for a line that is too long", async () => {
    const cluster = await startCluster();
    const limits = { message_bytes: 64 * 1024, log_message_bytes: 8_192, log_lines: 100 };
    const { supervisor } = await startInCluster(cluster, { options: { limits } });
    const path = fileURLToPath(new URL("../providers/raw.mjs", import.meta.url));
    const artefact = { ...sourceOf("raw.mjs"), entryPath: path, command: ["node", path] };
    const script = `${cluster.tokenFile}.mjs`;
    writeFileSync(script, 'process.stdout.write("x".repeat(10_000_000)); setInterval(() => {}, 1000);');
    const endless = {
      ...artefact,
      entryPath: script,
      folder: cluster.tokenFile.replace(/\/token$/, ""),
      command: [process.execPath, script],
    };

    const error = await failure(caller(supervisor, endless)("create", {}));

    expect(error).toMatchObject({ kind: "protocol", message: expect.stringContaining("larger than 65536 bytes") });
  });
});

describe("long lines", () => {
  const flood = sourceOf("flood.mjs", true);

  test("are read in the order in which they came, also what a process said before its end", async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster);
    const call = caller(supervisor, flood);

    const lines = await call("logs", { mode: "lines in turn" });
    expect(lines.map(({ message }) => message[0])).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
    expect(await call("create", { mode: "answer and exit", text: "last words" })).toMatchObject({ text: "last words" });
  });

  test("of too many keys and values end the Pod", async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster);
    const call = caller(supervisor, flood);

    expect(await failure(call("create", { mode: "lines" }))).toMatchObject({
      kind: "protocol",
      message: expect.stringContaining("sent a message of more than 250,000 keys and values"),
    });
    expect(await call("create", { mode: "ok" })).toEqual({ pid: expect.any(Number) });
    expect(cluster.store.created).toHaveLength(2);
  });
});

describe("a provider in another language", () => {
  /** Its folder has the script, as the program that the command names. */
  function program(script: string) {
    const folder = mkdtempSync(join(tmpdir(), "pragma-test-program-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "provider");
    writeFileSync(path, `#!${process.execPath}\n${script}`, { mode: 0o755 });
    return { ...sourceOf("raw.mjs"), entryPath: path, folder, command: [path] };
  }
  const GREETS = `
    const { createInterface } = require("node:readline");
    const say = (message) => process.stdout.write(JSON.stringify(message) + "\\n");
    const lines = createInterface({ input: process.stdin });
    lines.on("line", (line) => {
      const message = JSON.parse(line);
      if (message.type === "hello") say({ type: "hello", protocol: 1 });
      if (message.type === "shutdown") process.exit(0);
      if (message.type === "call") take(message);
    });`;

  test("may be a program of its own", async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster);
    const artefact = program(`${GREETS} const take = ({ id }) => say({ type: "result", id, value: { made: "yes" } });`);

    expect(await caller(supervisor, artefact)("create", {})).toMatchObject({ made: "yes" });
  });

  // Longer than a connection may be silent.
  test("may leave calls unread while it works", async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster);
    const artefact = program(`${GREETS}
      const take = ({ id, context }) => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(context.config.wait ?? 0));
        say({ type: "result", id, value: { made: "yes" } });
      };`);
    const call = caller(supervisor, artefact);
    await call("create", {});

    const long = call("create", { wait: "14000" });
    const others = Array.from({ length: 8 }, () => call("create", { text: "x".repeat(1024 * 1024) }));
    const all = await Promise.all([long, ...others]);

    expect(all).toHaveLength(9);
    expect(cluster.store.created).toHaveLength(1);
  });
});

describe("Pods that are left over", () => {
  const left = (name: string, labels: Record<string, string>, status: object = { phase: "Running" }) => ({
    metadata: { name, labels: { "app.kubernetes.io/managed-by": "pragma-worker", ...labels } } as never,
    spec: { containers: [{ name: "provider", image: "any" }] },
    status: status as never,
  });
  const over = (finishedAt: string) => ({
    phase: "Succeeded",
    containerStatuses: [{ name: "provider", state: { terminated: { exitCode: 0, finishedAt } } }],
  });

  test("by an earlier container of the worker's Pod, or long ended, are deleted at the start; others are not", async () => {
    const cluster = await startCluster();
    const own = ownPod(cluster);
    const all = [
      left("mine-before", { "pragma/worker": "worker-1", "pragma/worker-pod": own.metadata.uid }),
      left("others", { "pragma/worker": "worker-2", "pragma/worker-pod": "another" }),
      left("others-ended-now", { "pragma/worker": "worker-2" }, over(new Date().toISOString())),
      left("others-ended-long-ago", { "pragma/worker": "worker-2" }, over("2026-01-01T00:00:00Z")),
      { ...left("foreign", {}), metadata: { name: "foreign", labels: { app: "another" } } as never },
    ];
    for (const pod of all) cluster.store.add(pod, cluster.namespace);

    const driver = await KubernetesDriver.open(settingsFor(cluster, { ownPod: "pragma-worker-abc", image: null }), {
      worker: "worker-3",
    });
    onTestFinished(() => driver.close());

    expect(cluster.store.list().map(({ metadata }) => metadata.name)).toEqual([
      "pragma-worker-abc",
      "others",
      "others-ended-now",
      "foreign",
    ]);
  });

  test("by this worker, after a request that was never answered, are deleted, and those in use are not", async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster, { worker: "worker-1" });
    await caller(supervisor, await rogue())("create", { mode: "ok" });
    const [used] = cluster.store.list();
    const name = used?.metadata.name ?? "";
    for (const status of [{ phase: "Pending" }, over(new Date().toISOString())]) {
      cluster.store.add(left(`late-${status.phase}`, { "pragma/worker": "worker-1" }, status), cluster.namespace);
    }

    const pods = new Pods(new ApiServer(settingsFor(cluster)), cluster.namespace);
    onTestFinished(() => pods.api.close());
    await sweep(pods, { worker: "worker-1", pod: null, image: "", pullSecrets: [] }, new Set([name]));

    expect(cluster.store.list().map(({ metadata }) => metadata.name)).toEqual([name]);
  });

  test("are none once a worker has closed", async () => {
    const cluster = await startCluster();
    const { supervisor, driver } = await startInCluster(cluster);
    await caller(supervisor, await rogue())("create", { mode: "ok" });
    expect(cluster.store.list()).toHaveLength(1);

    await supervisor.close();
    await driver.close();

    expect(cluster.store.list()).toEqual([]);
  });
});

test("the double keeps what a first process prints as the container's log", async () => {
  const cluster = await KubernetesDouble.start();
  onTestFinished(() => cluster.close());
  const command = ["node", "-e", "console.log('told'); setInterval(() => {}, 1000)"];
  cluster.store.create(
    { metadata: { name: "loud" } as never, spec: { containers: [{ name: "c", image: "i", command }] } },
    "any",
  );
  await expect.poll(() => cluster.logs().toString()).toBe("told\n");
});
