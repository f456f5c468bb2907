import { randomUUID } from "node:crypto";
import { Container } from "./container.ts";

/** A Pod as it goes over the wire. */
export interface PodObject {
  apiVersion: "v1";
  kind: "Pod";
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    creationTimestamp: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    ownerReferences?: { kind: string; name: string; uid: string }[];
    [field: string]: unknown;
  };
  spec: {
    containers: { name: string; image: string; command?: string[]; args?: string[]; [field: string]: unknown }[];
    [field: string]: unknown;
  };
  status: {
    phase: "Pending" | "Running" | "Succeeded" | "Failed";
    reason?: string;
    message?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    containerStatuses?: { name: string; state: object }[];
  };
}

/** Event of a Pod, as a watch tells it. */
export interface PodEvent {
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: PodObject;
}

/** Fate of Pods that are made. */
export type Fate = "runs" | "image pull fails" | "no node has room" | "its program is missing";

interface Kept {
  pod: PodObject;
  container: Container | null;
  /** Why its container ends, if not by itself. */
  why: string | null;
}

/** The Pods of a cluster: control plane, scheduler and node in one. What runs in them are real processes. */
export class PodStore {
  fate: Fate = "runs";
  /** A node that does not answer ends nothing. */
  isNodeLost = false;
  /** The manifests that were accepted. */
  readonly created: PodObject[] = [];
  /** All that ever ran, the last one of a name. */
  readonly containers = new Map<string, Container>();
  readonly #kept = new Map<string, Kept>();
  readonly #history: PodEvent[] = [];
  readonly #listeners = new Set<(event: PodEvent) => void>();
  #version = 1;
  #oldest = 1;

  get version(): number {
    return this.#version;
  }

  /** The first version that a watch can still begin from. */
  get oldest(): number {
    return this.#oldest;
  }

