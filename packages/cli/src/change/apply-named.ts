import type { ExitCode } from "../errors/exit-codes.ts";
import { waitTimesOf } from "../resource/duration.ts";
import type { Session } from "../session/session.ts";
import { applyFiles } from "./apply-files.ts";
import type { CarryOutValues } from "./carry-out-options.ts";
import type { PlanValues } from "./plan-options.ts";

/** Plans, asks about and carries out what is done to resources by name, or by documents in no file. @returns the exit code */
export function applyNamed(
  session: Session,
  named: Pick<PlanValues, "reapply" | "replace" | "drift" | "documents">,
  options: CarryOutValues,
): Promise<ExitCode> {
  const { message, yes, "no-wait": noWait } = options;
  return applyFiles(session, {
    file: [],
    set: undefined,
    prune: false,
    "allow-empty": false,
    dependents: undefined,
    "take-over": false,
    "allow-replace": false,
    draft: false,
    ...named,
    message,
    yes,
    wait: !noWait,
    ...waitTimesOf(options),
  });
}
