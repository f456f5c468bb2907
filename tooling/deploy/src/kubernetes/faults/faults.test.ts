import { describe, expect, it } from "vitest";
import { read } from "../../root.ts";
import { Cluster } from "../cluster.ts";
import { type Container, type Manifest, type ManifestOf, parseManifests, type WorkloadSpec } from "../manifests.ts";
import { reaches } from "../reaches.ts";
import { podFaults } from "./pod-faults.ts";
import { portFaults } from "./port-faults.ts";
import { programFaults } from "./program-faults.ts";
import { referenceFaults } from "./reference-faults.ts";

/** The API's manifests as they are, and changed. */
function api(change: (manifest: Manifest) => void = () => {}): Cluster {
  const files = ["namespaces.yaml", "api.yaml", "network.yaml"];
  const manifests = files.flatMap((file) => parseManifests(read(`deploy/kubernetes/base/${file}`)));
  const settings = { PRAGMA_PUBLIC_API_URL: "https://api.pragma.example" };
  const map: Manifest = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "pragma-settings", namespace: "pragma" },
    data: settings,
  };
  const some = manifests.filter(({ metadata }) => !/^(?:web|database)/.test(metadata.name));
  for (const manifest of [...some, map]) change(manifest);
  return new Cluster([...some, map]);
}

const deployment = (change: (spec: WorkloadSpec) => void) =>
  api((manifest) => {
    if (manifest.kind === "Deployment") change(manifest.spec);
  });
const container = (change: (container: Container) => void) =>
  deployment(({ template }) => {
    for (const one of template.spec.containers) change(one);
  });
const service = (change: (spec: ManifestOf<"Service">["spec"]) => void) =>
  api((manifest) => {
    if (manifest.kind === "Service") change(manifest.spec);
  });

const all = (cluster: Cluster) => [
  ...[referenceFaults, podFaults, programFaults, portFaults].flatMap((faultsOf) => faultsOf(cluster)),
];

it("finds no fault in what is right", () => expect(all(api())).toEqual([]));

describe("finds what", () => {
  const API = "Deployment pragma/pragma-api";
  it.each<[string, Cluster, string[]]>([
    [
      "selects others",
      service((spec) => {
        spec.selector = { app: "other" };
      }),
      [
        "Service pragma/pragma-api selects not just one program",
        "Service pragma/pragma-api leads to no port http",
        "Service pragma/pragma-api leads to no port metrics",
      ],
    ],
    [
      "has no settings",
      container((one) => {
        one.envFrom = [{ configMapRef: { name: "other" } }];
      }),
      [`${API} has no ConfigMap other`],
    ],
    [
      "is not confined",
      container((one) => {
        one.securityContext = {};
      }),
      [
        `${API} is refused by restricted: allowPrivilegeEscalation`,
        `${API} is refused by restricted: capabilities.drop`,
        `${API} may write to its image`,
      ],
    ],
    [
      "would get a port by a Service",
      deployment(({ template }) => {
        delete template.spec.enableServiceLinks;
      }),
      [`${API} gets variables of Services`],
    ],
    [
      "has a misspelt setting",
      container(({ env = [] }) => {
        for (const one of env) if (one.name === "PRAGMA_ENCRYPTION_KEYS") one.name = "PRAGMA_ENCRYPTION_KEY";
      }),
      [`${API} does not read PRAGMA_ENCRYPTION_KEY`, `${API} needs PRAGMA_ENCRYPTION_KEYS`],
    ],
    [
      "is probed where nobody answers",
      container((one) => {
        one.livenessProbe = { httpGet: { path: "/healthz", port: "https" } };
      }),
      [`${API} does not answer /healthz`, `${API} is probed on https`],
    ],
    [
      "is killed too early",
      deployment(({ template }) => {
        template.spec.terminationGracePeriodSeconds = 60;
      }),
      [`${API} is killed before its end`],
    ],
  ])("%s", (_, cluster, faults) => expect(all(cluster)).toEqual(faults));
});

it("knows how far policies let a Pod reach", () => {
  const policies = parseManifests(read("deploy/kubernetes/base/network.yaml"));
  const [workload] = api().workloads;
  if (!workload) throw new Error("there is none");
  const labelled = { ...workload, labels: { ...workload.labels, "app.kubernetes.io/part-of": "pragma" } };
  expect(reaches(new Cluster([]), labelled, "10.0.0.1", 80)).toBe(true);
  expect(reaches(new Cluster(policies), labelled, "10.0.0.1", 80)).toBe(false);
  expect(reaches(new Cluster(policies), labelled, "10.0.0.1", 5432)).toBe(true);
  expect(reaches(new Cluster(policies), workload, "10.0.0.1", 5432)).toBe(false);
});
