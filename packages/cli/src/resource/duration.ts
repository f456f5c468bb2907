import { usageError } from "../errors/cli-error.ts";
import type { OptionSpec, OptionSpecs } from "../framework/command.ts";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The option of everything that waits. */
export const TIMEOUT_OPTION = {
  type: "string",
  value: "duration",
  description: "How long to wait, such as 30s or 15m; 10m if left out, 0 for no limit",
} as const satisfies OptionSpec;

/** The options of everything that waits for a change, or until resources are ready. */
export const WAIT_OPTIONS = {
  timeout: TIMEOUT_OPTION,
  "missing-timeout": {
    type: "string",
    value: "duration",
    description: "How long something else may be missing or failed, such as 1m; 10s if left out, 0 for no limit",
  },
} as const satisfies OptionSpecs;

/** How long something is waited for, in milliseconds, 0 for no limit; undefined for what is waited by default. */
export interface WaitTimes {
  timeout: number | undefined;
  /** The time for which something that is waited for may itself wait for what is missing, has failed or is a draft. */
  missingTimeout: number | undefined;
}

/** `90s`, `15m`, `2h`, `7d` in milliseconds; a bare number is seconds. @throws CliError */
function milliseconds(text: string, option: string): number {
  const [, amount, unit = "s"] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/.exec(text) ?? [];
  if (amount === undefined) throw usageError(`${option} must be a duration such as 30s, 15m or 2h`);
  return Number(amount) * (UNITS[unit] ?? 1);
}

/** Reads the option of that name. @throws CliError */
export function timeoutOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : milliseconds(text, "--timeout");
}

/** Reads the options above. @throws CliError */
export function waitTimesOf(options: {
  timeout: string | undefined;
  "missing-timeout": string | undefined;
}): WaitTimes {
  const { timeout, "missing-timeout": missing } = options;
  return {
    timeout: timeoutOf(timeout),
    missingTimeout: missing === undefined ? undefined : milliseconds(missing, "--missing-timeout"),
  };
}

/** A moment: a timestamp, or how long ago. @throws CliError */
export function pastMoment(text: string, option: string): Date {
  return momentOf(text, option, -1, "how long ago, such as 15m");
}

/** A moment: a timestamp, or in how long. @throws CliError */
export function futureMoment(text: string, option: string): Date {
  return momentOf(text, option, 1, "in how long, such as 30d");
}

function momentOf(text: string, option: string, direction: 1 | -1, wanted: string): Date {
  const isDuration = /^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text);
  const moment = new Date(isDuration ? Date.now() + direction * milliseconds(text, option) : text);
  // A number alone is a month of 2001 to JavaScript.
  if (Number.isNaN(moment.getTime()) || /^[\d.]*$/.test(text))
    throw usageError(`${option} must be a timestamp, or ${wanted}`);
  return moment;
}
