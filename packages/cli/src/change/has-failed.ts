/** Whether an action of a change has failed; its states are not those of its resource. */
export function hasFailed({ state: outcome }: { state?: string | undefined }): boolean {
  return outcome === "failed";
}
