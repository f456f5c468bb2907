import type { Pod } from "./api/pod.ts";
import { containerState, isOver } from "./api/pod.ts";
import type { Pods } from "./api/pods.ts";
import { LABELS, MANAGER, type PodOwner } from "./pod-manifest.ts";

/** How long a Pod that has ended is left to the worker that it was of. */
const LEFT_OVER_MS = 10 * 60_000;

/**
 * Deletes Pods that no worker will: those of an earlier container of this worker's own Pod, which still exists and so keeps
 * them; and those of any worker that ended long ago.
 *
 * @returns how many
 * @throws ApiError
 */
export async function sweep(pods: Pods, { worker, pod }: PodOwner): Promise<number> {
  const found = await pods.list(`${LABELS.managedBy}=${MANAGER}`);
  const mine = (labels: Record<string, string>) => pod !== null && labels[LABELS.workerPod] === pod.name;
  const left = found.pods.filter((one) => {
    const { labels = {} } = one.metadata;
    if (labels[LABELS.worker] === worker) return false;
    return mine(labels) || (isOver(one) && Date.now() - endedAt(one) > LEFT_OVER_MS);
  });
  for (const { metadata } of left) await pods.delete(metadata.name, metadata.uid);
  return left.length;
}

function endedAt(pod: Pod): number {
  const told = containerState(pod).terminated?.finishedAt ?? pod.metadata.creationTimestamp;
  return told === undefined ? 0 : Date.parse(told);
}
