import { adoption } from "./checks/adoption.ts";
import { answers } from "./checks/answers.ts";
import { builtIn } from "./checks/built-in.ts";
import { cascade } from "./checks/cascade.ts";
import { changes } from "./checks/changes.ts";
import { conditions } from "./checks/conditions.ts";
import { corrected } from "./checks/corrected.ts";
import { createdOnce } from "./checks/created-once.ts";
import { deadLetters } from "./checks/dead-letters.ts";
import { dependents } from "./checks/dependents.ts";
import { deploys } from "./checks/deploys.ts";
import { disk } from "./checks/disk.ts";
import { drift } from "./checks/drift.ts";
import { empty } from "./checks/empty.ts";
import { etags } from "./checks/etags.ts";
import { findings } from "./checks/findings.ts";
import { gone } from "./checks/gone.ts";
import { graph } from "./checks/graph.ts";
import { handling } from "./checks/handling.ts";
import { history } from "./checks/history.ts";
import { inUse } from "./checks/in-use.ts";
import { leftovers } from "./checks/leftovers.ts";
import { lists } from "./checks/lists.ts";
import { mixes } from "./checks/mixes.ts";
import { outside } from "./checks/outside.ts";
import { overlap } from "./checks/overlap.ts";
import { own } from "./checks/own.ts";
import { ownWrites } from "./checks/own-writes.ts";
import { parts } from "./checks/parts.ts";
import { plausible } from "./checks/plausible.ts";
import { previous } from "./checks/previous.ts";
import { repaired } from "./checks/repaired.ts";
import { replacement } from "./checks/replacement.ts";
import { replays } from "./checks/replays.ts";
import { secrets } from "./checks/secrets.ts";
import { streams } from "./checks/streams.ts";
import { stuck } from "./checks/stuck.ts";
import { tenancy } from "./checks/tenancy.ts";
import { values } from "./checks/values.ts";
import type { Facts } from "./facts.ts";
import type { Check, Violation } from "./violation.ts";

/** All checks. */
const CHECKS: readonly Check[] = [
  // Answers to clients.
  ...[answers, plausible, lists, ownWrites, etags, replays, tenancy, secrets, deploys, streams],
  // Work that was done.
  ...[overlap, createdOnce, previous, mixes, gone, cascade, dependents, inUse, history, handling, corrected, findings],
  ...[adoption, replacement, repaired],
  // State in the end.
  ...[stuck, conditions, leftovers, outside, own, drift, disk, builtIn, values, graph, parts, deadLetters, changes],
];

/**
 * Checks what a run observed against the contract.
 * @param isEmpty everything was deleted, so nothing may be left
 */
export function check(facts: Facts, { isEmpty = false } = {}): Violation[] {
  return [...CHECKS, ...(isEmpty ? [empty] : [])].flatMap((one) => one.run(facts));
}
