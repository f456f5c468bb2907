export interface Usage {
  readonly used: number;
  /** From 0 to 1. */
  readonly share: number;
  readonly level: "fine" | "high" | "exhausted";
}

const HIGH = 0.8;

/** How much of a limit is used, and whether that is much. */
export function usageOf(limit: number, remaining: number): Usage {
  const used = Math.min(limit, Math.max(0, limit - remaining));
  const share = limit > 0 ? used / limit : 1;
  if (remaining <= 0) return { used, share, level: "exhausted" };
  return { used, share, level: share >= HIGH ? "high" : "fine" };
}
