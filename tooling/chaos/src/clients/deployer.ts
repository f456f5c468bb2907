import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "@pragma/contract";
import { type Random, RELEASES, type Release, releaseField, secretText } from "@pragma/testing/chaos";
import type { Organization } from "../stack/organization.ts";
import type { HttpClient } from "./http-client.ts";

/** So long a deployment may take before the deployer goes on without its probes. */
const PATIENCE_MS = 20_000;
/** Between two deployments. */
const REST = [300, 3000] as const;

/** Deploys one version of the test provider after another, and probes every replica as soon as one is available. */
export class Deployer {
  readonly #http: HttpClient;
  readonly #organization: Organization;
  readonly #versions: ReadonlyMap<Release, string>;
  readonly #replicas: number;
  readonly #random: Random;
  #probes = 0;

  constructor(
    http: HttpClient,
    organization: Organization,
    versions: ReadonlyMap<Release, string>,
    replicas: number,
    random: Random,
  ) {
    this.#http = http;
    this.#organization = organization;
    this.#versions = versions;
    this.#replicas = replicas;
    this.#random = random;
  }

  /** Goes on until `stopped` aborts. */
  async run(stopped: AbortSignal): Promise<void> {
    for (let turn = 1; !stopped.aborted; turn++) {
      const release = RELEASES[turn % RELEASES.length] as Release;
      if (await this.#deploy(release, stopped)) await this.#probeAll(release);
      await sleep(this.#random.between(...REST), undefined, { signal: stopped }).catch(() => {});
    }
  }

  /** @returns whether it became available */
  async #deploy(release: Release, stopped: AbortSignal): Promise<boolean> {
    const version = this.#versions.get(release) as string;
    const { status } = await this.#send({ kind: "deploy", version });
    if (status !== 202) return false;
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !stopped.aborted; await sleep(20)) {
      const { answer } = await this.#send({ kind: "deployment" });
      const deployment = answer as { status?: string; version?: string } | null;
      if (deployment?.status === "available" && deployment.version === version) return true;
      if (deployment?.status === "failed") return false;
    }
    return false;
  }

  /** Asks every replica at once for what the release knows, and for what it does not. */
  async #probeAll(deployed: Release): Promise<void> {
    const replicas = Array.from({ length: this.#replicas }, (_, replica) => replica);
    await Promise.all(
      replicas.flatMap((replica) =>
        RELEASES.map(async (release) => {
          const key = `chaos/object/probe-${this.#probes++}`;
          const { space } = this.#organization;
          const config: JsonObject = { space, text: key, [releaseField(release)]: secretText(key) };
          await this.#send({ kind: "probe", key, deployed, release, config }, replica);
        }),
      ),
    );
  }

  #send(operation: Parameters<HttpClient["send"]>[3], replica = this.#random.below(this.#replicas)) {
    return this.#http.send(`deployer-${this.#organization.space}`, this.#organization, replica, operation);
  }
}
