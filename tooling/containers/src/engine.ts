import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { command } from "./command.ts";

/**
 * Settings for some machines: runc copes with cgroups of both versions at once, which crun does not, and there limits are
 * lower than those that Podman would set.
 */
const FOR_HYBRID_CGROUPS = `[engine]
runtime="runc"
[containers]
default_ulimits=["nofile=4096:4096","nproc=8192:8192"]
`;

/** Podman as a service that Compose talks to. */
export interface Engine {
  env: NodeJS.ProcessEnv;
  compose: readonly string[];
  stop(): void;
}

/** @param folder for its socket and settings */
export async function startEngine(folder: string): Promise<Engine> {
  const socket = join(folder, "podman.sock");
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DOCKER_HOST: `unix://${socket}`,
    COMPOSE_FILE: "compose.yaml:deploy/compose/podman.yaml",
    // Both builders behind `compose build` are not used: the images are built before.
    DOCKER_BUILDKIT: "0",
    PODMAN_IGNORE_CGROUPSV1_WARNING: "1",
  };
  if (existsSync("/sys/fs/cgroup/unified")) {
    const settings = join(folder, "containers.conf");
    writeFileSync(settings, FOR_HYBRID_CGROUPS);
    env["CONTAINERS_CONF_OVERRIDE"] = settings;
  }
  const compose = await findCompose();
  const service: ChildProcess = spawn("podman", ["system", "service", "--time=0", `unix://${socket}`], {
    env,
    stdio: "ignore",
  });
  for (let waited = 0; !existsSync(socket); waited += 1) {
    if (waited > 100 || service.exitCode !== null) throw new Error("podman system service does not start");
    await sleep(100);
  }
  return { env, compose, stop: () => service.kill() };
}

/** The plugin of Docker's command line, or the program that it once was. */
async function findCompose(): Promise<readonly string[]> {
  for (const words of [["docker-compose"], ["docker", "compose"]]) {
    const [program = "", ...args] = words;
    const found = await command(program, [...args, "version"], { mayFail: true }).catch(() => null);
    if (found?.code === 0) return words;
  }
  throw new Error("There is neither docker-compose nor docker compose: install one of them");
}
