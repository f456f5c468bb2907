import { existsSync, globSync } from "node:fs";
import { dirname, join } from "node:path";
import { podManifest } from "@pragma/runtime";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { promqlFaults } from "../known-metrics.ts";
import { ROOT, read } from "../root.ts";
import { Cluster, named, type Workload } from "./cluster.ts";
import { connectionsOf } from "./connections.ts";
import { podFaults } from "./faults/pod-faults.ts";
import { portFaults } from "./faults/port-faults.ts";
import { programFaults } from "./faults/program-faults.ts";
import { referenceFaults } from "./faults/reference-faults.ts";
import { type Manifest, type ManifestOf, parseManifests, render, selects } from "./manifests.ts";
import { podSecurityFaults } from "./pod-security.ts";
import { PROGRAMS } from "./programs.ts";
import { reaches } from "./reaches.ts";
import { schemaFaults } from "./schema-faults.ts";

const FOLDER = "deploy/kubernetes";
const GUIDE = read("docs/guides/operating.md");

interface Kustomization {
  resources?: string[];
  components?: string[];
  patches?: { path: string }[];
  configMapGenerator?: { envs: string[] }[];
}

const kustomizations = globSync(`${FOLDER}/**/kustomization.yaml`, { cwd: ROOT }).toSorted();
const folders = kustomizations.map((path) => ({ folder: dirname(path), content: parse(read(path)) as Kustomization }));
const applied = folders
  .map(({ folder }) => folder)
  // Components are applied with something else alone: examples have each of them.
  .filter((folder) => !folder.startsWith(`${FOLDER}/components/`));

const inFolders = (names: (content: Kustomization) => string[]): string[] =>
  folders.flatMap(({ folder, content }) => names(content).map((name) => join(folder, name)));
const resources = inFolders((content) => content.resources ?? []).filter((path) => path.endsWith(".yaml"));
const patches = inFolders((content) => (content.patches ?? []).map(({ path }) => path));
const settings = inFolders((content) => (content.configMapGenerator ?? []).flatMap(({ envs }) => envs));

describe("each file", () => {
  it("is used, and exists", () => {
    const others = inFolders(({ resources: named = [], components = [] }) => [...named, ...components]);
    const used = new Set([...kustomizations, ...resources, ...patches, ...settings]);
    for (const path of [...used, ...others]) expect(existsSync(join(ROOT, path)), path).toBe(true);
    expect(globSync(`${FOLDER}/**/*.{yaml,env}`, { cwd: ROOT }).toSorted()).toEqual([...used].toSorted());
  });

  it("is in an example, if it is a component", () => {
    const inExamples = inFolders(({ components = [] }) => components);
    expect(folders.map(({ folder }) => folder).filter((folder) => folder.includes("/components/"))).toEqual(
      [...new Set(inExamples)].toSorted(),
    );
  });

  it.each(resources)("%s has what Kubernetes knows, and all that it requires", (path) => {
    const documents = parseManifests(read(path));
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) expect(schemaFaults(document), named(document)).toEqual([]);
  });

  it.each(patches)("%s changes what Kubernetes knows", (path) => {
    // Results of a list of operations are seen when it is rendered.
    for (const document of parseManifests<Manifest | object[]>(read(path))) {
      if (!Array.isArray(document)) expect(schemaFaults(document, true)).toEqual([]);
    }
  });

  it.each(settings)("%s has settings that programs read, and the page about them has", (path) => {
    const page = read("docs/settings.md");
    for (const [, name = ""] of read(path).matchAll(/^(\w+)=/gm)) {
      expect(Object.values(PROGRAMS).some(({ variables }) => variables.has(name))).toBe(true);
      if (name !== "NODE_ENV") expect(page).toContain(`\`${name}\``);
    }
  });
});

