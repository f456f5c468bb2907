import { setTimeout as sleep } from "node:timers/promises";
import type { BaseImages } from "./base-images.ts";
import { type Answer, command } from "./command.ts";
import type { Engine } from "./engine.ts";

const POLL_MS = 500;

/** Where the balancer listens on this machine. */
export interface Ports {
  api: number;
  web: number;
}

/** The installation of `compose.yaml`, under a name of its own. */
export class Stack {
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly #root: string;
  readonly #engine: Engine;
  readonly #env: NodeJS.ProcessEnv;
  readonly #project: string;

  constructor(root: string, engine: Engine, images: BaseImages, ports: Ports) {
    this.#root = root;
    this.#engine = engine;
    this.#project = `pragma-test-${process.pid}`;
    this.apiUrl = `http://127.0.0.1:${ports.api}`;
    this.webUrl = `http://127.0.0.1:${ports.web}`;
    this.#env = {
      ...engine.env,
      POSTGRES_IMAGE: images.postgres,
      NGINX_IMAGE: images.nginx,
      PRAGMA_IMAGE_PREFIX: "localhost/pragma-",
      PRAGMA_API_PORT: String(ports.api),
      PRAGMA_WEB_PORT: String(ports.web),
      PRAGMA_PUBLIC_API_URL: this.apiUrl,
      PRAGMA_PUBLIC_WEB_URL: this.webUrl,
    };
  }

  /** Runs `docker compose`, with the service for users' databases. */
  async compose(...args: string[]): Promise<string> {
    const [program = "", ...first] = this.#engine.compose;
    const words = [...first, "--project-name", this.#project, "--profile", "example", ...args];
    return (await command(program, words, { cwd: this.#root, env: this.#env })).output;
  }

  /** Brings up so many replicas of each, and waits until all serve. */
  async up(replicas: { api: number; worker: number; web: number }): Promise<void> {
    const scale = Object.entries(replicas).flatMap(([name, count]) => ["--scale", `${name}=${count}`]);
    await this.compose("up", "--detach", "--no-build", "--quiet-pull", ...scale);
    await this.until("API and dashboard are ready", async () => {
      const answers = await Promise.all([this.apiUrl, this.webUrl].map((url) => fetch(`${url}/health/ready`)));
      return answers.every(({ ok }) => ok);
    });
    for (const service of ["api", "worker", "web"] as const) {
      await this.until(`${replicas[service]} × ${service} run`, async () => {
        const running = await this.containers(service);
        const logs = await Promise.all(running.map((id) => this.podman("logs", id)));
        const started = /"msg":"(?:worker started|Dashboard listening|API listening)/;
        return logs.filter(({ output }) => started.test(output)).length === replicas[service];
      });
    }
  }

  /** The ids of a service's running containers. */
  async containers(service: string): Promise<string[]> {
    const labels = { project: this.#project, service };
    const filters = Object.entries(labels).flatMap(([name, value]) => [
      "--filter",
      `label=com.docker.compose.${name}=${value}`,
    ]);
    const { output } = await this.podman("ps", "--quiet", ...filters);
    return output.split("\n").filter((id) => id !== "");
  }

  podman(...args: string[]): Promise<Answer> {
    return command("podman", args, { env: this.#engine.env });
  }

  /** Secret that a program was given. */
  async secret(service: string, path: string): Promise<string> {
    const [id = ""] = await this.containers(service);
    return (await this.podman("exec", id, "cat", path)).output;
  }

  /** @throws Error naming what did not happen in time, with the end of all logs */
  async until(what: string, isSo: () => Promise<boolean>, timeoutMs = 180_000): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (performance.now() < end) {
      if (await isSo().catch(() => false)) return;
      await sleep(POLL_MS);
    }
    throw new Error(`Not within ${timeoutMs / 1000} s: ${what}\n${await this.compose("logs", "--tail", "20")}`);
  }

  async down(): Promise<void> {
    await this.compose("down", "--volumes", "--timeout", "60");
  }
}
