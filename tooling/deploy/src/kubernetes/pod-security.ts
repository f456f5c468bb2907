import type { Container, PodSpec, SecurityContext } from "./manifests.ts";

/** A level of the Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
export type Level = "privileged" | "baseline" | "restricted";

const ADDABLE = [
  ...["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE"],
  ...["SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
];
const VOLUMES = [
  ...[
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
  ],
];

/** Why the admission of Kubernetes 1.35 would refuse a Pod at this level. */
export function podSecurityFaults(pod: PodSpec, level: Level): string[] {
  if (level === "privileged") return [];
  const faults = [...baselineOfPod(pod), ...containersOf(pod).flatMap((container) => baseline(pod, container))];
  if (level === "restricted") {
    faults.push(...restrictedVolumes(pod), ...containersOf(pod).flatMap((container) => restricted(pod, container)));
  }
  return [...new Set(faults)];
}

function containersOf({ containers, initContainers = [] }: PodSpec): Container[] {
  return [...initContainers, ...containers];
}

function baselineOfPod(pod: PodSpec): string[] {
  const faults = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((name) => pod[name] === true) as string[];
  if ((pod.volumes ?? []).some((volume) => "hostPath" in volume)) faults.push("volume hostPath");
  if (pod.securityContext?.sysctls?.length) faults.push("sysctls");
  return faults;
}

function baseline(pod: PodSpec, container: Container): string[] {
  const { securityContext: own = {} } = container;
  const faults: string[] = [];
  if (own.privileged) faults.push("privileged");
  if ((own.capabilities?.add ?? []).some((name) => !ADDABLE.includes(name))) faults.push("capabilities.add");
  if ((container.ports ?? []).some(({ hostPort }) => hostPort)) faults.push("hostPort");
  // Since 1.35 it is left to whom has a user namespace.
  if (own.procMount === "Unmasked" && pod.hostUsers !== false) faults.push("procMount Unmasked");
  if (effective(pod, own, "appArmorProfile")?.type === "Unconfined") faults.push("appArmorProfile Unconfined");
  if (effective(pod, own, "seccompProfile")?.type === "Unconfined") faults.push("seccompProfile Unconfined");
  if (effective(pod, own, "seLinuxOptions")) faults.push("seLinuxOptions");
  for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
    if (probe?.httpGet?.host !== undefined) faults.push("host of a probe");
  }
  return faults;
}

function restrictedVolumes({ volumes = [] }: PodSpec): string[] {
  return volumes.flatMap(({ name, ...source }) =>
    Object.keys(source)
      .filter((kind) => !VOLUMES.includes(kind))
      .map((kind) => `volume ${kind}`),
  );
}

function restricted(pod: PodSpec, { securityContext: own = {} }: Container): string[] {
  const faults: string[] = [];
  if (own.allowPrivilegeEscalation !== false) faults.push("allowPrivilegeEscalation");
  if (effective(pod, own, "runAsNonRoot") !== true) faults.push("runAsNonRoot");
  if (effective(pod, own, "runAsUser") === 0) faults.push("runAsUser 0");
  const seccomp = effective(pod, own, "seccompProfile")?.type ?? "Undefined";
  if (!["RuntimeDefault", "Localhost"].includes(seccomp)) faults.push(`seccompProfile ${seccomp}`);
  if (!own.capabilities?.drop?.includes("ALL")) faults.push("capabilities.drop");
  if ((own.capabilities?.add ?? []).some((name) => name !== "NET_BIND_SERVICE")) faults.push("capabilities.add");
  if (own.procMount === "Unmasked") faults.push("procMount Unmasked");
  return faults;
}

/** A container's own word counts before its Pod's. */
function effective<Name extends keyof SecurityContext>(pod: PodSpec, own: SecurityContext, name: Name) {
  return own[name] ?? pod.securityContext?.[name];
}
