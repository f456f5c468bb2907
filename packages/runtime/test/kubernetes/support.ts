import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { KubernetesDouble } from "@pragma/testing/kubernetes";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import {
  KubernetesDriver,
  type KubernetesSettings,
  type ProviderArtefact,
  ProviderSupervisor,
  type SupervisorOptions,
} from "../../src/index.ts";

/** How a driver reaches the double, with times that are short enough for a test. */
export function settingsFor(cluster: KubernetesDouble, more: Partial<KubernetesSettings> = {}): KubernetesSettings {
  const provider = { memoryMb: 1_536, cpus: 2, scratchMb: 256, requests: { memoryMb: 256, cpus: 0.1 } };
  const build = { ...provider, memoryMb: 4_096 };
  const { url, caFile, tokenFile, namespace } = cluster;
  return {
    ...{ url, caFile, tokenFile, namespace, ownPod: null, image: "pragma-worker:test", runtimeClass: null },
    ...{ dnsPolicy: "ClusterFirst", provider, build, startMs: 30_000, silenceMs: 60_000 },
    ...more,
  } as KubernetesSettings;
}

/** A cluster for a test. */
export async function startCluster(): Promise<KubernetesDouble> {
  const cluster = await KubernetesDouble.start();
  onTestFinished(() => cluster.close());
  return cluster;
}

/** A supervisor whose providers run in the cluster, until the test ends. */
export async function startInCluster(
  cluster: KubernetesDouble,
  more: Partial<KubernetesSettings> & { worker?: string; options?: SupervisorOptions } = {},
) {
  const { worker = "worker-1", options = {}, ...settings } = more;
  const troubles: { message: string; name: string | undefined; kubernetes: string | undefined }[] = [];
  const driver = await KubernetesDriver.open(settingsFor(cluster, settings), {
    worker,
    onTrouble: (message, facts) =>
      troubles.push({ message, name: facts["pod_failure"], kubernetes: facts["kubernetes"] }),
  });
  const supervisor = new ProviderSupervisor(driver, { startTimeoutMs: 60_000, ...options });
  onTestFinished(async () => {
    await supervisor.close();
    await driver.close();
  });
  return { driver, supervisor, troubles };
}

/** A provider as builds make one: a single file. */
export async function bundled(source: string, more: Partial<ProviderArtefact> = {}): Promise<ProviderArtefact> {
  const folder = mkdtempSync(join(tmpdir(), "pragma-test-artefact-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const entryPath = join(folder, "provider.mjs");
  await build({
    entryPoints: [source],
    outfile: entryPath,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return { providerId: basename(source).replace(/\..*$/, ""), version: "1.0.0", entryPath, network: "host", ...more };
}
