import type { Snapshot } from "@pragma/db/queries";

/**
 * A reader's position in the stream: it has everything that `after` sees, and of what only `until` sees, everything up
 * to the change `id`.
 */
export interface Position {
  /** Epoch of both snapshots. */
  epoch: string;
  /** When `until` was taken, in seconds since the epoch. */
  seconds: number;
  after: Snapshot;
  until: Snapshot;
  /** Decimal. */
  id: string;
}

/** More concurrent transactions than any PostgreSQL server allows connections. */
const MAX_RUNNING = 2000;
const SHORT = /^[0-9a-z]{1,8}$/;
const SNAPSHOT = /^[0-9a-z]{1,11}(?:\.[0-9a-z]{1,11})*$/;

/** The position as an event id: opaque to clients, valid on every replica. `epoch-time-after-until-id`, in base 36. */
export function writePosition({ id, ...batch }: Position): string {
  return `${batchPrefix(batch)}${base36(id)}`;
}

/** The common prefix of a batch's ids. */
export function batchPrefix({ epoch, seconds, after, until }: Omit<Position, "id">): string {
  return `${epoch}-${seconds.toString(36)}-${writeSnapshot(after)}-${writeSnapshot(until)}-`;
}

/** The id of a change within its batch. */
export function base36(id: string): string {
  return Number(id).toString(36);
}

/** The position that an event id stands for, or null if it is not one. */
export function readPosition(text: string): Position | null {
  const parts = text.split("-");
  const [epoch = "", seconds = "", after = "", until = "", id = ""] = parts;
  // Ids issued before there were epochs have four parts.
  if (parts.length !== 5 || !SHORT.test(epoch) || !SHORT.test(seconds) || !/^[0-9a-z]{1,11}$/.test(id)) return null;
  const from = readSnapshot(after);
  const to = readSnapshot(until);
  if (!from || !to || from.xmax > to.xmax) return null;
  return { epoch, seconds: Number.parseInt(seconds, 36), after: from, until: to, id: String(Number.parseInt(id, 36)) };
}

/** When the batch was read that an event id belongs to; undefined for text that is not an id. To the second. */
export function timeOfPosition(text: string): Date | undefined {
  const position = readPosition(text);
  return position ? new Date(position.seconds * 1000) : undefined;
}

/** `xmax.distance.distance…`: running transactions are close to xmax, so their distances are short. */
function writeSnapshot({ xmax, running }: Snapshot): string {
  return [xmax, ...running.map((xid) => xmax - xid)].map((part) => part.toString(36)).join(".");
}

function readSnapshot(text: string): Snapshot | null {
  if (!SNAPSHOT.test(text)) return null;
  const [xmax = 0, ...distances] = text.split(".").map((part) => Number.parseInt(part, 36));
  if (!Number.isSafeInteger(xmax) || distances.length > MAX_RUNNING) return null;
  const running = distances.map((distance) => xmax - distance);
  return running.every((xid) => xid > 0 && xid < xmax) ? { xmax, running } : null;
}

/** Whether `later` sees everything that `earlier` sees. */
export function includes(later: Snapshot, earlier: Snapshot): boolean {
  if (later.xmax < earlier.xmax) return false;
  const stillRunning = new Set(earlier.running);
  return later.running.every((xid) => xid >= earlier.xmax || stillRunning.has(xid));
}

/** Whether both see the same. */
export function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  return (
    a.xmax === b.xmax && a.running.length === b.running.length && a.running.every((xid, i) => xid === b.running[i])
  );
}
