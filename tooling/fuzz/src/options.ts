import { parseArgs } from "node:util";

export interface FuzzOptions {
  /** Decides all requests, not how they race. */
  readonly seed: number;
  readonly requests: number;
  /** Number of the first request. */
  readonly from: number;
  /** Requests under way at a time. */
  readonly clients: number;
}

/** @throws Error that says which option is wrong */
export function readOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      requests: { type: "string", default: "10000" },
      from: { type: "string", default: "0" },
      clients: { type: "string", default: "8" },
    },
  });
  return {
    seed: whole("seed", values.seed, 0),
    requests: whole("requests", values.requests, 1),
    from: whole("from", values.from, 0),
    clients: whole("clients", values.clients, 1),
  };
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) throw new Error(`--${name} must be a whole number from ${least} on`);
  return number;
}
