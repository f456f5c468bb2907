import type { Pod } from "./api/pod.ts";
import { containerState } from "./api/pod.ts";

/** Failure of a Pod, in the words of Kubernetes where it has one. */
export type PodFailureName =
  | "OOMKilled"
  | "Evicted"
  | "Deleted"
  | "Disconnected"
  | "NodeLost"
  | "ImagePull"
  | "Unschedulable"
  | "CannotStart"
  | "Refused"
  | "ApiUnreachable";

/** Why a Pod could not be started, or ended: a predicate for "Provider x …" with what to do. */
export class PodFailure extends Error {
  override readonly name: PodFailureName;
  /** Reason given by Kubernetes, for operators. */
  readonly details: string;

  constructor(name: PodFailureName, message: string, details = "") {
    super(message);
    this.name = name;
    this.details = details.slice(0, 500);
  }
}

const IMAGE = new Set([
  ...["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError"],
  "RegistryUnavailable",
]);
/** The first try may fail for a moment, and Kubernetes repeats it. */
const PASSING = new Set(["ErrImagePull", "RegistryUnavailable"]);
const BROKEN = new Set(["CreateContainerConfigError", "CreateContainerError", "RunContainerError", "CrashLoopBackOff"]);

/** Why a Pod will not start; null as long as it may. */
export function startFailure(pod: Pod, image: string): PodFailure | null {
  const { reason = "", message = "" } = containerState(pod).waiting ?? {};
  if (IMAGE.has(reason) && !PASSING.has(reason)) return imagePull(reason, image, message);
  if (BROKEN.has(reason)) {
    const what = `could not be started (${reason}): its container cannot be made. The worker's log says why`;
    return new PodFailure("CannotStart", what, message);
  }
  return endFailure(pod);
}

/** Returns the failure of a Pod that has not started in time. */
export function lateFailure(pod: Pod | null, image: string, startMs: number): PodFailure {
  const { reason = "", message = "" } = containerState(pod).waiting ?? {};
  if (IMAGE.has(reason)) return imagePull(reason, image, message);
  const scheduled = pod?.status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status === "False") {
    const what = `could not be started (${scheduled.reason ?? "Unschedulable"}): no node has room for its Pod. Add nodes, or lower what it requests (PRAGMA_KUBERNETES_MEMORY_REQUEST_MB, PRAGMA_KUBERNETES_CPU_REQUEST)`;
    return new PodFailure("Unschedulable", what, scheduled.message);
  }
  const what = `could not be started: its Pod did not run within ${startMs / 1000} s. If nodes pull the image longer, raise PRAGMA_KUBERNETES_START_SECONDS`;
  return new PodFailure("CannotStart", what, reason);
}

/** It ended before anything was begun in it. */
export function earlyFailure(pod: Pod | null): PodFailure {
  const { reason, message = "" } = containerState(pod).terminated ?? {};
  const what = `could not be started${reason ? ` (${reason})` : ""}: its Pod ended before it was used. If that repeats, look whether the image (PRAGMA_KUBERNETES_IMAGE) has Node 24; the worker's log says what Kubernetes knows`;
  return new PodFailure("CannotStart", what, message);
}

/** The memory that a Pod may take, and the setting that says so. */
export interface MemoryLimit {
  memoryMb: number;
  setting: string;
}

/** Why a Pod ended that nobody here ended; null if its state does not say. */
export function endFailure(pod: Pod | null, limit?: MemoryLimit): PodFailure | null {
  const { status } = pod ?? {};
  if (containerState(pod).terminated?.reason === "OOMKilled") {
    const [bound, or] = limit ? [`, ${limit.memoryMb} MiB`, `, or raise ${limit.setting}`] : ["", ""];
    const what = `took more memory than its Pod may (OOMKilled${bound}). Have it keep less in memory${or}`;
    return new PodFailure("OOMKilled", what, status?.message);
  }
  const disruption = status?.conditions?.find(({ type, status: is }) => type === "DisruptionTarget" && is === "True");
  if (status?.reason === "Evicted" || disruption) {
    const why = status?.reason ?? disruption?.reason ?? "";
    const what = `lost its Pod (${why === "Evicted" ? why : `Evicted: ${why}`}): its node needed the room, or is emptied. It is started again; if that repeats, give the nodes more room`;
    return new PodFailure("Evicted", what, status?.message ?? disruption?.message);
  }
  return null;
}

/** Somebody else ended it. */
export function deletedFailure(): PodFailure {
  return new PodFailure("Deleted", "lost its Pod (Deleted): somebody deleted it. It is started again");
}

/** The connection to it broke, and it was ended. */
export function disconnected(details: string): PodFailure {
  return new PodFailure(
    "Disconnected",
    "lost its connection (Disconnected), and its Pod was ended. It is started again",
    details,
  );
}

/** The connection broke, and what became of the Pod is not known: it ends itself. */
export function lostFailure(isApiAway: boolean, details: string): PodFailure {
  return isApiAway
    ? apiAway("lost its Pod", details)
    : new PodFailure(
        "NodeLost",
        "lost its Pod (NodeLost): its node does not answer. It is started again on another; look at the node",
        details,
      );
}

/** @param what happened to the provider for it */
export function apiAway(what: string, details: string): PodFailure {
  const message = `${what} (ApiUnreachable): the API server of Kubernetes cannot be reached. It is tried again; check PRAGMA_KUBERNETES_API, its certificate and the network policies if that goes on`;
  return new PodFailure("ApiUnreachable", message, details);
}

/** @param status of the refusal: 403 for missing rights, a quota or the level of the namespace, 422 for the manifest */
export function refused(status: number | null, details: string): PodFailure {
  const message = `could not be started (Refused, ${status}): Kubernetes refuses its Pod. Check the worker's rights and the namespace's quota and Pod Security level; the worker's log says which it is`;
  return new PodFailure("Refused", message, details);
}

function imagePull(reason: string, image: string, details: string): PodFailure {
  const message = `could not be started (${reason}): the image ${image} cannot be pulled. Check PRAGMA_KUBERNETES_IMAGE, and the secret that pulls it`;
  return new PodFailure("ImagePull", message, details);
}
