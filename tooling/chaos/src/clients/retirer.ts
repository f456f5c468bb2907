import { setTimeout as sleep } from "node:timers/promises";
import {
  type Operation,
  type Random,
  RELEASES,
  type RequestFact,
  releaseField,
  secretText,
} from "@pragma/testing/chaos";
import { deployProvider, pushProvider } from "../stack/deploy-provider.ts";
import type { Organization } from "../stack/organization.ts";
import type { HttpClient } from "./http-client.ts";

const PROVIDER = "brief";
const RELEASE = RELEASES[0];
const REST = [300, 2000] as const;
/** A deletion is refused while one of its resources is processed. */
const MAX_TRIES = 20;

/** Deploys a provider, uses it and deletes it, again and again, and probes every replica each time. */
export class Retirer {
  readonly #http: HttpClient;
  readonly #organization: Organization;
  readonly #urls: readonly string[];
  readonly #code: Buffer<ArrayBuffer>;
  readonly #random: Random;
  #probes = 0;

  constructor(
    http: HttpClient,
    organization: Organization,
    urls: readonly string[],
    code: Buffer<ArrayBuffer>,
    random: Random,
  ) {
    this.#http = http;
    this.#organization = organization;
    this.#urls = urls;
    this.#code = code;
    this.#random = random;
  }

  /** Goes on until `stopped` aborts. What cannot be done beside a kill is left for the next turn. */
  async run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await this.#turn(stopped).catch(() => {});
      await sleep(this.#random.between(...REST), undefined, { signal: stopped }).catch(() => {});
    }
  }

  async #turn(stopped: AbortSignal): Promise<void> {
    const url = this.#random.pick(this.#urls);
    await deployProvider(url, this.#organization, PROVIDER, await this.#push(url));
    await this.#probeAll(RELEASE);
    await sleep(this.#random.between(...REST), undefined, { signal: stopped }).catch(() => {});
    for (let tries = 0; tries < MAX_TRIES && !stopped.aborted; tries++) {
      const { status } = await this.#send({ kind: "retire" }, this.#random.below(this.#urls.length));
      if (status === 200) {
        await this.#probeAll(null);
        return;
      }
      await sleep(100);
    }
  }

  #push(url: string): Promise<string> {
    return pushProvider(url, this.#organization, PROVIDER, this.#code);
  }

  /** @param deployed the release that is, or null if none is any more */
  async #probeAll(deployed: string | null): Promise<void> {
    const { space } = this.#organization;
    await Promise.all(
      this.#urls.map((_, replica) => {
        const key = `${PROVIDER}/object/p${this.#probes++}`;
        const config = { space, text: key, [releaseField(RELEASE)]: secretText(key) };
        return this.#send({ kind: "probe", key, deployed, release: RELEASE, config }, replica);
      }),
    );
  }

  #send(operation: Operation, replica: number): Promise<RequestFact> {
    return this.#http.send("retirer", this.#organization, replica, operation);
  }
}
