import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "@pragma/contract";
import { ABSENT_SECONDS, isCheck, recordVerdicts, takeAskedCheck } from "@pragma/core/checks";
import type { OpenQuestion } from "@pragma/core/provider-calls";
import { AnsweredError } from "../answered-error.ts";
import type { EventRunner } from "../run-event.ts";
import { makeCheck } from "./make-check.ts";

/** What is left of the time to record what was found. */
const RECORD_MS = 1000;
/**
 * Makes the check of a resource at once, for somebody who asks, and records what it comes to. What is found absent is looked at again
 * after as long as it takes to call it missing.
 * @returns nothing: whoever asked reads what was recorded
 * @throws AnsweredError, and what `makeCheck` throws
 */
export async function checkNow(runner: EventRunner, question: OpenQuestion, signal: AbortSignal): Promise<JsonObject> {
  const { organizationId, row } = question;
  const endsAt = performance.now() + question.deadlineMs - RECORD_MS;
  const check = row ? await takeAskedCheck(runner.core, organizationId, row.key) : undefined;
  if (row === null || check === undefined) throw new AnsweredError("the resource is gone");
  if (!isCheck(check)) throw new AnsweredError(`${row.key} cannot be compared: ${check.reason}`);
  const left = (): number => Math.max(1, Math.floor(endsAt - performance.now()));
  let judged = await makeCheck(runner, check, { deadlineMs: left(), signal });
  if (judged.verdict.kind === "absent" && left() > ABSENT_SECONDS * 1000) {
    await sleep(ABSENT_SECONDS * 1000, undefined, { signal });
    const again = { ...check, absentSeconds: ABSENT_SECONDS };
    judged = await makeCheck(runner, again, { deadlineMs: left(), signal });
  }
  await recordVerdicts(runner.core, [{ ...judged, check }]);
  const { verdict } = judged;
  if (verdict.kind === "error") throw new AnsweredError(verdict.message, verdict.isTimeout);
  return {};
}
