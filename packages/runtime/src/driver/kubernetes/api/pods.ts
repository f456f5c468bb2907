import type { IncomingMessage } from "node:http";
import { ApiError } from "./api-error.ts";
import type { ApiServer } from "./api-server.ts";
import type { Pod } from "./pod.ts";

interface PodList {
  metadata?: { resourceVersion?: string; continue?: string };
  items?: Pod[];
}

/** Pods per request of a list. */
const PAGE = 500;
/** After which the server ends a watch in order; another follows. */
const WATCH_SECONDS = 300;

/** The Pods of one namespace. */
export class Pods {
  readonly api: ApiServer;
  readonly namespace: string;

  constructor(api: ApiServer, namespace: string) {
    this.api = api;
    this.namespace = namespace;
  }

  /** @throws ApiError: 409 if the name is taken */
  create(manifest: object): Promise<Pod> {
    return this.api.send({ method: "POST", path: this.path(), body: manifest });
  }

  /** The Pod, or null if there is none. @throws ApiError */
  async find(name: string): Promise<Pod | null> {
    return orNull(this.api.send<Pod>({ method: "GET", path: this.path(name) }));
  }

  /**
   * Asks for its end. It stays until its node has ended it, as long as `graceSeconds` is not 0. Does nothing if it is gone.
   *
   * @param uid so that another one of the same name is left alone
   * @throws ApiError
   */
  async delete(name: string, uid: string | null): Promise<void> {
    const body = { kind: "DeleteOptions", apiVersion: "v1", gracePeriodSeconds: 1, ...preconditions(uid) };
    await orNull(this.api.send({ method: "DELETE", path: this.path(name), body }), 409);
  }

  /** All that have the labels, and the moment to watch from. @throws ApiError */
  async list(labelSelector: string, signal?: AbortSignal): Promise<{ pods: Pod[]; resourceVersion: string }> {
    const pods: Pod[] = [];
    let next = "";
    for (;;) {
      const query = { labelSelector, limit: String(PAGE), ...(next !== "" && { continue: next }) };
      const page = await this.api.send<PodList>({ method: "GET", path: this.path(), query, ...(signal && { signal }) });
      pods.push(...(page.items ?? []));
      next = page.metadata?.continue ?? "";
      if (next === "") return { pods, resourceVersion: page.metadata?.resourceVersion ?? "" };
    }
  }

  /** Events of the Pods that have the labels, as lines of JSON. @throws ApiError */
  watch(labelSelector: string, resourceVersion: string, signal: AbortSignal): Promise<IncomingMessage> {
    const query = {
      ...{ watch: "1", allowWatchBookmarks: "true", labelSelector, resourceVersion },
      timeoutSeconds: String(WATCH_SECONDS),
    };
    return this.api.open({ method: "GET", path: this.path(), query, signal });
  }

  /** The address of them all, or of one. */
  path(name?: string): string {
    const all = `/api/v1/namespaces/${encodeURIComponent(this.namespace)}/pods`;
    return name === undefined ? all : `${all}/${encodeURIComponent(name)}`;
  }
}

function preconditions(uid: string | null): object {
  return uid === null ? {} : { preconditions: { uid } };
}

/** Null for what is not there; `also` is another status that means so. */
async function orNull<Answer>(answer: Promise<Answer>, also = 404): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === also)) return null;
    throw error;
  }
}
