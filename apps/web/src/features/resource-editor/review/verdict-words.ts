import { isDraft, isFailed, type LifecycleState } from "@pragma/contract";

/** The effect of an apply, as the server reports it. */
export interface Verdict {
  verdict: "create" | "change" | "nothing" | "refused";
  queues: "CREATE" | "UPDATE" | null;
  from_state: LifecycleState | null;
  to_state: LifecycleState | null;
  refusal: { message: string } | null;
}

/** The verdict, in a sentence. */
export function verdictWords(verdict: Verdict, key: string, provisioned: boolean): string {
  switch (verdict.verdict) {
    case "refused":
      return `This would be refused: ${verdict.refusal?.message ?? "the server gave no reason"}`;
    case "nothing":
      return "Nothing changes";
    case "create":
      return verdict.queues === null ? `Saves ${key} as a draft; nothing is started` : `Creates ${key} and starts it`;
    default:
      return changeWords(verdict, key, provisioned);
  }
}

function changeWords({ queues, from_state, to_state }: Verdict, key: string, provisioned: boolean): string {
  if (queues === "CREATE") return `Saves ${key} and starts it`;
  if (queues === "UPDATE")
    return from_state !== null && isFailed(from_state) ? `Queues a retry of ${key}` : `Queues an update of ${key}`;
  if (to_state !== null && !isDraft(to_state)) return `Saves the metadata of ${key} only; its provider is not called`;
  return provisioned ? "Saves a draft; the running object stays" : "Saves a draft; nothing is started";
}
