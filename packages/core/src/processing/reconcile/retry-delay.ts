import type { Settings } from "../../foundation/common/settings.ts";

/**
 * Exponential backoff with jitter: between half and all of base × 2^(attempt − 1), at most `retryMaxDelayMs`. The
 * jitter keeps resources that failed together from retrying together.
 * @param attempt the attempt that failed, from 1
 * @param random in [0, 1)
 */
export function retryDelayMs(
  { retryBaseDelayMs, retryMaxDelayMs }: Pick<Settings, "retryBaseDelayMs" | "retryMaxDelayMs">,
  attempt: number,
  random: number = Math.random(),
): number {
  const ceiling = Math.min(retryMaxDelayMs, retryBaseDelayMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling * (0.5 + random / 2));
}
