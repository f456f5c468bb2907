import type { Pod } from "./api/pod.ts";
import { containerState, isOver } from "./api/pod.ts";
import type { Pods } from "./api/pods.ts";
import { LABELS, MANAGER, type PodOwner } from "./pod-manifest.ts";

/** How long a Pod that has ended is left to the worker that it was of. */
const LEFT_OVER_MS = 10 * 60_000;

/**
 * Deletes Pods that nobody else will: those of this worker that nothing here waits for, since a request to delete one was never
 * answered, or one to make it arrived after that; those of an earlier container of its own Pod, which still exists and so keeps
 * them; and those of any worker that ended long ago.
 *
 * @param inUse the names of this worker's Pods that are waited for
 * @returns how many
 * @throws ApiError
 */
export async function sweep(
  pods: Pods,
  { worker, pod }: PodOwner,
  inUse: Pick<ReadonlySet<string>, "has">,
): Promise<number> {
  const found = await pods.list(`${LABELS.managedBy}=${MANAGER}`);
  const left = found.pods.filter((one) => {
    const { name, labels = {} } = one.metadata;
    if (labels[LABELS.worker] === worker) return !inUse.has(name);
    const isOfOwnPod = pod !== null && labels[LABELS.workerPod] === pod.uid;
    return isOfOwnPod || (isOver(one) && Date.now() - endedAt(one) > LEFT_OVER_MS);
  });
  for (const { metadata } of left) await pods.delete(metadata.name, metadata.uid);
  return left.length;
}

function endedAt(pod: Pod): number {
  const told = containerState(pod).terminated?.finishedAt ?? pod.metadata.creationTimestamp;
  return told === undefined ? 0 : Date.parse(told);
}
