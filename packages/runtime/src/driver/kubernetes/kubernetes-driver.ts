import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { artefactLabel } from "../../artefact.ts";
import type { ArtefactBuilder } from "../../build-contract/artefact-builder.ts";
import { bundledProgram } from "../../bundled-program.ts";
import { hostProgram } from "../../host-program.ts";
import type { ProviderDriver, ProviderLaunch, ProviderProcess, ProviderProcessEvents } from "../driver.ts";
import { ApiServer } from "./api/api-server.ts";
import { PodWatch } from "./api/pod-watch.ts";
import { Pods } from "./api/pods.ts";
import { makeInPod } from "./pod-build.ts";
import type { PodFailure } from "./pod-failure.ts";
import type { PodContext } from "./pod-life.ts";
import { LABELS, type PodOwner } from "./pod-manifest.ts";
import { type PodFile, payload, providerFiles } from "./pod-payload.ts";
import { PodProcess, type PodProgram } from "./pod-process.ts";
import type { KubernetesSettings } from "./settings.ts";
import { sweep } from "./sweep.ts";

/** Options of a driver besides its settings. */
export interface KubernetesDriverOptions {
  /** Identifies the worker; another one after each start. */
  worker: string;
  /** Learns what Kubernetes says about something that went wrong, in a sentence for operators. */
  onTrouble?: ((message: string, facts: Record<string, string>) => void) | undefined;
}

const SWEEP_EVERY_MS = 5 * 60_000;
const DISCARD_TRIES = 20;
const DISCARD_EVERY_MS = 3_000;
const HOST = "host.mjs";
const AGENT = "agent.mjs";
const PROTOCOL_FD = 3;

/** Runs each provider in a Pod of its own, spoken to over an exec. See docs/adr/0010-kubernetes-driver.md. */
export class KubernetesDriver implements ProviderDriver {
  readonly name = "kubernetes";
  readonly startDelayMs: number;
  /** One sentence for people: where providers run, and what holds them. */
  readonly description: string;
  readonly #context: PodContext;
  readonly #boot: string;
  readonly #onTrouble: NonNullable<KubernetesDriverOptions["onTrouble"]>;
  readonly #closing = new AbortController();
  readonly #discarding = new Set<Promise<void>>();
  readonly #sweeping: NodeJS.Timeout;

