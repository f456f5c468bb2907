import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { KubernetesDouble } from "@pragma/testing/kubernetes";
import { describe, expect, onTestFinished, test } from "vitest";
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
        "pragma/worker-pod": "pragma-worker-abc",
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
    ownPod(cluster);
    const all = [
      left("mine-before", { "pragma/worker": "worker-1", "pragma/worker-pod": "pragma-worker-abc" }),
      left("others", { "pragma/worker": "worker-2", "pragma/worker-pod": "pragma-worker-xyz" }),
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
