import { type Cluster, named, type Workload } from "../cluster.ts";
import type { Container } from "../manifests.ts";
import { PROGRAMS, type Program } from "../programs.ts";

/** The operating guide: "Wait for 45 s and the draining before you kill one". */
const SECONDS_TO_END = 45;

type Environment = ReadonlyMap<string, string | undefined>;

/** Settings, ports, paths and times that are not the program's. */
export function programFaults(cluster: Cluster): string[] {
  return cluster.workloads.flatMap((workload) => {
    const program = PROGRAMS[workload.name];
    const [container] = workload.pod.containers;
    if (!program || !container) return [`${named(workload.manifest)} is not a known program`];
    const environment = cluster.environment(workload);
    const faults = [
      ...faultsOfSettings(program, container, environment),
      ...faultsOfPorts(program, container, environment),
      ...faultsOfProbes(program, container),
      ...faultsOfEnd(program, workload, environment),
    ];
    return faults.map((fault) => `${named(workload.manifest)} ${fault}`);
  });
}

function faultsOfSettings(
  { variables, required }: Program,
  { env = [] }: Container,
  environment: Environment,
): string[] {
  return [
    ...env.filter(({ name }) => !variables.has(name)).map(({ name }) => `does not read ${name}`),
    ...required.filter((name) => !environment.has(name)).map((name) => `needs ${name}`),
  ];
}

function faultsOfPorts(program: Program, { ports = [] }: Container, environment: Environment): string[] {
  const names = ports.map(({ name }) => name);
  const faults = names.join() === Object.keys(program.ports).join() ? [] : [`has the ports ${names}`];
  for (const { name, containerPort } of ports) {
    const setting = program.ports[name] ?? "";
    if (environment.get(setting) !== String(containerPort)) faults.push(`does not listen on ${containerPort}`);
    // On 127.0.0.1 by default.
    const host = name === "metrics" ? "PRAGMA_METRICS_HOST" : setting.replace("_PORT", "_HOST");
    if (environment.get(host) !== "0.0.0.0") faults.push(`listens in its Pod alone: ${host}`);
  }
  return faults;
}

function faultsOfProbes(program: Program, { ports = [], ...container }: Container): string[] {
  const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
  return probes.flatMap((probe) => {
    const { path = "", port = "" } = probe?.httpGet ?? {};
    if (probe === undefined) return [];
    const faults = program.paths.includes(`"${path}"`) ? [] : [`does not answer ${path}`];
    return ports.some(({ name }) => name === port) ? faults : [...faults, `is probed on ${port}`];
  });
}

function faultsOfEnd({ drains }: Program, { manifest, pod }: Workload, environment: Environment): string[] {
  if (manifest.kind !== "Deployment") return [];
  const drain = Number(environment.get("PRAGMA_DRAIN_SECONDS") ?? 0);
  const faults = drains && drain === 0 ? ["does not drain"] : [];
  const enough = (pod.terminationGracePeriodSeconds ?? 30) >= SECONDS_TO_END + drain;
  return enough ? faults : [...faults, "is killed before its end"];
}
