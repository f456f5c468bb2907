import { objectOf } from "../answer.ts";
import { subjectOf } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

/** All organizations use the same names, and each writes its own name into every config of the test provider. */
export const tenancy: Check = {
  name: "tenancy",
  promise: "nobody is shown anything of another organization",
  run: ({ requests }) =>
    requests.flatMap(({ id, space, operation, answer, startedAt }): Violation[] => {
      const shown = Array.isArray(answer) ? answer : [answer];
      const foreign = shown
        .map((part) => objectOf(objectOf(part)["config"] ?? null)["space"])
        .find((other) => other !== undefined && other !== space);
      if (foreign === undefined) return [];
      const message = `${operation.kind} (${id}) was answered with something of ${String(foreign)}`;
      return [{ check: tenancy.name, message, space, key: subjectOf(operation), at: startedAt }];
    }),
};