describe.each(applied)("%s, rendered", (folder) => {
  const rendered = render(folder);
  const cluster = new Cluster(rendered ?? []);
  const hasPods = folder.endsWith("pods");
  // Policies select what a worker makes as well.
  const peopled = new Cluster([...cluster.manifests, ...(hasPods ? workerPods() : [])]);
  const test = (name: string, check: () => void) =>
    it(name, ({ skip }) => {
      skip(rendered === undefined, "not run: kustomize is needed");
      check();
    });

  test("is valid, and has each object once", () => {
    expect(cluster.workloads.map(({ name }) => name).toSorted()).toEqual(Object.keys(PROGRAMS).toSorted());
    for (const manifest of cluster.manifests) expect(schemaFaults(manifest), named(manifest)).toEqual([]);
    expect(new Set(cluster.manifests.map(named)).size).toBe(cluster.manifests.length);
  });

  test("names and selects what is there", () => expect(referenceFaults(peopled)).toEqual([]));
  test("has Pods that their namespaces let in, confined and bounded", () => expect(podFaults(peopled)).toEqual([]));
  test("tells programs what they read, and asks what they answer", () => expect(programFaults(cluster)).toEqual([]));
  test("leads to ports that are there", () => expect(portFaults(cluster)).toEqual([]));

  test("takes secrets from keys that are called as their variables, and that the guide tells to make", () => {
    for (const { namespace, pod } of cluster.workloads) {
      for (const { name, valueFrom } of pod.containers.flatMap(({ env = [] }) => env)) {
        const { key, optional = false, name: secret } = valueFrom?.secretKeyRef ?? {};
        if (key === undefined) continue;
        expect([secret, key]).toEqual(["pragma", name]);
        const [, made = ""] =
          new RegExp(`-n ${namespace} create secret generic pragma .*\\n.*\\^\\((.*?)\\)=`).exec(GUIDE) ?? [];
        if (!optional) expect(made.split("|")).toContain(key);
      }
    }
  });

  test("tells every program the way past a pooler, if the site has one", () => {
    for (const { name, pod } of cluster.workloads) {
      const told = pod.containers[0]?.env?.find((one) => one.name === "PRAGMA_DIRECT_DATABASE_URL");
      expect([name, told?.valueFrom?.secretKeyRef?.optional]).toEqual([name, true]);
    }
  });

  test("tells whoever lists things of a read replica, if the site has one", () => {
    const told = cluster.workloads.filter(({ pod }) =>
      pod.containers[0]?.env?.some(
        ({ name, valueFrom }) => name === "PRAGMA_READ_DATABASE_URL" && valueFrom?.secretKeyRef?.optional === true,
      ),
    );
    expect(told.map(({ name }) => name).sort()).toEqual(["pragma-api", "pragma-web"]);
  });

  test("keeps all but workers at restricted, and these as near to it as bubblewrap lets them", () => {
    const withProfiles = folder.endsWith("profiles");
    const labels = cluster.find("Namespace", undefined, "pragma-workers")?.metadata.labels;
    const level = withProfiles ? "baseline" : "privileged";
    expect(labels?.["pod-security.kubernetes.io/enforce"]).toBe(hasPods ? "restricted" : level);
    const unconfined = withProfiles ? [] : ["appArmorProfile Unconfined", "seccompProfile Unconfined"];
    const faults = cluster.workloads.map(({ name, pod }) => [name, podSecurityFaults(pod, "restricted")]);
    expect(Object.fromEntries(faults)).toEqual({
      "pragma-api": [],
      "pragma-web": [],
      "pragma-migrate": [],
      "pragma-worker": hasPods ? [] : [...unconfined, "procMount Unmasked"],
    });
  });

  test("denies what no policy allows", () => {
    for (const { metadata } of cluster.of("Namespace")) {
      expect(cluster.find("NetworkPolicy", metadata.name, "deny-by-default")?.spec).toEqual({
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
      });
    }
    for (const { spec } of cluster.of("NetworkPolicy")) {
      for (const { from = [], ports } of spec.ingress ?? []) {
        expect(ports.length).toBeGreaterThan(0);
        // The guide says which namespaces get these labels.
        const [label = ""] = Object.keys(from[0]?.namespaceSelector?.matchLabels ?? {});
        expect(from).toEqual([{ namespaceSelector: { matchLabels: { [label]: "true" } } }]);
        expect(GUIDE).toMatch(new RegExp(`kubectl label namespace \\S+ ${label}=true`));
      }
    }
  });

  test("keeps providers from the cluster, and lets programs reach the database", () => {
    const [worker, ...others] = cluster.workloads.toSorted((a, b) => b.name.localeCompare(a.name));
    if (!worker) throw new Error("there is no worker");
    const inside = ["10.0.0.1", "10.20.0.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "fd00::1"];
    // Those that have a network, or the worker that runs them.
    const providers = hasPods
      ? peopled.workloads.filter(({ labels }) => labels["pragma/network"] === "host")
      : [worker];
    for (const one of [worker, ...providers])
      for (const address of inside)
        for (const port of [80, 443, 8000, 3000]) {
          expect(reaches(cluster, one, address, port), `${address}:${port}`).toBe(false);
        }
    for (const address of ["93.184.215.14", "2606:2800:21f::1"]) {
      expect(providers.map((one) => reaches(cluster, one, address, 443))).toEqual(providers.map(() => true));
      expect(
        [...others, ...(hasPods ? [worker] : [])]
          .filter(({ name }) => name !== "pragma-web")
          .some((one) => reaches(cluster, one, address, 443)),
      ).toBe(false);
    }
    expect(cluster.workloads.map((one) => reaches(cluster, one, "10.20.0.3", 5432))).toEqual([true, true, true, true]);
  });

  test("lets programs ask the cache of names that a node may have, and nothing else of the node", () => {
    for (const one of cluster.workloads) {
      const asks = ["169.254.20.10", "169.254.169.254"].map((address) => reaches(cluster, one, address, 53));
      expect([one.name, ...asks]).toEqual([one.name, true, false]);
    }
  });

  test("lets Pods that a worker makes reach nothing but what they may", () => {
    const pods = peopled.workloads.filter(({ manifest }) => manifest.kind === "Pod");
    expect(pods.length).toBe(hasPods ? 3 : 0);
    for (const one of pods) {
      expect(schemaFaults(one.manifest)).toEqual([]);
      expect(reaches(cluster, one, "10.20.0.3", 5432), "the database").toBe(false);
      expect(reaches(cluster, one, "10.0.0.10", 6443), "the API server").toBe(false);
      const hasNetwork = one.labels["pragma/network"] === "host";
      expect(reaches(cluster, one, "93.184.215.14", 443)).toBe(hasNetwork);
      const names = cluster.of("NetworkPolicy").filter(({ metadata, spec }) => {
        const isOf = metadata.namespace === one.namespace && selects(spec.podSelector.matchLabels, one.labels);
        return isOf && metadata.name.startsWith("names");
      });
      expect(names.length).toBe(hasNetwork ? 1 : 0);
    }
    if (hasPods) expect(reaches(cluster, worker(cluster), "10.0.0.10", 6443)).toBe(true);
  });

  test("gives a worker the rights that its driver uses, and nobody else any", () => {
    const rights = cluster
      .of("Role", "ClusterRole")
      .flatMap(({ metadata, rules = [] }) =>
        rules.map(({ resources: of, verbs }) => [metadata.namespace, of.join(), verbs.join()]),
      );
    const expected = [
      ["pragma-workers", "pods", "create,delete,get,list,watch"],
      ["pragma-workers", "pods/exec", "create,get"],
    ];
    expect(rights).toEqual(hasPods ? expected : []);
  });

  test("scales by metrics that programs have", () => {
    for (const { spec } of cluster.of("ScaledObject")) {
      for (const { type, metadata } of spec.triggers ?? []) {
        expect(type).toBe("prometheus");
        expect(promqlFaults(metadata.query)).toEqual([]);
        expect(metadata.query).toContain('pragma_queue_jobs{state="ready"}');
      }
    }
  });

  test("takes as many connections as the guide says", () => {
    const [, said] =
      new RegExp(`^\\| \`${folder.replace(`${FOLDER}/`, "")}\` .*\\| (\\d+) \\|$`, "m").exec(GUIDE) ?? [];
    if (said !== undefined) expect(connectionsOf(cluster, GUIDE)).toBe(Number(said));
    expect(said !== undefined).toBe(folder.includes("overlays"));
  });
});

function worker(cluster: Cluster): Workload {
  const found = cluster.workloads.find(({ name }) => name === "pragma-worker");
  if (!found) throw new Error("there is no worker");
  return found;
}

/** The Pods that a worker makes, as its driver makes them. */
function workerPods(): Manifest[] {
  const resources = { memoryMb: 1536, cpus: 2, scratchMb: 256, requests: { memoryMb: 256, cpus: 0.1 } };
  const settings = {
    ...{ url: "", tokenFile: "", caFile: "", namespace: "pragma-workers", ownPod: "w", image: null },
    ...{ runtimeClass: "gvisor", dnsPolicy: "ClusterFirst" as const, provider: resources, build: resources },
    ...{ startMs: 1, silenceMs: 60_000 },
  };
  const owner = { worker: "worker-1", pod: { name: "w", uid: "u" }, image: "pragma-worker:dev", pullSecrets: [] };
  const kinds = [
    ["provider", "host"],
    ["provider", "none"],
    ["build", "host"],
  ] as const;
  return kinds.map(([kind, network], index) =>
    podManifest(
      settings,
      owner,
      { ...{ kind, network, organizationId: "o", providerId: "notes", version: "1" } },
      { name: `pod-${index}`, start: "s", firstProcess: "" },
    ),
  ) as Manifest[];
}

it("ships the profile of AppArmor that workers name", () => {
  const folder = `${FOLDER}/components/node-profiles`;
  const [patch] = parseManifests<ManifestOf<"Deployment">>(read(`${folder}/worker.yaml`));
  const { localhostProfile } = patch?.spec.template.spec.securityContext?.appArmorProfile ?? {};
  expect(read(`${folder}/${localhostProfile}.apparmor`)).toContain(`profile ${localhostProfile} `);
});
