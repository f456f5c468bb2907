import { BalancedClient } from "@pragma/testing/balanced-client";
import type { Installation } from "./installation.ts";

const CLIENTS = 6;
/** Requests of each client between two steps of the upgrade. */
const PROGRESS = 50;
/** More say nothing new. */
const MAX_FAILURES = 20;
const SETTLED_TRIES = 600;

interface Load {
  /** Resolves once every client has made some more requests. */
  progress(): Promise<void>;
  /** Ends it. @returns what went wrong: nothing, hopefully */
  end(): Promise<Outcome>;
}

interface Outcome {
  /** Requests that were not answered, or not with success. */
  failures: string[];
  /** Resources that are not ready with what was applied last. */
  unsettled: string[];
  /** Resources whose changes were not counted once each. */
  repeated: string[];
}

interface Resource {
  generation: number;
  lifecycle_state: string;
  outputs: Record<string, string>;
}

/** Clients that apply, read and list through the balancer, and one that opens pages of the dashboard. */
export function startLoad(installation: Installation): Load {
  const clients = Array.from({ length: CLIENTS }, (_, index) => new Client(installation, `client-${index}`));
  const visitor = new Visitor(installation);
  const all: Worker[] = [...clients, visitor];
  const running = all.map((worker) => worker.run());
  return {
    async progress() {
      await Promise.all(all.map((worker) => worker.more(PROGRESS)));
    },
    async end() {
      for (const worker of all) worker.isOver = true;
      await Promise.all(running);
      const outcome: Outcome = { failures: all.flatMap(({ failures }) => failures), unsettled: [], repeated: [] };
      for (const client of clients) {
        const resource = await client.settled();
        if (resource.generation !== client.applied) outcome.repeated.push(`${client.name}: ${resource.generation}`);
        if (!client.isReady(resource)) outcome.unsettled.push(`${client.name}: ${JSON.stringify(resource)}`);
        client.close();
      }
      visitor.close();
      return outcome;
    },
  };
}

/** Sends one request after the other on connections that it keeps. */
abstract class Worker {
  isOver = false;
  readonly failures: string[] = [];
  #requests = 0;
  readonly #client: BalancedClient;

  constructor({ balancer, token }: Installation, host: string) {
    this.#client = new BalancedClient(balancer, host, token);
  }

  /** One round of requests. */
  abstract round(): Promise<void>;

  async run(): Promise<void> {
    while (!this.isOver && this.failures.length < MAX_FAILURES) await this.round();
  }

  /** Resolves once it has made so many more requests, or has given up. */
  async more(count: number): Promise<void> {
    const goal = this.#requests + count;
    while (this.#requests < goal && this.failures.length < MAX_FAILURES) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  close(): void {
    this.#client.close();
  }

  /** @returns the body; undefined if the request failed, which is noted */
  async ask(method: string, path: string, body?: object): Promise<string | undefined> {
    this.#requests++;
    try {
      const answer = await this.#client.ask(method, path, body);
      if (answer.status === 200) return answer.body;
      this.failures.push(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 300)}`);
    } catch (error) {
      this.failures.push(`${method} ${path}: ${(error as Error).message}`);
    }
    return undefined;
  }
}

/** Applies a resource of its own with one value after the other, each once the last one is ready, and reads and lists between. */
class Client extends Worker {
  readonly name: string;
  /** How many applies were acknowledged. */
  applied = 0;

  constructor(installation: Installation, name: string) {
    super(installation, installation.balancer.apiHost);
    this.name = name;
  }

  async round(): Promise<void> {
    const config = { data: { value: String(this.applied) } };
    const document = { provider: "pragma", resource: "config", name: this.name, lifecycle_state: "pending", config };
    if ((await this.ask("POST", "/resources/apply", document)) === undefined) return;
    this.applied++;
    await this.settled();
    await this.ask("GET", "/resources/?limit=20");
    await this.ask("GET", `${this.#path()}/events?limit=5`);
  }

  isReady({ lifecycle_state, outputs }: Resource): boolean {
    return lifecycle_state === "ready" && outputs["value"] === String(this.applied - 1);
  }

  /** Its resource, once that is ready with what was applied last, or after a while. */
  async settled(): Promise<Resource> {
    for (let tries = 1; ; tries++) {
      const resource = JSON.parse((await this.ask("GET", this.#path())) ?? "{}") as Resource;
      if (this.isReady(resource) || tries === SETTLED_TRIES) return resource;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #path(): string {
    return `/resources/resource%3Apragma_config_${this.name}`;
  }
}

/** Opens a page that the dashboard renders for everybody. */
class Visitor extends Worker {
  constructor(installation: Installation) {
    super(installation, installation.balancer.webHost);
  }

  async round(): Promise<void> {
    await this.ask("GET", "/login");
  }
}
