import { expect, it } from "vitest";
import { schemaFaults } from "./schema-faults.ts";

const pod = (container: object) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "some", labels: { "any/name": "goes" } },
  spec: {
    selector: { matchLabels: { app: "some" } },
    template: { metadata: { labels: { app: "some" } }, spec: { containers: [container] } },
  },
});

it("takes what Kubernetes takes", () => {
  const container = {
    name: "some",
    resources: { limits: { memory: "1Gi" } },
    securityContext: { procMount: "Unmasked", capabilities: { drop: ["ALL"] } },
    readinessProbe: { httpGet: { path: "/health", port: "http" } },
    env: [{ name: "A", valueFrom: { secretKeyRef: { name: "b", key: "c", optional: true } } }],
  };
  expect(schemaFaults(pod(container))).toEqual([]);
});

it("finds fields that there are not, however deep", () => {
  const container = { name: "some", livenesProbe: {}, readinessProbe: { httpGet: { port: 1, pathh: "/" } } };
  expect(schemaFaults(pod(container))).toEqual([
    "/spec/template/spec/containers/0/livenesProbe is not a field",
    "/spec/template/spec/containers/0/readinessProbe/httpGet/pathh is not a field",
  ]);
});

it("finds wrong types and what is missing, and in a patch wrong types alone", () => {
  const document = pod({ image: 1 });
  expect(schemaFaults(document)).toEqual([
    '/spec/template/spec/containers/0 required {"missingProperty":"name"}',
    expect.stringContaining("/spec/template/spec/containers/0/image type"),
  ]);
  expect(schemaFaults(document, true)).toEqual([
    expect.stringContaining("/spec/template/spec/containers/0/image type"),
  ]);
});

it("does not let a kind pass that it does not know", () => {
  expect(schemaFaults({ apiVersion: "apps/v1beta1", kind: "Deployment" })).toEqual([
    "no schema for apps/v1beta1 Deployment",
  ]);
});

it("knows the objects of KEDA, too", () => {
  const trigger = { type: "prometheus", metadata: { query: "1" }, treshold: "1" };
  const document = {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: {},
    spec: { triggers: [trigger] },
  };
  expect(schemaFaults(document)).toEqual([
    '/spec required {"missingProperty":"scaleTargetRef"}',
    "/spec/triggers/0/treshold is not a field",
  ]);
});
