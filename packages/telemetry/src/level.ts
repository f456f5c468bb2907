const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export type Level = (typeof LEVELS)[number];

/** The level named by `LOG_LEVEL`. An unknown one becomes `info`: a typo must not keep a server from starting. */
export function levelFrom(value: string | undefined): Level {
  const wanted = value?.trim().toLowerCase();
  return LEVELS.find((level) => level === wanted) ?? "info";
}
