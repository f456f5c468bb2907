import type { Path, ValidationIssue } from "@pragma/contract";

/** A validation sent to the thread. JSON travels as text, which is cheaper than cloning it. */
export type ValidateTask = {
  kind: "validate";
  schemaId: string;
  /** Only if the thread does not know the schema yet. */
  schema: string | undefined;
  value: string;
  ignore: readonly Path[];
  refuseUnknownKeys: boolean;
  prefix: Path;
};

/** Checks whether a schema can be used at all. */
export type CheckTask = { kind: "check"; schema: string };

export type Task = ValidateTask | CheckTask;

export type Batch = { tasks: Task[] };

/** The issues of each task in order, the milliseconds that each took, and ids of schemas that the thread evicted. */
export type BatchResult = { issues: ValidationIssue[][]; took: number[]; evicted: string[] };

/** The start data of the thread: where it records its progress. */
export type ThreadData = { progress: SharedArrayBuffer };

/** Slots of the progress array: which task runs, since when, and how much CPU time the thread had used by then. */
export const TASK = 0;
export const SINCE = 1;
export const COMPUTED = 2;
export const SLOTS = 3;

/** Values of the task slot when no task runs. */
export const STARTING = -1;
export const IDLE = -2;

/** Milliseconds on a clock that all threads of the process share, wrapped to 32 bits: compare only differences. */
export function clock(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return (seconds * 1000 + Math.floor(nanoseconds / 1e6)) | 0;
}

/** A thread's CPU time in milliseconds, from its report in microseconds; wrapped to 32 bits. */
export function computed({ user, system }: NodeJS.CpuUsage): number {
  return Math.floor((user + system) / 1000) | 0;
}