  list(): PodObject[] {
    return [...this.#kept.values()].map(({ pod }) => pod);
  }

  get(name: string): PodObject | null {
    return this.#kept.get(name)?.pod ?? null;
  }

  container(name: string): Container | null {
    return this.#kept.get(name)?.container ?? null;
  }

  /** Events after a version. */
  since(version: number): PodEvent[] {
    return this.#history.filter(({ object }) => Number(object.metadata.resourceVersion) > version);
  }

  /** @returns what ends it */
  onEvent(listener: (event: PodEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets what happened: watches from before are refused. */
  forget(): void {
    this.#history.length = 0;
    this.#version += 1;
    this.#oldest = this.#version;
  }

  /** @returns null if the name is taken */
  create(manifest: Pick<PodObject, "metadata" | "spec">, namespace: string): PodObject | null {
    const { name } = manifest.metadata;
    if (this.#kept.has(name)) return null;
    const pod: PodObject = {
      ...structuredClone(manifest),
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        ...manifest.metadata,
        ...{ namespace, uid: randomUUID(), resourceVersion: "", creationTimestamp: new Date().toISOString() },
      },
      status: { phase: "Pending" },
    };
    this.#kept.set(name, { pod, container: null, why: null });
    this.#tell("ADDED", pod);
    this.created.push(structuredClone(pod));
    setImmediate(() => this.#schedule(name));
    return structuredClone(pod);
  }

  /** Adds one that is as it says, and in which nothing runs. */
  add(pod: Pick<PodObject, "metadata" | "spec"> & Partial<Pick<PodObject, "status">>, namespace: string): PodObject {
    const made: PodObject = {
      ...{ apiVersion: "v1", kind: "Pod", status: { phase: "Running" } },
      ...pod,
      metadata: {
        ...{ namespace, uid: randomUUID(), resourceVersion: "", creationTimestamp: new Date().toISOString() },
        ...pod.metadata,
      },
    } as PodObject;
    this.#kept.set(made.metadata.name, { pod: made, container: null, why: null });
    this.#tell("ADDED", made);
    return made;
  }

  /**
   * As Kubernetes: it is marked, its first process is asked to end, and it goes when all of it has ended. With a grace of 0 it
   * goes at once, whatever still runs.
   */
  delete(name: string, graceSeconds: number): PodObject | null {
    const kept = this.#kept.get(name);
    if (!kept) return null;
    const { pod, container } = kept;
    pod.metadata.deletionTimestamp ??= new Date().toISOString();
    if (graceSeconds === 0) {
      this.#remove(name);
      setTimeout(() => container?.killAll(), 1_000);
    } else if (!this.isNodeLost && !container?.isRunning) this.#remove(name);
    else {
      this.#tell("MODIFIED", pod);
      if (this.isNodeLost) return structuredClone(pod);
      container?.stop();
      setTimeout(() => container?.killAll(), graceSeconds * 1_000).unref();
    }
    return structuredClone(pod);
  }

  /** The kernel ends it for its memory. */
  oomKill(name: string): void {
    this.#kill(name, "OOMKilled");
  }

  /** The node needs the room. */
  evict(name: string): void {
    const kept = this.#kept.get(name);
    if (!kept) return;
    Object.assign(kept.pod.status, { reason: "Evicted", message: "The node was low on resource: memory." });
    this.#kill(name, "Error");
  }

  /** Its node is emptied. */
  drain(name: string): void {
    const { pod } = this.#kept.get(name) ?? {};
    if (!pod) return;
    pod.status.conditions = [
      ...(pod.status.conditions ?? []),
      { type: "DisruptionTarget", status: "True", reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" },
    ];
    this.delete(name, 30);
  }

  close(): void {
    for (const container of this.containers.values()) container.remove();
  }

  #schedule(name: string): void {
    const kept = this.#kept.get(name);
    if (!kept) return;
    const { pod } = kept;
    const [container] = pod.spec.containers;
    if (!container) return;
    if (this.fate === "no node has room") {
      const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable" };
      pod.status.conditions = [{ ...condition, message: "0/3 nodes are available: 3 Insufficient memory." }];
      this.#tell("MODIFIED", pod);
    } else if (this.fate === "image pull fails") {
      this.#state(pod, { waiting: { reason: "ErrImagePull", message: "not found" } });
      setTimeout(() => {
        if (this.#kept.get(name) === kept)
          this.#state(pod, { waiting: { reason: "ImagePullBackOff", message: `Back-off pulling ${container.image}` } });
      }, 50);
    } else if (this.fate === "its program is missing") {
      pod.status.phase = "Failed";
      const message = `exec: "${container.command?.[0]}": executable file not found in $PATH`;
      this.#state(pod, { terminated: { exitCode: 128, reason: "StartError", message } });
    } else {
      kept.container = new Container([...(container.command ?? []), ...(container.args ?? [])], ({ exitCode }) =>
        this.#ended(name, kept, exitCode),
      );
      this.containers.set(name, kept.container);
      pod.status.phase = "Running";
      this.#state(pod, { running: { startedAt: new Date().toISOString() } });
    }
  }

  #ended(name: string, kept: Kept, exitCode: number): void {
    if (this.#kept.get(name) !== kept || this.isNodeLost) return;
    const { pod, why } = kept;
    const reason = why ?? (exitCode === 0 ? "Completed" : "Error");
    pod.status.phase = exitCode === 0 ? "Succeeded" : "Failed";
    this.#state(pod, { terminated: { exitCode, reason, finishedAt: new Date().toISOString() } });
    if (pod.metadata.deletionTimestamp !== undefined) this.#remove(name);
  }

  #kill(name: string, why: string): void {
    const kept = this.#kept.get(name);
    if (!kept?.container) return;
    kept.why = why;
    kept.container.killAll();
  }

  #remove(name: string): void {
    const kept = this.#kept.get(name);
    if (!kept) return;
    this.#kept.delete(name);
    this.#tell("DELETED", kept.pod);
  }

  #state(pod: PodObject, state: object): void {
    pod.status.containerStatuses = [{ name: pod.spec.containers[0]?.name ?? "", state }];
    this.#tell("MODIFIED", pod);
  }

  #tell(type: PodEvent["type"], pod: PodObject): void {
    this.#version += 1;
    pod.metadata.resourceVersion = String(this.#version);
    const event = { type, object: structuredClone(pod) };
    this.#history.push(event);
    for (const listener of [...this.#listeners]) listener(event);
  }
}
