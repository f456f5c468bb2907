import type { RouterOutputs } from "@pragma/trpc";

/** Outcome of retrying many: `3 retried, 1 refused.` */
export function retriedWords({ retried, refused, left }: RouterOutputs["resources"]["retryFailed"]): string {
  const parts = [
    ...(retried > 0 ? [`${retried.toLocaleString("en")} retried`] : []),
    ...(refused.length > 0 ? [`${refused.length.toLocaleString("en")} refused`] : []),
  ];
  const words = parts.length > 0 ? `${parts.join(", ")}.` : "There was nothing to retry.";
  return left > 0 ? `${words} ${left.toLocaleString("en")} more have failed: retry again for those.` : words;
}

/** Why some were not retried: the first of them by name. Null if all were. */
export function refusedWords({ refused }: RouterOutputs["resources"]["retryFailed"]): string | null {
  const [first] = refused;
  if (first === undefined) return null;
  const why = `${first.key}: ${first.message}`;
  if (refused.length === 1) return `1 was not retried. ${why}`;
  return `${refused.length.toLocaleString("en")} were not retried. The first is ${why}`;
}
