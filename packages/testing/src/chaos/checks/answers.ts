import { codeOf } from "../answer.ts";
import type { Facts, RequestFact } from "../facts.ts";
import type { Operation } from "../operation.ts";
import { subjectOf } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

/** The statuses that an operation may be answered with in any situation. */
const ALLOWED: Record<Operation["kind"], readonly number[]> = {
  apply: [200, 409, 412, 422],
  delete: [200, 204, 409, 412],
  cancel: [200, 404, 409],
  get: [200, 304, 404],
  status: [200, 404],
  history: [200, 404],
  list: [200],
  graph: [200],
  drifted: [200],
  discover: [200, 409, 502, 504],
  // Another of the same or a failing provider: the others may hold what it needs, or answer nothing.
  "drift-check": [200, 404, 409, 502, 504],
  "dead-letters": [200],
  retry: [200, 404, 409],
  "retry-all": [200],
  probe: [200, 409, 422],
  deploy: [202, 409],
  deployment: [200],
  retire: [200, 404, 409],
  discard: [200, 404, 409, 422],
  hurry: [200, 404, 409],
  change: [201, 409, 412, 422],
  "change-get": [200, 404],
  "change-apply": [200, 404, 409],
  "change-revert": [201, 404, 409],
  "change-end": [200, 404, 409],
  upload: [200, 409, 422],
  download: [200, 404],
};

/** A killed replica takes a moment to serve again, and one that waits for the database a while to give up. */
const AFTERMATH_MS = 15_000;

export const answers: Check = {
  name: "answers",
  promise:
    "every request gets an answer that the contract knows, never a 500; none or 503 only beside a disturbance, or where others hold what it needs; an error means that nothing was written",
  run(facts) {
    const written = new Set(facts.history.map(({ correlationId }) => correlationId));
    return facts.requests.flatMap((request): Violation[] => {
      const message = faultOf(request, facts) ?? writeFault(request, written);
      const { space, operation, startedAt } = request;
      return message === null
        ? []
        : [{ check: answers.name, message, space, key: subjectOf(operation), at: startedAt }];
    });
  },
};

function faultOf(request: RequestFact, facts: Facts): string | null {
  const { id, operation, status, answer } = request;
  if (status !== null && ALLOWED[operation.kind].includes(status)) return null;
  if (isBusy(request)) return null;
  if ((status === null || status === 503) && isDisturbed(request, facts)) return null;
  const what = status === null ? "got no answer" : `was answered ${status} ${JSON.stringify(answer)}`;
  return `${operation.kind} (${id}) ${what}`;
}

function writeFault(request: RequestFact, written: ReadonlySet<string>): string | null {
  const { id, operation, status } = request;
  const isRefused = status !== null && status >= 400 && status < 500;
  if (!(isRefused || isBusy(request)) || !written.has(id)) return null;
  return `${operation.kind} (${id}) was answered ${status}, and is in the history all the same`;
}

/** Changes of one organization wait for each other. */
function isBusy(request: RequestFact): boolean {
  return request.status === 503 && codeOf(request) === "busy";
}

function isDisturbed({ startedAt, endedAt }: RequestFact, { disturbances }: Facts): boolean {
  return disturbances.some(({ from, until }) => from <= endedAt && until + AFTERMATH_MS >= startedAt);
}
