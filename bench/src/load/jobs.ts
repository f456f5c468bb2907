/** Jobs of the load process, and its answers. They cross a process boundary as JSON. */

export interface Target {
  host: string;
  port: number;
  token: string;
}

/** Each of `connections` asks the next of `requests`, one at a time. */
export interface RequestsJob extends Target {
  kind: "requests";
  connections: number;
  /** Asked in turn, over and over. `{n}` in path and body stands for a number that no other request gets. */
  requests: { method: string; path: string; body?: string }[];
  /** Ends after so many requests or so much time, whichever is given. */
  total?: number;
  milliseconds?: number;
  /** First number for `{n}`. */
  from?: number;
}

export interface RequestsResult {
  count: number;
  /** Answers that were not 200, by status. */
  failures: Record<string, number>;
  firstFailure: string | null;
  milliseconds: number;
  /** Milliseconds of each answer. */
  latencies: number[];
}

/** Applies resources over `connections` and waits on the event stream until each has been ready. */
export interface ApplyUntilReadyJob extends Target {
  kind: "apply-until-ready";
  connections: number;
  bodies: string[];
  names: string[];
  /** Where the bodies go; `/resources/apply` if left out. */
  path?: string;
}

export interface ApplyUntilReadyResult {
  /** Until the last apply was answered. */
  appliedMilliseconds: number;
  /** Until the last resource was seen ready. */
  readyMilliseconds: number;
}

/** Applies one draft every `everyMilliseconds`, whether or not the last was answered. */
export interface PacedAppliesJob extends Target {
  kind: "paced-applies";
  bodies: string[];
  everyMilliseconds: number;
}

export interface PacedAppliesResult {
  milliseconds: number;
  failures: number;
}

/** Asks for one path every `everyMilliseconds`, whether or not the last was answered. */
export interface PacedGetsJob extends Target {
  kind: "paced-gets";
  path: string;
  everyMilliseconds: number;
  /** Ends after so much time. */
  milliseconds: number;
}

export interface PacedGetsResult {
  /** Milliseconds of each answer. */
  latencies: number[];
  failures: number;
}

export type Job = RequestsJob | ApplyUntilReadyJob | PacedAppliesJob | PacedGetsJob;
export type ResultOf<J extends Job> = J extends RequestsJob
  ? RequestsResult
  : J extends ApplyUntilReadyJob
    ? ApplyUntilReadyResult
    : J extends PacedAppliesJob
      ? PacedAppliesResult
      : PacedGetsResult;
