import { subjectOf } from "../operation.ts";
import { isSecret } from "../secret-text.ts";
import type { Check, Violation } from "../violation.ts";

export const secrets: Check = {
  name: "secrets",
  promise: "no secret is shown, and none is stored in plain text",
  run: ({ requests, plainSecrets }) => [
    ...requests
      .filter(({ answer }) => isSecret(JSON.stringify(answer)))
      .map(({ id, space, operation, startedAt }): Violation => {
        const message = `${operation.kind} (${id}) was answered with a secret`;
        return { check: secrets.name, message, space, key: subjectOf(operation), at: startedAt };
      }),
    ...plainSecrets.map((place): Violation => {
      return { check: secrets.name, message: `a secret is stored in plain text in ${place}`, space: "", key: null };
    }),
  ],
};