  private constructor(
    settings: KubernetesSettings,
    owner: PodOwner,
    programs: { boot: string; firstProcess: string },
    pods: Pods,
    onTrouble: NonNullable<KubernetesDriverOptions["onTrouble"]>,
  ) {
    this.startDelayMs = settings.startMs;
    this.#onTrouble = onTrouble;
    this.#boot = programs.boot;
    this.#context = {
      settings,
      pods,
      owner,
      watch: new PodWatch(pods, `${LABELS.worker}=${owner.worker}`),
      firstProcess: programs.firstProcess,
      inUse: new Set(),
      discard: (name, uid) => this.#discard(name, uid),
    };
    const runtime = settings.runtimeClass === null ? "" : `, with the runtime class ${settings.runtimeClass}`;
    this.description = `Providers run as Pods of the namespace ${settings.namespace}${runtime}: each has a container, a memory limit and a network of its own. What they reach is for the namespace's network policies to say, which the worker cannot see.`;
    this.#sweeping = setInterval(() => void this.#sweepAgain(), SWEEP_EVERY_MS);
    this.#sweeping.unref();
  }

  /**
   * Opens it: looks up the worker's own Pod, whose image it takes if the settings name none, and deletes what an earlier
   * container of that Pod left.
   *
   * @throws ApiError if Kubernetes cannot be reached or refuses; Error if there is no image
   */
  static async open(settings: KubernetesSettings, options: KubernetesDriverOptions): Promise<KubernetesDriver> {
    const { worker, onTrouble = () => {} } = options;
    const pods = new Pods(new ApiServer(settings), settings.namespace);
    const owner = await findOwner(pods, settings, worker);
    const [boot, firstProcess] = await Promise.all([
      bundledProgram(new URL("./inside/boot.ts", import.meta.url)),
      bundledProgram(new URL("./inside/first-process.ts", import.meta.url)),
    ]);
    const driver = new KubernetesDriver(settings, owner, { boot, firstProcess }, pods, onTrouble);
    await driver.#sweep();
    return driver;
  }

  start(launch: ProviderLaunch, events: ProviderProcessEvents): ProviderProcess {
    const { artefact, organizationId, maxMessageBytes } = launch;
    const { providerId, version, network } = artefact;
    const purpose = { kind: "provider", organizationId, providerId, version, network } as const;
    return new PodProcess(this.#context, purpose, this.#program(launch), {
      maxMessageBytes,
      events,
      onFailure: (failure) => this.#trouble(artefactLabel(artefact), failure),
    });
  }

  /** Makes the artifact of a build in a Pod. */
  readonly makeArtefact: ArtefactBuilder = (input) =>
    makeInPod(({ providerId, files, command, maxMessageBytes }, events) => {
      const purpose = { kind: "build", organizationId: "", providerId, version: "", network: "host" } as const;
      return new PodProcess(this.#context, purpose, this.#started(files, command, true), {
        maxMessageBytes,
        events,
        onFailure: (failure) => this.#trouble(`A build of ${providerId}`, failure),
      });
    }, input);

  /** Resolves when everything that it has to delete is deleted, or after 3 s: what is left then ends by itself. */
  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    this.#context.watch.close();
    await Promise.race([Promise.all(this.#discarding), sleep(DISCARD_EVERY_MS)]);
    this.#closing.abort();
    this.#context.pods.api.close();
  }

  async #program({ artefact }: ProviderLaunch): Promise<PodProgram> {
    const heapMb = Math.floor(this.#context.settings.provider.memoryMb / 2);
    const { files, command } = await providerFiles(artefact, [
      `--max-old-space-size=${heapMb}`,
      HOST,
      `--protocol-fd=${PROTOCOL_FD}`,
      ...(artefact.network === "none" ? ["--no-network"] : []),
    ]);
    const host = await bundledProgram(pathToFileURL(hostProgram().path));
    const isNode = artefact.command === undefined;
    const all = isNode ? [{ path: HOST, bytes: Buffer.from(host) }, ...files] : files;
    return this.#started(all, command, isNode);
  }

  /** Program that runs a command in a Pod that has the files. */
  async #started(
    files: readonly PodFile[],
    command: readonly string[],
    hasOwnDescriptor: boolean,
  ): Promise<PodProgram> {
    const agent = await bundledProgram(new URL("./inside/agent.ts", import.meta.url));
    const all = [{ path: AGENT, bytes: Buffer.from(agent) }, ...files];
    return {
      boot: ["--input-type=module", "-e", this.#boot],
      payload: payload(all, { agent: AGENT, command, hasOwnDescriptor }),
    };
  }

  #trouble(provider: string, failure: PodFailure): void {
    this.#onTrouble(`${provider} ${failure.message}`, { pod_failure: failure.name, kubernetes: failure.details });
  }

  #discard(name: string, uid: string | null): void {
    const discarding = this.#deleteSometime(name, uid).finally(() => this.#discarding.delete(discarding));
    this.#discarding.add(discarding);
  }

  async #deleteSometime(name: string, uid: string | null): Promise<void> {
    const { signal } = this.#closing;
    for (let tries = 0; tries < DISCARD_TRIES && !signal.aborted; tries += 1) {
      try {
        await this.#context.pods.delete(name, uid);
        return;
      } catch {
        // It has ended, or ends itself; a sweep finds it.
        await sleep(DISCARD_EVERY_MS, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }

  async #sweep(): Promise<void> {
    const { pods, owner, inUse } = this.#context;
    await sweep(pods, owner, inUse);
  }

  async #sweepAgain(): Promise<void> {
    try {
      await this.#sweep();
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      this.#onTrouble("Pods that ended could not be swept; it is tried again", { kubernetes: details });
    }
  }
}

async function findOwner(pods: Pods, settings: KubernetesSettings, worker: string): Promise<PodOwner> {
  const { ownPod, image, namespace } = settings;
  const own = ownPod === null ? null : await pods.find(ownPod);
  if (ownPod !== null && own === null)
    throw new Error(
      `There is no Pod ${ownPod} in the namespace ${namespace}: PRAGMA_KUBERNETES_POD and PRAGMA_KUBERNETES_NAMESPACE must name the worker's own`,
    );
  const containers = own?.spec?.containers ?? [];
  const container = containers.find(({ name }) => name === "worker") ?? containers[0];
  const found = image ?? container?.image;
  if (found === undefined)
    throw new Error("PRAGMA_KUBERNETES_IMAGE has to name the image of the Pods: the worker runs in none");
  return {
    worker,
    pod: own && { name: own.metadata.name, uid: own.metadata.uid },
    image: found,
    pullSecrets: own?.spec?.imagePullSecrets ?? [],
  };
}
