import { expect, it } from "vitest";
import type { PodSpec, SecurityContext } from "./manifests.ts";
import { podSecurityFaults } from "./pod-security.ts";

const CONFINED: SecurityContext = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
  capabilities: { drop: ["ALL"] },
};

const pod = (own: SecurityContext, rest: Partial<PodSpec> = {}): PodSpec => ({
  containers: [{ name: "some", image: "some", securityContext: own }],
  ...rest,
});

it("takes what is confined, by the Pod or by the container", () => {
  expect(podSecurityFaults(pod(CONFINED), "restricted")).toEqual([]);
  const { allowPrivilegeEscalation, capabilities, ...ofPod } = CONFINED;
  const spec = pod({ allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } }, { securityContext: ofPod });
  expect(podSecurityFaults(spec, "restricted")).toEqual([]);
});

it("asks each thing of restricted", () => {
  expect(podSecurityFaults(pod({}), "restricted")).toEqual([
    ...["allowPrivilegeEscalation", "runAsNonRoot", "seccompProfile Undefined", "capabilities.drop"],
  ]);
  expect(podSecurityFaults(pod({}), "baseline")).toEqual([]);
});

it.each<[string, SecurityContext, Partial<PodSpec>]>([
  ["privileged", { privileged: true }, {}],
  ["capabilities.add", { capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }, {}],
  ["appArmorProfile Unconfined", { appArmorProfile: { type: "Unconfined" } }, {}],
  ["seccompProfile Unconfined", { seccompProfile: { type: "Unconfined" } }, {}],
  ["procMount Unmasked", { procMount: "Unmasked" }, {}],
  ["hostNetwork", {}, { hostNetwork: true }],
  ["volume hostPath", {}, { volumes: [{ name: "some", hostPath: { path: "/" } }] }],
])("refuses %s at both levels", (fault, own, rest) => {
  for (const level of ["baseline", "restricted"] as const) {
    expect(podSecurityFaults(pod({ ...CONFINED, ...own }, rest), level)).toEqual([fault]);
  }
  expect(podSecurityFaults(pod({ ...CONFINED, ...own }, rest), "privileged")).toEqual([]);
});

it("lets baseline have a bare /proc in a user namespace, as Kubernetes 1.35 does", () => {
  const spec = pod({ ...CONFINED, procMount: "Unmasked" }, { hostUsers: false });
  expect(podSecurityFaults(spec, "baseline")).toEqual([]);
  expect(podSecurityFaults(spec, "restricted")).toEqual(["procMount Unmasked"]);
});
